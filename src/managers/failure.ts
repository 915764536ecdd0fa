import { t } from '@vscode/l10n';
import { QmError, type QmErrorCode } from '../base/errors.ts';
import { redact } from '../base/redact.ts';
import type { RegistryFault } from '../ports/registry.ts';

/** What a manager's errors are to name. */
interface ManagerNames {
  readonly manager: string;
  /** The command by which one signs in to a registry. */
  readonly signIn: string;
  /** The file that names registries and tokens. */
  readonly configuration: string;
}

const npmNames = { signIn: 'npm login', configuration: '.npmrc' } as const;

/** What a manager said of its failure, in its own words. */
export interface ManagerFailure extends Partial<ManagerNames> {
  readonly manager: string;
  /** The manager's own code (`E404`), or undefined. */
  readonly code: string | undefined;
  /** Everything it printed. */
  readonly output: string;
  readonly timedOut: boolean;
}

/** How much of a manager's text an error keeps. */
const detailsLength = 4_000;

/**
 * First match wins. Codes: npm documentation, Yarn documentation ("Error Codes") and registry.md's measured table; the
 * rest are the system's errno names.
 */
const families: readonly (readonly [RegExp, QmErrorCode])[] = [
  [/^E404$/, 'QM_PACKAGE_UNKNOWN'],
  [/^(ETARGET|ENOVERSIONS|EINVALIDTAGNAME|YN0016|YN0082)$/, 'QM_VERSION_UNKNOWN'],
  [/^(ERESOLVE|EPEERINVALID)$/, 'QM_PEER_CONFLICT'],
  [/^(E401|E403|ENEEDAUTH|EAUTHUNKNOWN|EOTP|YN0033|YN0041)$/, 'QM_REGISTRY_AUTH'],
  [/^(E408|E429|E5\d\d|FETCH_ERROR|EJSONPARSE_REGISTRY|YN0015|YN0035)$/, 'QM_REGISTRY_FAILED'],
  [/^(EINTEGRITY|ESHASUM|YN0018|YN0078)/, 'QM_INTEGRITY'],
  [/^EPROGRAM$/, 'QM_PROJECT_HOOKS'],
  [/^(ENOSPC|EDQUOT)$/, 'QM_DISK_FULL'],
  [/^(EACCES|EPERM|EROFS)$/, 'QM_READ_ONLY'],
  [
    /^(ECONN\w+|ENOTFOUND|ETIMEDOUT|ESOCKETTIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET\w*|\w*SELF_SIGNED\w*|\w*CERT\w*)$/,
    'QM_REGISTRY_UNREACHABLE',
  ],
  [/^EJSONPARSE$/, 'QM_MANIFEST_INVALID'],
];

/**
 * What words say where a manager has no code of its own for it, by codes of {@link families}; the first match wins.
 * Measured: registry.md's table of faults.
 */
const wordings: readonly (readonly [RegExp, string])[] = [
  [/quartermaster: not run/, 'EPROGRAM'],
  [/integrity check(?:ing)? failed|doesn't match the expected checksum/i, 'EINTEGRITY'],
  [/package\.json\b[^\n]{0,80}(?:JSON|Unexpected|Expected)|JSON[^\n]{0,200}\bpackage\.json/, 'EJSONPARSE'],
  [
    /\b(E(?:CONN\w+|NOTFOUND|TIMEDOUT|SOCKETTIMEDOUT|AI_AGAIN|NETUNREACH|HOSTUNREACH|NOSPC|DQUOT|ACCES|PERM|ROFS))\b/,
    '$1',
  ],
  [/\b(ERR_SOCKET\w*|\w*SELF_SIGNED\w*|CERT_\w+|UNABLE_TO\w*CERT\w*)\b/, '$1'],
  [/self[- ]signed certificate|certificate has expired|unable to (?:get|verify)[^\n]*certificate/i, 'SELF_SIGNED'],
  [/(?:response code:|status code|request failed "?) ?([45]\d\d)\b/i, 'E$1'],
  [/socket hang up|\baborted\b|network connection|timed? ?out/i, 'ECONNRESET'],
  [/malformed response|appears to be corrupt|is not valid JSON|Unexpected end of JSON/i, 'FETCH_ERROR'],
];

/** A code for what a manager only put into words; undefined where it says nothing that is known. */
export function codeInWords(text: string): string | undefined {
  for (const [pattern, code] of wordings) {
    const match = pattern.exec(text);
    if (match !== null) return code.replace('$1', match[1] ?? '');
  }
  return undefined;
}

/** One of our errors from a manager's failure: code, one sentence, a hint, and the manager's own text as details. */
export function toManagerError(failure: ManagerFailure): QmError {
  const code = failure.timedOut ? 'QM_REGISTRY_UNREACHABLE' : codeOf(failure.code);
  const { message, hint } = wordsFor(code, { ...npmNames, ...failure });
  // What was ended has seldom said anything.
  const ending = failure.timedOut ? t('{0} waited too long for an answer and was ended.', failure.manager) : '';
  const details = [redact(failure.output).trim().slice(-detailsLength), ending]
    .filter((part) => part !== '')
    .join('\n');
  return new QmError(code, { message, hint, details });
}

const registryCodes: Readonly<Record<RegistryFault, QmErrorCode>> = {
  unreachable: 'QM_REGISTRY_UNREACHABLE',
  unauthorized: 'QM_REGISTRY_AUTH',
  failed: 'QM_REGISTRY_FAILED',
  malformed: 'QM_REGISTRY_FAILED',
};

/** The same error for a question that we asked the registry ourselves. `text`: its own words, redacted. */
export function toRegistryError(fault: RegistryFault, text: string): QmError {
  const code = registryCodes[fault];
  return new QmError(code, { ...wordsFor(code, { ...npmNames, manager: '' }), details: text });
}

function codeOf(code: string | undefined): QmErrorCode {
  if (code === undefined) return 'QM_MANAGER_FAILED';
  return families.find(([pattern]) => pattern.test(code))?.[1] ?? 'QM_MANAGER_FAILED';
}

function wordsFor(
  code: QmErrorCode,
  { manager, signIn, configuration }: ManagerNames,
): { readonly message: string; readonly hint: string } {
  switch (code) {
    case 'QM_PACKAGE_UNKNOWN':
      return { message: t('The registry has no such package.'), hint: t('Check the spelling of the import.') };
    case 'QM_VERSION_UNKNOWN':
      return {
        message: t('The registry has no version that fits.'),
        hint: t('Ask for another range, or leave it out to take the current version.'),
      };
    case 'QM_PEER_CONFLICT':
      return {
        message: t('The package does not fit the versions that this project has.'),
        hint: t('Ask for a version whose peer dependencies fit; the details name them.'),
      };
    case 'QM_REGISTRY_AUTH':
      return {
        message: t('The registry refused the request: not signed in, or not allowed.'),
        hint: t('Sign in with "{0}", or check the token for this registry in {1}.', signIn, configuration),
      };
    case 'QM_REGISTRY_FAILED':
      return {
        message: t('The registry answered with an error.'),
        hint: t('Try again in a few minutes. Nothing was changed.'),
      };
    case 'QM_REGISTRY_UNREACHABLE':
      return {
        message: t('The registry did not answer.'),
        hint: t(
          'Check the connection, the proxy and the registry in {0}, then try again. Nothing was changed.',
          configuration,
        ),
      };
    case 'QM_INTEGRITY':
      return {
        message: t('A downloaded package does not have the content that the registry promised.'),
        hint: t('Try again. If it happens twice, do not install it: the registry or the network altered it.'),
      };
    case 'QM_PROJECT_HOOKS':
      return {
        message: t('{0} would have run a program of a package or of this repository.', manager),
        hint: t('Install with {0} itself, if you trust it. Nothing was changed.', manager),
      };
    case 'QM_DISK_FULL':
      return { message: t('There is no room left on the disk.'), hint: t('Free some space, then try again.') };
    case 'QM_READ_ONLY':
      return {
        message: t('{0} may not write in this folder.', manager),
        hint: t('Check the permissions of the folder and of node_modules, then try again.'),
      };
    case 'QM_MANIFEST_INVALID':
      return { message: t('{0} could not read package.json.', manager), hint: t('Mend its JSON, then try again.') };
    default:
      return {
        message: t('{0} ended with an error.', manager),
        hint: t('The details have what it said. Nothing was changed.'),
      };
  }
}
