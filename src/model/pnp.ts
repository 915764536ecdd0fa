import { joinBeyond, type RelativePath } from '../base/path.ts';

/** A package as a map of Yarn's Plug'n'Play has it. */
export interface MappedPackage {
  readonly name: string;
  /** Protocol and version or place, as the lockfile has it: `npm:1.2.0`, `workspace:packages/a`. */
  readonly reference: string;
  /** Its folder, relative to the map's own; may lead into an archive, and out of the project. */
  readonly location: string;
}

/** What Node finds with Yarn's Plug'n'Play. */
export interface PackageMap {
  /** What a file in `folder`, relative to the map's own, gets by `name`; undefined: nothing, or the folder is none of the map's. */
  find(folder: RelativePath, name: string): MappedPackage | undefined;
}

type Reference = string | readonly [name: string, reference: string] | null;

interface Entry extends MappedPackage {
  readonly dependencies: ReadonlyMap<string, Reference>;
  readonly isLookedUp: boolean;
}

/**
 * Reads what stands as data in `.pnp.cjs`, or in `.pnp.data.json` where the project keeps it there; nothing of the script
 * is ever run. Undefined for anything else (Yarn documentation, "PnP specification").
 */
export function readPackageMap(script: string | undefined, data: string | undefined): PackageMap | undefined {
  const raw = parseRecord(dataIn(script ?? '') ?? data);
  if (raw === undefined) return undefined;
  const entries = new Map(
    entriesOf(raw['packageRegistryData']).map((entry) => [keyOf(entry.name, entry.reference), entry]),
  );
  const places = [...entries.values()]
    .filter((entry) => entry.isLookedUp)
    .toSorted((a, b) => b.location.length - a.location.length);
  const excluded = namesIn(raw['fallbackExclusionList']);
  const pool = dependenciesOf(raw['fallbackPool']);
  const hasFallback = raw['enableTopLevelFallback'] === true;
  const top = entries.get(keyOf('', ''));
  return {
    find(folder, name) {
      const owner = places.find(({ location }) => location === '' || `${folder}/`.startsWith(`${location}/`));
      if (owner === undefined) return undefined;
      let target = owner.dependencies.get(name) ?? undefined;
      if (target === undefined && hasFallback && excluded.get(owner.name)?.has(owner.reference) !== true) {
        target = top?.dependencies.get(name) ?? pool.get(name) ?? undefined;
      }
      if (target === undefined) return undefined;
      const found = entries.get(typeof target === 'string' ? keyOf(name, target) : keyOf(...target));
      return found && { name: found.name, reference: withoutInstance(found.reference), location: found.location };
    },
  };
}

/** The version in a reference; undefined where it has none: a member, a folder, a commit. */
export function versionInReference(reference: string): string | undefined {
  if (reference.startsWith('patch:')) return /[:&]version=([^&]+)/.exec(reference)?.[1];
  return /^npm:(\d[^:]*)/.exec(reference)?.[1];
}

/** The archive that a location leads into; undefined for a folder. */
export function archiveOf(location: string): string | undefined {
  return /^(.*?\.zip)(?:\/|$)/.exec(location)?.[1];
}

const start = /RAW_RUNTIME_STATE\s*=\s*'/;

/** The map is one string of the script, a line of it ending in a backslash each. */
function dataIn(script: string): string | undefined {
  const opening = start.exec(script);
  if (opening === null) return undefined;
  const from = opening.index + opening[0].length;
  let end = script.indexOf("'", from);
  // A quote that is part of the text stands behind an odd number of backslashes.
  while (end >= 0 && (/\\*$/.exec(script.slice(Math.max(from, end - 64), end))?.[0].length ?? 0) % 2 === 1) {
    end = script.indexOf("'", end + 1);
  }
  if (end < 0) return undefined;
  return script
    .slice(from, end)
    .replace(/\\(\r?\n|[\s\S])/g, (_, escaped: string) => (/^[\r\n]/.test(escaped) ? '' : escaped));
}

function parseRecord(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}

/** Pairs of a JSON array; what is no pair is left out. */
function pairsIn(raw: unknown): readonly (readonly [unknown, unknown])[] {
  if (!Array.isArray(raw)) return [];
  return raw.filter((pair): pair is [unknown, unknown] => Array.isArray(pair) && pair.length === 2);
}

function entriesOf(raw: unknown): readonly Entry[] {
  return pairsIn(raw).flatMap(([name, references]) =>
    pairsIn(references).flatMap(([reference, information]) => {
      if (typeof information !== 'object' || information === null) return [];
      const { packageLocation, packageDependencies, discardFromLookup } = information as Readonly<
        Record<string, unknown>
      >;
      if (typeof packageLocation !== 'string') return [];
      return {
        // The project itself has no name there, besides the one that its manifest gives it.
        name: typeof name === 'string' ? name : '',
        reference: typeof reference === 'string' ? reference : '',
        location: realLocation(packageLocation),
        dependencies: dependenciesOf(packageDependencies),
        isLookedUp: discardFromLookup !== true,
      };
    }),
  );
}

function dependenciesOf(raw: unknown): ReadonlyMap<string, Reference> {
  return new Map(
    pairsIn(raw).flatMap(([name, target]) =>
      typeof name === 'string' && isReference(target) ? [[name, target] as const] : [],
    ),
  );
}

function isReference(raw: unknown): raw is Reference {
  if (raw === null || typeof raw === 'string') return true;
  return Array.isArray(raw) && raw.length === 2 && raw.every((part) => typeof part === 'string');
}

function namesIn(raw: unknown): ReadonlyMap<string, ReadonlySet<unknown>> {
  return new Map(
    pairsIn(raw).flatMap(([name, references]) =>
      typeof name === 'string' && Array.isArray(references) ? [[name, new Set<unknown>(references)] as const] : [],
    ),
  );
}

/** A package with peers has an instance for each place that gives it others: `virtual:HASH#npm:1.0.0`. */
function withoutInstance(reference: string): string {
  return reference.startsWith('virtual:') ? reference.slice(reference.indexOf('#') + 1) : reference;
}

const virtualPart = /^(.*?)(?:\$\$virtual|__virtual__)\/[^/]+\/(\d+)\/(.*)$/;

/** `__virtual__/INSTANCE/N/rest` stands for `rest` in the folder that is N above its own. */
function realLocation(location: string): string {
  const parts = virtualPart.exec(location);
  const real = parts === null ? location : `${parts[1]}${'../'.repeat(Number(parts[2]))}${parts[3]}`;
  return joinBeyond('', real);
}

function keyOf(name: string, reference: string): string {
  return `${name}\n${reference}`;
}
