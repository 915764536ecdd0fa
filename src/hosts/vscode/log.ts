import type { LogOutputChannel } from 'vscode';
import { errorText } from '../../base/errors.ts';
import { redact } from '../../base/redact.ts';
import type { Log } from '../../ports/log.ts';

/** The log of the editor, redacted. */
export function vscodeLog(channel: LogOutputChannel): Log {
  return {
    debug: (message) => channel.debug(redact(message)),
    info: (message) => channel.info(redact(message)),
    warn: (message) => channel.warn(redact(message)),
    error(message, error) {
      const text =
        error instanceof Error ? (error.stack ?? error.message) : error === undefined ? '' : errorText(error);
      channel.error(redact(text === '' ? message : `${message}\n${text}`));
      const details = error instanceof Error && 'details' in error ? error.details : undefined;
      if (typeof details === 'string' && details !== '') channel.error(redact(details));
    },
  };
}
