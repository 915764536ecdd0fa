import * as v from 'valibot';
import { severities, type PackageVersion } from '../model/advisory.ts';
import type { Advisories, AdvisoryAnswer, AffectedVersion } from '../ports/advisories.ts';
import type { Clock } from '../ports/clock.ts';
import { AnswerCache } from './answer-cache.ts';

/** A quick fix and the install that follows ask once, in milliseconds. */
const freshMs = 10 * 60_000;
/** For so long an answer counts where nobody answers, in milliseconds: a day. */
const rememberedMs = 24 * 60 * 60_000;
/** Who could not be reached is left alone for so long, in milliseconds: an install asks more than once, and waits each time. */
const silentMs = 15_000;

type Fault = Extract<AdvisoryAnswer, { ok: false }>;

const stored = v.object({
  name: v.string(),
  version: v.string(),
  checkedAt: v.pipe(v.string(), v.isoTimestamp()),
  advisories: v.array(v.object({ id: v.string(), severity: v.optional(v.picklist(severities)), summary: v.string() })),
});

/** Remembers what a database answered, on disk, for the time that it does not answer. */
export class CachedAdvisories implements Advisories {
  readonly #source: Advisories;
  readonly #cache: AnswerCache<AffectedVersion>;
  readonly #clock: Pick<Clock, 'now'>;
  #silence: { readonly answer: Fault; readonly since: number } | undefined;

  /** `file`: absolute, in the user's cache. */
  constructor(source: Advisories, file: string, clock: Pick<Clock, 'now'>) {
    this.#source = source;
    this.#cache = new AnswerCache(file, readVersion, clock);
    this.#clock = clock;
  }

  get isElsewhere(): boolean {
    return this.#source.isElsewhere;
  }

  async affecting(versions: readonly PackageVersion[], signal: AbortSignal): Promise<AdvisoryAnswer> {
    const open = versions.filter((each) => this.#cache.within(keyOf(each), freshMs) === undefined);
    const answer = open.length === 0 ? undefined : await this.#ask(open, signal);
    if (answer?.ok === true) await this.#cache.keep(answer.versions.map((each) => [keyOf(each), each]));
    // Whoever wants nobody to be asked is not told what somebody said before.
    if (answer?.ok === false && answer.reason === 'off') return answer;
    const found = versions.flatMap((each) => this.#cache.within(keyOf(each), rememberedMs) ?? []);
    if (answer?.ok === false && found.length < versions.length) return { ...answer, remembered: found };
    return { ok: true, versions: found };
  }

  async #ask(versions: readonly PackageVersion[], signal: AbortSignal): Promise<AdvisoryAnswer> {
    const age = this.#clock.now().getTime() - (this.#silence?.since ?? -Infinity);
    if (this.#silence !== undefined && age >= 0 && age < silentMs) return this.#silence.answer;
    const answer = await this.#source.affecting(versions, signal);
    const isSilent = !answer.ok && answer.reason === 'unreachable';
    this.#silence = isSilent ? { answer, since: this.#clock.now().getTime() } : undefined;
    return answer;
  }
}

function keyOf({ name, version }: PackageVersion): string {
  return `${name}@${version}`;
}

function readVersion(value: unknown): AffectedVersion | undefined {
  const read = v.safeParse(stored, value);
  if (!read.success) return undefined;
  // JSON has no undefined.
  const advisories = read.output.advisories.map(({ id, severity, summary }) => ({ id, severity, summary }));
  return { ...read.output, advisories };
}
