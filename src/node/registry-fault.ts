import { t } from '@vscode/l10n';
import { errorText } from '../base/errors.ts';
import { redact } from '../base/redact.ts';
import type { RegistryFault } from '../ports/registry.ts';
import { codeOf } from './retry-after.ts';

/** What an error of npm's client says about the registry that was asked. */
export function reasonOf(error: unknown): RegistryFault | 'not-found' {
  const code = codeOf(error);
  if (code === 'E404' || code === 'ETARGET') return 'not-found';
  if (['E401', 'E403', 'ENEEDAUTH', 'EAUTHUNKNOWN', 'EAUTHIP'].includes(code)) return 'unauthorized';
  if (code === 'E429') return 'busy';
  if (/^E5\d\d$/.test(code)) return 'failed';
  if (/SELF_SIGNED|CERT/.test(code)) return 'untrusted';
  // FETCH_ERROR is both an answer that is none and no answer in time.
  const isLate = errorText(error).includes('network timeout');
  if (error instanceof SyntaxError || (code === 'FETCH_ERROR' && !isLate)) return 'malformed';
  return 'unreachable';
}

/** What an error says, without anybody's secrets. */
export function messageOf(error: unknown): string {
  return redact(errorText(error));
}

/** The system's names for a host that cannot be reached, as Node's network modules give them (Node.js documentation: errors). */
const unreached = /^(ECONN\w+|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EPIPE|ERR_SOCKET\w*|UND_ERR_\w+)$/;

/**
 * Why whoever was asked said nothing, for a person: one sentence for a connection that failed, with the system's name for it.
 * What else an error says is told as it is, without anybody's secrets. Not for what the caller gave up: an end by a limit is called late.
 */
export function faultSentence(error: unknown): string {
  const code = codeOf(error);
  const isLate =
    error instanceof Error && (/^(Timeout|Abort)Error$/.test(error.name) || error.message.includes('network timeout'));
  if (isLate || code === 'ETIMEDOUT' || code === 'ERR_SOCKET_TIMEOUT') return t('It did not answer in time.');
  return unreached.test(code) ? t('It could not be reached ({0}).', code) : messageOf(error);
}
