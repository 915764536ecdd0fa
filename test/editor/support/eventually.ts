import { setTimeout as delay } from 'node:timers/promises';

const patienceMs = 30_000;
const pauseMs = 40;

/** Waits until `probe` returns something other than undefined or false, for what on disk announces nothing. */
export async function eventually<T>(what: string, probe: () => T | Promise<T>): Promise<Exclude<T, undefined | false>> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found as Exclude<T, undefined | false>;
    if (Date.now() > deadline) throw new Error(`This did not come true within ${patienceMs / 1000} s: ${what}.`);
    await delay(pauseMs);
  }
}
