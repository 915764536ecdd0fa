import * as v from 'valibot';
import { CancelledError } from '../base/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Downloads, DownloadsAnswer } from '../ports/downloads.ts';
import { AnswerCache } from './answer-cache.ts';
import type { InstalledNpm } from './lazy/npm-client.ts';
import { faultSentence } from './registry-fault.ts';
import { codeOf } from './retry-after.ts';
import { isElsewhere, serviceAddress } from './service-address.ts';

/** What did not come by then does not come. */
const answerMs = 5_000;
/** Counts are of whole days, in milliseconds. */
const freshMs = 12 * 60 * 60_000;

type Counted = Extract<DownloadsAnswer, { ok: true }>;

const count = v.object({ downloads: v.pipe(v.number(), v.integer(), v.minValue(0)) });
const stored = v.object({
  ok: v.literal(true),
  weekly: v.number(),
  checkedAt: v.pipe(v.string(), v.isoTimestamp()),
});

/** How the counts are reached, and where they are kept. */
export interface DownloadsOptions {
  /** Of the service; undefined: npm's own, beside its public registry. Empty: nobody is asked. */
  readonly address: string | undefined;
  /** Absolute, in the user's cache. */
  readonly file: string;
  readonly clock: Pick<Clock, 'now'>;
  /** The one whose settings for all users of the machine count. */
  readonly npm: () => Promise<InstalledNpm | undefined>;
}

/**
 * npm's counts of downloads (https://github.com/npm/registry/blob/main/docs/download-counts.md), by the way on which the user's
 * own configuration reaches other machines.
 */
export class NpmDownloads implements Downloads {
  readonly #options: DownloadsOptions;
  readonly #cache: AnswerCache<Counted>;

  constructor(options: DownloadsOptions) {
    this.#options = options;
    this.#cache = new AnswerCache(options.file, readCounted, options.clock);
  }

  get isElsewhere(): boolean {
    return this.#options.address === undefined || isElsewhere(this.#options.address);
  }

  async lastWeek(name: string, signal: AbortSignal): Promise<DownloadsAnswer> {
    if (this.#options.address === '') return { ok: false, reason: 'off', message: 'NPM_DOWNLOADS_API is empty' };
    const known = this.#cache.within(name, freshMs);
    if (known !== undefined) return known;
    const answer = await this.#ask(name, signal);
    if (answer.ok) await this.#cache.keep([[name, answer]]);
    return answer;
  }

  async #ask(name: string, signal: AbortSignal): Promise<DownloadsAnswer> {
    const checkedAt = this.#options.clock.now().toISOString();
    try {
      const { fetchText, publicDownloads, readNetwork } = await import('./lazy/npm-client.ts');
      const address = serviceAddress(this.#options.address ?? publicDownloads);
      const limit = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
      const network = await readNetwork(await this.#options.npm());
      const text = await fetchText(`${address}/downloads/point/last-week/${name}`, network, undefined, limit);
      return { ok: true, weekly: v.parse(count, JSON.parse(text)).downloads, checkedAt };
    } catch (error) {
      if (signal.aborted) throw new CancelledError();
      // It counts what it knows: a name that is new, or that nobody ever downloaded, it does not.
      if (codeOf(error) === 'E404') return { ok: true, weekly: 0, checkedAt };
      return { ok: false, reason: reasonOf(error), message: faultSentence(error) };
    }
  }
}

function reasonOf(error: unknown): 'busy' | 'failed' | 'malformed' | 'unreachable' {
  if (error instanceof SyntaxError || error instanceof v.ValiError) return 'malformed';
  const status = /^E(\d{3})$/.exec(codeOf(error))?.[1];
  if (status === undefined) return 'unreachable';
  return status === '429' ? 'busy' : 'failed';
}

function readCounted(value: unknown): Counted | undefined {
  const read = v.safeParse(stored, value);
  return read.success ? read.output : undefined;
}
