import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { severities, type Advisory, type PackageVersion } from '../model/advisory.ts';
import type { Advisories, AdvisoryAnswer, AffectedVersion } from '../ports/advisories.ts';
import type { Clock } from '../ports/clock.ts';
import { writeCacheFile } from './write-cache-file.ts';

/** A quick fix and the install that follows ask once, in milliseconds. */
const freshMs = 10 * 60_000;
/** For so long an answer counts where nobody answers, in milliseconds: a day. */
const rememberedMs = 24 * 60 * 60_000;
/** Versions that are kept; those asked about longest ago go first. */
const mostKept = 5_000;

const storedAdvisory = v.object({
  id: v.string(),
  severity: v.optional(v.picklist(severities)),
  summary: v.string(),
});
const stored = v.object({
  versions: v.array(
    v.object({
      name: v.string(),
      version: v.string(),
      checkedAt: v.pipe(v.string(), v.isoTimestamp()),
      advisories: v.array(storedAdvisory),
    }),
  ),
});

/** Remembers what a database answered, on disk, for the time that it does not answer. */
export class CachedAdvisories implements Advisories {
  readonly #source: Advisories;
  readonly #file: string;
  readonly #clock: Pick<Clock, 'now'>;
  #known: Map<string, AffectedVersion> | undefined;

  /** `file`: absolute, in the user's cache; made with its folder when something is known. */
  constructor(source: Advisories, file: string, clock: Pick<Clock, 'now'>) {
    this.#source = source;
    this.#file = file;
    this.#clock = clock;
  }

  get isElsewhere(): boolean {
    return this.#source.isElsewhere;
  }

  async affecting(versions: readonly PackageVersion[], signal: AbortSignal): Promise<AdvisoryAnswer> {
    const known = (this.#known ??= readKnown(this.#file));
    const open = versions.filter((each) => this.#within(known, each, freshMs) === undefined);
    const answer = open.length === 0 ? undefined : await this.#source.affecting(open, signal);
    if (answer?.ok === true) await this.#keep(known, answer.versions);
    // Whoever wants nobody to be asked is not told what somebody said before.
    if (answer?.ok === false && answer.reason === 'off') return answer;
    const found = versions.map((each) => this.#within(known, each, rememberedMs));
    const all = found.filter((each) => each !== undefined);
    if (answer?.ok === false && all.length < versions.length) return { ...answer, remembered: all };
    return { ok: true, versions: all };
  }

  #within(
    known: ReadonlyMap<string, AffectedVersion>,
    version: PackageVersion,
    milliseconds: number,
  ): AffectedVersion | undefined {
    const found = known.get(keyOf(version));
    const age = found === undefined ? Infinity : this.#clock.now().getTime() - Date.parse(found.checkedAt);
    // A time to come is of a clock that was wrong.
    return age >= 0 && age < milliseconds ? found : undefined;
  }

  async #keep(known: Map<string, AffectedVersion>, versions: readonly AffectedVersion[]): Promise<void> {
    for (const each of versions) {
      // The newest stand last.
      known.delete(keyOf(each));
      known.set(keyOf(each), each);
    }
    for (const key of [...known.keys()].slice(0, Math.max(0, known.size - mostKept))) known.delete(key);
    // What cannot be kept is asked for again.
    await writeCacheFile(this.#file, JSON.stringify({ versions: [...known.values()] })).catch(() => undefined);
  }
}

function keyOf({ name, version }: PackageVersion): string {
  return `${name}@${version}`;
}

/** Nothing where the file is missing or damaged. */
function readKnown(file: string): Map<string, AffectedVersion> {
  try {
    const { versions } = v.parse(stored, JSON.parse(readFileSync(file, 'utf8')));
    return new Map(versions.map((each) => [keyOf(each), { ...each, advisories: each.advisories.map(advisory) }]));
  } catch {
    return new Map();
  }
}

/** JSON has no undefined. */
function advisory({ id, severity, summary }: v.InferOutput<typeof storedAdvisory>): Advisory {
  return { id, severity, summary };
}
