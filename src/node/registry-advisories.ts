import { CancelledError } from '../base/errors.ts';
import type { PackageVersion } from '../model/advisory.ts';
import type { AdvisoryAnswer, AdvisoryFault, AffectedVersion } from '../ports/advisories.ts';
import type { Clock } from '../ports/clock.ts';
import { messageOf, reasonOf } from './registry-fault.ts';

type Options = Readonly<Record<string, unknown>>;

/** A quick fix and the install that follows ask once, in milliseconds. */
const freshMs = 10 * 60_000;
/** Who keeps no advisories, as most private registries, will not in the next minutes either; who is silent may answer soon. */
const refusedMs = 60 * 60_000;
const silentMs = 15_000;

interface Refusal {
  readonly at: number;
  readonly forMs: number;
  readonly reason: AdvisoryFault;
  readonly message: string;
}

/**
 * The advisories of the registries that a folder's configuration names, each asked about its own packages alone: so those of private
 * packages become known, and nobody else hears their names (npm documentation, "npm audit": the bulk advisory endpoint).
 */
export class RegistryAdvisories {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #options: (folder: string) => Promise<Options>;
  readonly #known = new Map<string, AffectedVersion>();
  readonly #refusals = new Map<string, Refusal>();

  /** `options`: npm's flat configuration of a folder. */
  constructor(clock: Pick<Clock, 'now'>, options: (folder: string) => Promise<Options>) {
    this.#clock = clock;
    this.#options = options;
  }

  forget(): void {
    this.#known.clear();
    this.#refusals.clear();
  }

  /** See {@link Registry.advisories}. */
  async affecting(versions: readonly PackageVersion[], folder: string, signal: AbortSignal): Promise<AdvisoryAnswer> {
    const [options, { registryFor }] = await Promise.all([this.#options(folder), import('./lazy/npm-client.ts')]);
    const groups = Map.groupBy(versions, ({ name }) => registryFor(name, options));
    const refusals = await Promise.all(
      [...groups].map(([registry, group]) => this.#askOne(registry, group, options, signal)),
    );
    if (signal.aborted) throw new CancelledError();
    const found = [...groups].flatMap(([registry, group]) =>
      group.flatMap((each) => this.#fresh(registry, each) ?? []),
    );
    const refusal = refusals.find((each) => each !== undefined);
    return refusal === undefined
      ? { ok: true, versions: found }
      : { ok: false, reason: refusal.reason, message: refusal.message, remembered: found };
  }

  /** Undefined: it answered, or had before. */
  async #askOne(
    registry: string,
    versions: readonly PackageVersion[],
    options: Options,
    signal: AbortSignal,
  ): Promise<Refusal | undefined> {
    const open = versions.filter((each) => this.#fresh(registry, each) === undefined);
    if (open.length === 0) return undefined;
    const now = this.#clock.now();
    const before = this.#refusals.get(registry);
    if (before !== undefined && now.getTime() - before.at < before.forMs) return before;
    try {
      await this.#ask(registry, open, options, signal);
      this.#refusals.delete(registry);
      return undefined;
    } catch (error) {
      const refusal = { at: now.getTime(), ...refusalOf(error) };
      // Nobody waits for the answer any more: that says nothing of the registry.
      if (!signal.aborted) this.#refusals.set(registry, refusal);
      return refusal;
    }
  }

  async #ask(
    registry: string,
    versions: readonly PackageVersion[],
    options: Options,
    signal: AbortSignal,
  ): Promise<void> {
    const [{ fetchBulkAdvisories }, { readBulk }] = await Promise.all([
      import('./lazy/npm-client.ts'),
      import('./lazy/bulk-advisories.ts'),
    ]);
    const names = Map.groupBy(versions, ({ name }) => name);
    const body = Object.fromEntries([...names].map(([name, group]) => [name, group.map(({ version }) => version)]));
    const checkedAt = this.#clock.now().toISOString();
    const lists = readBulk(await fetchBulkAdvisories(registry, body, options, signal), versions);
    if (lists === undefined) throw new SyntaxError('It sent no advisories.');
    versions.forEach(({ name, version }, index) => {
      this.#known.set(keyOf(registry, { name, version }), { name, version, checkedAt, advisories: lists[index] ?? [] });
    });
  }

  #fresh(registry: string, version: PackageVersion): AffectedVersion | undefined {
    const known = this.#known.get(keyOf(registry, version));
    const age = known === undefined ? Infinity : this.#clock.now().getTime() - Date.parse(known.checkedAt);
    return age < freshMs ? known : undefined;
  }
}

function refusalOf(error: unknown): Omit<Refusal, 'at'> {
  const reason = reasonOf(error);
  const message = messageOf(error);
  if (reason === 'busy' || reason === 'failed') return { forMs: silentMs, reason, message };
  if (reason === 'unreachable' || reason === 'untrusted') return { forMs: silentMs, reason: 'unreachable', message };
  return { forMs: refusedMs, reason: reason === 'malformed' ? 'malformed' : 'failed', message };
}

function keyOf(registry: string, { name, version }: PackageVersion): string {
  return `${registry}\n${name}@${version}`;
}
