/** No question is held up for longer than this, whatever a registry announces: nobody sees why it takes so long. */
const longestMs = 20_000;
/** What a passing fault gets where nothing is announced. */
const defaultMs = 500;

/** Statuses and errno names of what may be gone a moment later. One that came too late is not asked again: it took its time. */
const passing = /^(E408|E420|E429|E5\d\d|ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|ERR_SOCKET\w*)$/;

/**
 * After how many milliseconds a failed request is to be made once more: what the registry announced, or half a second
 * for a fault that may pass. Undefined: not at all, or later than anybody waits.
 */
export function waitAfter(error: unknown, now: number): number | undefined {
  if (retryAfterOf(error) !== undefined) {
    const wait = announcedWait(error, now);
    return wait !== undefined && wait <= longestMs ? wait : undefined;
  }
  return passing.test(codeOf(error)) ? defaultMs : undefined;
}

/** What the registry announced with `Retry-After` (RFC 9110, 10.2.3: seconds or a date); undefined: nothing. */
export function announcedWait(error: unknown, now: number): number | undefined {
  const text = retryAfterOf(error) ?? '';
  const wait = /^\s*\d+\s*$/.test(text) ? Number(text) * 1000 : Math.max(0, Date.parse(text) - now);
  return Number.isFinite(wait) ? wait : undefined;
}

/** The system's or the registry's code of a failure; empty: it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** npm's errors of a bad status carry the headers of the answer, each a list. */
function retryAfterOf(error: unknown): string | undefined {
  const { headers } = (error ?? {}) as { readonly headers?: Readonly<Record<string, string | readonly string[]>> };
  return [headers?.['retry-after']].flat()[0];
}
