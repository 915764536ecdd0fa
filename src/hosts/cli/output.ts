import { QmError, errorText, isCancellation } from '../../base/errors.ts';
import { redact } from '../../base/redact.ts';
import { t } from '@vscode/l10n';

/** 0: nothing left to do. 1: findings remain. 2: could not run. */
export type ExitCode = 0 | 1 | 2;

/** What a verb came to: the document for `--json`, the lines for a reader, and how it ended. */
export interface VerbResult {
  readonly document: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
  /** Sentences for stderr. */
  readonly problems: readonly string[];
  readonly exitCode: ExitCode;
}

export interface Streams {
  out(text: string): void;
  error(text: string): void;
}

export function printResult(result: VerbResult, json: boolean, streams: Streams): ExitCode {
  if (json) streams.out(`${JSON.stringify({ schema: 1, ...result.document }, undefined, 2)}\n`);
  else if (result.lines.length > 0) streams.out(`${result.lines.join('\n')}\n`);
  for (const problem of result.problems) streams.error(`${problem}\n`);
  return result.exitCode;
}

/**
 * Known errors print short: code, sentence, hint. What was not foreseen keeps its stack, redacted. With `json` a program
 * finds the same on stdout.
 */
export function printError(error: unknown, json: boolean, streams: Streams): ExitCode {
  const isCancelled = isCancellation(error);
  const document = { schema: 1, ...(isCancelled ? { cancelled: true } : {}), error: errorDocument(error) };
  if (json) streams.out(`${JSON.stringify(document, undefined, 2)}\n`);
  if (isCancelled) streams.error(`${t('Cancelled. Nothing was changed.')}\n`);
  else if (error instanceof QmError) {
    streams.error(`${sentence(error)}\n`);
    if (error.details !== undefined && error.details !== '') streams.error(`\n${error.details}\n`);
  } else
    streams.error(
      `QM_INTERNAL ${redact(error instanceof Error ? (error.stack ?? error.message) : errorText(error))}\n`,
    );
  return 2;
}

/** Null for a cancellation, which is no failure: the document says so beside it. */
function errorDocument(error: unknown): Readonly<Record<string, unknown>> | null {
  if (isCancellation(error)) return null;
  if (!(error instanceof QmError)) {
    return { code: 'QM_INTERNAL', message: redact(errorText(error)), hint: t('What was said on stderr tells more.') };
  }
  const { code, message, hint, details } = error;
  return { code, message, hint, details };
}

export function sentence(error: { readonly code: string; readonly message: string; readonly hint: string }): string {
  return `${error.code} ${error.message}\n  ${error.hint}`;
}
