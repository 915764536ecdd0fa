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
