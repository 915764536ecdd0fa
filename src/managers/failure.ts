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
 * First match wins. Codes: npm documentation, pnpm documentation ("Error Codes"), Yarn documentation ("Error Codes") and
 * registry.md's measured table; the rest are the system's errno names.
 */
const families: readonly (readonly [RegExp, QmErrorCode])[] = [
  [/^(E404|ERR_PNPM_FETCH_404)$/, 'QM_PACKAGE_UNKNOWN'],
  [/^(ETARGET|ENOVERSIONS|EINVALIDTAGNAME|YN0016|YN0082)$/, 'QM_VERSION_UNKNOWN'],
  [/^ERR_PNPM_NO_(VERSIONS|(MATURE_)?MATCHING_VERSION(_INSIDE_WORKSPACE)?)$/, 'QM_VERSION_UNKNOWN'],
  [/^(ERESOLVE|EPEERINVALID|ERR_PNPM_PEER_DEP_ISSUES)$/, 'QM_PEER_CONFLICT'],
  [
    /^(EBAD(DEV)?ENGINES?|EBADPLATFORM|ERR_PNPM_(UNSUPPORTED_(ENGINE|PLATFORM)|BAD_RUNTIME_VERSION)|YN0076)$/,
    'QM_ENGINE_MISMATCH',
  ],
  [/^(E401|E403|ENEEDAUTH|EAUTHUNKNOWN|EOTP|ERR_PNPM_FETCH_40[13]|YN0033|YN0041)$/, 'QM_REGISTRY_AUTH'],
  [/^(E429|ERR_PNPM_FETCH_429)$/, 'QM_REGISTRY_BUSY'],
  [/^(E408|E5\d\d|FETCH_ERROR|EJSONPARSE_REGISTRY|YN0015|YN0035)$/, 'QM_REGISTRY_FAILED'],
  [/^ERR_PNPM_(FETCH_5\d\d|BROKEN_METADATA_JSON|RESOLVING_NPM_RESOLVER_DECODE_ERROR)$/, 'QM_REGISTRY_FAILED'],
  [/^(EINTEGRITY|ESHASUM|ERR_PNPM_TARBALL_INTEGRITY|YN0018|YN0078)/, 'QM_INTEGRITY'],
  [/^EPROGRAM$/, 'QM_PROJECT_HOOKS'],
  [/^(ENOSPC|EDQUOT)$/, 'QM_DISK_FULL'],
  [/^(EACCES|EPERM|EROFS)$/, 'QM_READ_ONLY'],
  [/^(\w*SELF_SIGNED\w*|\w*CERT\w*)$/, 'QM_REGISTRY_TLS'],
  [
    /^(ECONN\w+|ENOTFOUND|ETIMEDOUT|ESOCKETTIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET\w*)$/,
    'QM_REGISTRY_UNREACHABLE',
  ],
  [/^ERR_PNPM_(META_FETCH_FAIL|BAD_TARBALL_SIZE|RESOLVING_NPM_RESOLVER_NETWORK_ERROR)$/, 'QM_REGISTRY_UNREACHABLE'],
  [/^(ERR_PNPM_(OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH|NO_LOCKFILE)|YN0028)$/, 'QM_LOCKFILE_STALE'],
  [/^(EJSONPARSE|ERR_PNPM_JSON_PARSE)$/, 'QM_MANIFEST_INVALID'],
];

/**
 * What a manager only puts into words: it has no code for it, or one for everything. In the order in which one says more
 * than the next; measured: registry.md's table of faults.
 */
const phrases: readonly (readonly [RegExp, QmErrorCode])[] = [
  [/quartermaster: not run/, 'QM_PROJECT_HOOKS'],
  [/lockfile is frozen|lockfile needs to be updated/, 'QM_LOCKFILE_STALE'],
  [/No version matching|Couldn't find any versions for/, 'QM_VERSION_UNKNOWN'],
  [/The (?:engine|platform|CPU architecture) "\w+" is incompatible|Unsupported engine/, 'QM_ENGINE_MISMATCH'],
  [/integrity ?check(?:ing)? ?failed|unexpected checksum|doesn't match the expected checksum/i, 'QM_INTEGRITY'],
  [/package\.json\b[^\n]{0,80}(?:JSON|Unexpected|Expected)|JSON[^\n]{0,200}\bpackage\.json/, 'QM_MANIFEST_INVALID'],
  [
    /self[- _]signed|certificate has expired|invalid peer certificate|unable to (?:get|verify)[^\n]*certificate|\bCERT_\w+|\bUNABLE_TO\w*CERT\w*/i,
    'QM_REGISTRY_TLS',
  ],
  [/\b40[13] (Unauthorized|Forbidden)\b|- 40[13]\b/, 'QM_REGISTRY_AUTH'],
  [/(?:response code:|status code|request failed "?|returned HTTP) ?40[13]\b/i, 'QM_REGISTRY_AUTH'],
  [
    /\b404 Not Found\b|- 404\b|(?:response code:|status code|request failed "?|returned HTTP) ?404\b/i,
    'QM_PACKAGE_UNKNOWN',
  ],
  [
    /\b429 [A-Z][a-z]+|- 429\b|(?:response code:|status code|request failed "?|returned HTTP) ?429\b/i,
    'QM_REGISTRY_BUSY',
  ],
  [/\b5\d\d [A-Z][a-z]+|- 5\d\d\b|Failed to decode|PackageFailedToParse/, 'QM_REGISTRY_FAILED'],
  [/(?:response code:|status code|request failed "?|returned HTTP) ?(?:4|5)\d\d\b/i, 'QM_REGISTRY_FAILED'],
  [/\b(ENOSPC|EDQUOT)\b|No space left/i, 'QM_DISK_FULL'],
  [
    /\b(E(CONN\w+|TIMEDOUT|SOCKETTIMEDOUT|NOTFOUND|AI_AGAIN|NETUNREACH|HOSTUNREACH)|ERR_SOCKET\w*)\b|timed? ?out|Connection ?(reset|closed|refused)|before message length reached|socket hang up|\baborted\b|network connection/i,
    'QM_REGISTRY_UNREACHABLE',
  ],
  [/malformed response|appears to be corrupt|is not valid JSON|Unexpected end of JSON/i, 'QM_REGISTRY_FAILED'],
  [/\b(EACCES|EPERM|EROFS)\b|Permission denied|Read-only file system/i, 'QM_READ_ONLY'],
];

/** The install script of a package that did not run to a good end; `output`: what it and its manager said. */
export function toBuildError(name: string, { output, timedOut }: Pick<ManagerFailure, 'output' | 'timedOut'>): QmError {
  return new QmError('QM_BUILD_FAILED', {
    message: timedOut
      ? t('The install script of {0} ran too long and was ended.', name)
      : t('The install script of {0} did not end well.', name),
    hint: t('The details have what it said. Often a compiler is missing, or a download did not come through.'),
    details: redact(output).trim().slice(-detailsLength),
  });
}

/** One of our errors from a manager's failure: code, one sentence, a hint, and the manager's own text as details. */
export function toManagerError(failure: ManagerFailure): QmError {
  const code = failure.timedOut ? codeOfWaiting(failure) : codeOf(failure);
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
  untrusted: 'QM_REGISTRY_TLS',
  unauthorized: 'QM_REGISTRY_AUTH',
  busy: 'QM_REGISTRY_BUSY',
  failed: 'QM_REGISTRY_FAILED',
  malformed: 'QM_REGISTRY_FAILED',
};

/** The same error for a question that we asked the registry ourselves. `text`: its own words, redacted. */
export function toRegistryError(fault: RegistryFault, text: string): QmError {
  const code = registryCodes[fault];
  return new QmError(code, { ...wordsFor(code, { ...npmNames, manager: '' }), details: text });
}

/** One that waits to try again has said before what keeps it: pnpm 10 does for a minute. */
function codeOfWaiting({ output }: ManagerFailure): QmErrorCode {
  const said = phrases.find(([pattern]) => pattern.test(output))?.[1];
  return said?.startsWith('QM_REGISTRY_') === true ? said : 'QM_REGISTRY_UNREACHABLE';
}

function codeOf({ code = '', output }: ManagerFailure): QmErrorCode {
  const byCode = families.find(([pattern]) => pattern.test(code))?.[1];
  const byText = phrases.find(([pattern]) => pattern.test(output))?.[1];
  // pnpm 12 has one code for every failed request, and names the certificate only in words.
  if (byCode === 'QM_REGISTRY_UNREACHABLE' && byText === 'QM_REGISTRY_TLS') return byText;
  return byCode ?? byText ?? 'QM_MANAGER_FAILED';
}

function wordsFor(
  code: QmErrorCode,
  { manager, signIn, configuration }: ManagerNames,
): { readonly message: string; readonly hint: string } {
  switch (code) {
    case 'QM_PACKAGE_UNKNOWN':
      return { message: t('The registry has no such package.'), hint: t('Check the spelling; the details name it.') };
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
    case 'QM_REGISTRY_BUSY':
      return {
        message: t('The registry had too many requests and asks for a pause.'),
        hint: t('Wait a minute, then try again. Nothing was changed.'),
      };
    case 'QM_REGISTRY_FAILED':
      return {
        message: t('The registry answered with an error.'),
        hint: t('Try again in a few minutes. Nothing was changed.'),
      };
    case 'QM_REGISTRY_TLS':
      return {
        message: t('The certificate of the registry is not trusted.'),
        hint: t(
          'Name the certificate of your network in "cafile" of {0}, or ask who runs the registry.',
          configuration,
        ),
      };
    case 'QM_ENGINE_MISMATCH':
      return {
        message: t(
          'A package, or this project itself, does not run on this version of Node or {0}, or on this system.',
          manager,
        ),
        hint: t('The details name what is wanted. Ask for another version of the package, or use another Node.'),
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
