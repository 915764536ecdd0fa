/** Every code a user can meet. docs/errors.md has one entry for each; a test compares the two. */
export const errorCodes = [
  'QM_BASE_MOVED',
  'QM_BUILD_FAILED',
  'QM_BUSY',
  'QM_DISK_FULL',
  'QM_ENGINE_MISMATCH',
  'QM_FOLDER_MISSING',
  'QM_GATE_ASK',
  'QM_GATE_BLOCK',
  'QM_GIT_BUSY',
  'QM_INTEGRITY',
  'QM_INTERNAL',
  'QM_INTERRUPTED',
  'QM_LOCKFILE_CONFLICT',
  'QM_LOCKFILE_STALE',
  'QM_MANAGER_BUSY',
  'QM_MANAGER_FAILED',
  'QM_MANAGER_MISSING',
  'QM_MANAGER_UNSUPPORTED',
  'QM_MANIFEST_INVALID',
  'QM_MODEL_FAILED',
  'QM_NAME_INVALID',
  'QM_NEEDS_YOU',
  'QM_NODE_TOO_OLD',
  'QM_NOT_DECLARED',
  'QM_NOT_OPEN',
  'QM_NO_MANIFEST',
  'QM_NO_OPERATION',
  'QM_NO_RULE',
  'QM_PACKAGE_UNKNOWN',
  'QM_PEER_CONFLICT',
  'QM_PROJECT_HOOKS',
  'QM_READ_ONLY',
  'QM_REGISTRY_AUTH',
  'QM_REGISTRY_BUSY',
  'QM_REGISTRY_FAILED',
  'QM_REGISTRY_TLS',
  'QM_REGISTRY_UNREACHABLE',
  'QM_ROLLBACK_ASK',
  'QM_ROLLBACK_BLOCKED',
  'QM_RULE_INVALID',
  'QM_STATE_UNAVAILABLE',
  'QM_UNSAVED',
  'QM_UNTRUSTED',
  'QM_USAGE',
  'QM_VERIFY_FAILED',
  'QM_VERSION_UNKNOWN',
  'QM_WORKSPACE_ABOVE',
] as const;

export type QmErrorCode = (typeof errorCodes)[number];

export interface QmErrorOptions {
  /** One sentence, localized: what happened. */
  readonly message: string;
  /** One sentence, localized: what to do about it. */
  readonly hint: string;
  /** The text of the program that failed, redacted; shown behind "details". */
  readonly details?: string;
  readonly cause?: unknown;
}

/** A failure that was foreseen: a person reads message and hint, a program the code. */
export class QmError extends Error {
  override readonly name = 'QmError';
  readonly code: QmErrorCode;
  readonly hint: string;
  readonly details: string | undefined;

  constructor(code: QmErrorCode, options: QmErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.details = options.details;
  }
}

/** A change that could be neither made nor taken back. The cause is what made it fail, `undoError` why it stayed half. */
export class UndoFailedError extends Error {
  override readonly name = 'UndoFailedError';
  readonly undoError: unknown;

  constructor(cause: unknown, undoError: unknown) {
    super('a change could not be taken back', { cause });
    this.undoError = undoError;
  }
}

/** Thrown when the caller's AbortSignal fired. Cancellation is not failure: it is never shown as an error. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';

  constructor() {
    super('cancelled');
  }
}

/** True for our own cancellation and for the AbortError of the platform. */
export function isCancellation(error: unknown): boolean {
  return error instanceof CancelledError || (error instanceof Error && error.name === 'AbortError');
}

/** Throws {@link CancelledError} if the signal has fired. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new CancelledError();
}

/** The closing branch of a switch over a closed union: a new member stops compiling here. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value: ${JSON.stringify(value)}`);
}

/** The text of anything that was thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
