import { t } from '@vscode/l10n';
import { QmError, type QmErrorCode } from '../base/errors.ts';
import { redact } from '../base/redact.ts';
import type { RegistryFault } from '../ports/registry.ts';

/** What a manager said of its failure, in its own words. */
export interface ManagerFailure {
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
 * First match wins. Codes: npm documentation, pnpm documentation ("Error Codes") and registry.md's measured table; the
 * rest are the system's errno names.
 */
const families: readonly (readonly [RegExp, QmErrorCode])[] = [
  [/^(E404|ERR_PNPM_FETCH_404)$/, 'QM_PACKAGE_UNKNOWN'],
  [/^(ETARGET|ENOVERSIONS|EINVALIDTAGNAME)$/, 'QM_VERSION_UNKNOWN'],
  [/^ERR_PNPM_NO_(VERSIONS|(MATURE_)?MATCHING_VERSION(_INSIDE_WORKSPACE)?)$/, 'QM_VERSION_UNKNOWN'],
  [/^(ERESOLVE|EPEERINVALID|ERR_PNPM_PEER_DEP_ISSUES)$/, 'QM_PEER_CONFLICT'],
  [/^(E401|E403|ENEEDAUTH|EAUTHUNKNOWN|EOTP|ERR_PNPM_FETCH_40[13])$/, 'QM_REGISTRY_AUTH'],
  [/^(E429|E5\d\d|FETCH_ERROR|EJSONPARSE_REGISTRY)$/, 'QM_REGISTRY_FAILED'],
  [/^ERR_PNPM_(FETCH_429|FETCH_5\d\d|BROKEN_METADATA_JSON|RESOLVING_NPM_RESOLVER_DECODE_ERROR)$/, 'QM_REGISTRY_FAILED'],
  [/^(EINTEGRITY|ESHASUM|ERR_PNPM_TARBALL_INTEGRITY)/, 'QM_INTEGRITY'],
  [/^(ENOSPC|EDQUOT)$/, 'QM_DISK_FULL'],
  [/^(EACCES|EPERM|EROFS)$/, 'QM_READ_ONLY'],
  [
    /^(ECONN\w+|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET\w*|\w*SELF_SIGNED\w*|\w*CERT\w*)$/,
    'QM_REGISTRY_UNREACHABLE',
  ],
  [/^ERR_PNPM_(META_FETCH_FAIL|BAD_TARBALL_SIZE|RESOLVING_NPM_RESOLVER_NETWORK_ERROR)$/, 'QM_REGISTRY_UNREACHABLE'],
  [/^ERR_PNPM_(OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH|NO_LOCKFILE)$/, 'QM_LOCKFILE_STALE'],
  [/^(EJSONPARSE|ERR_PNPM_JSON_PARSE)$/, 'QM_MANIFEST_INVALID'],
];

/** For managers that give no code, or one for everything; in the order in which one says more than the next. */
const phrases: readonly (readonly [RegExp, QmErrorCode])[] = [
  [/lockfile is frozen/, 'QM_LOCKFILE_STALE'],
  [/No version matching/, 'QM_VERSION_UNKNOWN'],
  [/integrity check failed|IntegrityCheckFailed|unexpected checksum/i, 'QM_INTEGRITY'],
  [/\b40[13] (Unauthorized|Forbidden)\b|- 40[13]\b/, 'QM_REGISTRY_AUTH'],
  [/\b404 Not Found\b|- 404\b/, 'QM_PACKAGE_UNKNOWN'],
  [/\b(429|5\d\d) [A-Z][a-z]+|- (429|5\d\d)\b|Failed to decode|PackageFailedToParse/, 'QM_REGISTRY_FAILED'],
  [
    /\b(ECONN\w+|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)\b|self-signed|timed? ?out|Connection ?(reset|closed|refused)|before message length reached/i,
    'QM_REGISTRY_UNREACHABLE',
  ],
  [/\bENOSPC\b|No space left/i, 'QM_DISK_FULL'],
  [/\b(EACCES|EROFS)\b|Permission denied|Read-only file system/i, 'QM_READ_ONLY'],
];

/** One of our errors from a manager's failure: code, one sentence, a hint, and the manager's own text as details. */
export function toManagerError(failure: ManagerFailure): QmError {
  const code = failure.timedOut ? 'QM_REGISTRY_UNREACHABLE' : codeOf(failure);
  const { message, hint } = wordsFor(code, failure.manager);
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
  return new QmError(code, { ...wordsFor(code, ''), details: text });
}

function codeOf({ code = '', output }: ManagerFailure): QmErrorCode {
  const byCode = families.find(([pattern]) => pattern.test(code));
  const byText = phrases.find(([pattern]) => pattern.test(output));
  return (byCode ?? byText)?.[1] ?? 'QM_MANAGER_FAILED';
}

function wordsFor(code: QmErrorCode, manager: string): { readonly message: string; readonly hint: string } {
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
        hint: t('Sign in with "npm login", or check the token for this registry in .npmrc.'),
      };
    case 'QM_REGISTRY_FAILED':
      return {
        message: t('The registry answered with an error.'),
        hint: t('Try again in a few minutes. Nothing was changed.'),
      };
    case 'QM_REGISTRY_UNREACHABLE':
      return {
        message: t('The registry did not answer.'),
        hint: t('Check the connection, the proxy and the registry in .npmrc, then try again. Nothing was changed.'),
      };
    case 'QM_INTEGRITY':
      return {
        message: t('A downloaded package does not have the content that the registry promised.'),
        hint: t('Try again. If it happens twice, do not install it: the registry or the network altered it.'),
      };
    case 'QM_DISK_FULL':
      return { message: t('There is no room left on the disk.'), hint: t('Free some space, then try again.') };
    case 'QM_READ_ONLY':
      return {
        message: t('{0} may not write in this folder.', manager),
        hint: t('Check the permissions of the folder and of node_modules, then try again.'),
      };
    case 'QM_LOCKFILE_STALE':
      return {
        message: t('The lockfile does not fit package.json.'),
        hint: t('Run an install with {0} itself, look at what it makes of the lockfile, then try again.', manager),
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
