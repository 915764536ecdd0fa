import { maxSatisfying, valid, validRange } from 'semver';
import { catalogNamedBy, defaultCatalog, rangeBehind, type CatalogEdit, type Catalogs } from '../model/catalog.ts';
import { declaredIn, type Manifest } from '../model/manifest.ts';
import type { InstallRequest, Plan, PlannedPackage } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Packument } from '../ports/registry.ts';

/** What is known about one request when the plan is made. */
export interface RequestFacts {
  readonly request: InstallRequest;
  /** Undefined for a workspace sibling: it is not asked of any registry. */
  readonly packument: Packument | undefined;
  /** Take this version rather than the newest in range. */
  readonly preferredVersion: string | undefined;
}

/** How the project's manager wants ranges to be written. */
export interface RangeStyle {
  /** What its configuration puts before a new version: `^`, `~` or nothing. */
  readonly savePrefix: string;
  /** By which range a member depends on a sibling; undefined: by one that the sibling's version satisfies. */
  readonly siblingRange: ((sibling: Manifest) => string) | undefined;
  /** What the workspace keeps in one place; none: an empty map. */
  readonly catalogs: Catalogs;
}

/** The plan that puts the requested packages into their manifests. Pure; the same facts give the same plan. */
export function planInstall(project: Project, facts: readonly RequestFacts[], style: RangeStyle): Plan {
  const planned = facts.map((fact) => throughCatalog(project, planPackage(project, fact, style), fact, style));
  const packages = planned.map((each) => each.planned);
  return {
    project: project.root,
    packages,
    edits: packages.map(({ package: name, manifest, field, range }) => ({ manifest, field, name, range })),
    catalogEdits: planned.flatMap(({ edit }) => edit ?? []),
  };
}

/**
 * A range for an entry that names a catalog is written to the catalog, and the entry stays. What is new to a manifest, in
 * the very range that the default catalog has, comes by that catalog.
 */
function throughCatalog(
  project: Project,
  planned: PlannedPackage,
  { request }: RequestFacts,
  { catalogs }: RangeStyle,
): { readonly planned: PlannedPackage; readonly edit?: CatalogEdit } {
  const { package: name, range } = planned;
  const entry = declaredRange(project, request);
  const catalog = entry === undefined ? undefined : catalogNamedBy(entry);
  if (entry !== undefined && catalog !== undefined && catalogNamedBy(range) === undefined) {
    if (project.manifests.some((manifest) => manifest.name === name)) return { planned };
    const isThere = catalogs.get(catalog)?.get(name) === range;
    return { planned: { ...planned, range: entry }, ...(isThere ? {} : { edit: { catalog, name, range } }) };
  }
  const isKept = entry === undefined && catalogs.get(defaultCatalog)?.get(name) === range;
  return { planned: isKept ? { ...planned, range: 'catalog:' } : planned };
}

/** The entry's range where it is one that an install replaces: a peer range is what a member bears, not what it has. */
function declaredRange(project: Project, request: InstallRequest): string | undefined {
  const owner = project.manifests.find((manifest) => manifest.folder === request.manifest);
  const declared = owner === undefined ? undefined : declaredIn(owner, request.package);
  return declared?.field === 'peerDependencies' ? undefined : declared?.range;
}

function planPackage(project: Project, fact: RequestFacts, style: RangeStyle): PlannedPackage {
  const { request } = fact;
  const owner = project.manifests.find((manifest) => manifest.folder === request.manifest);
  const base = { package: request.package, manifest: request.manifest };
  const declared = owner === undefined ? undefined : declaredIn(owner, request.package);
  const field = declared !== undefined && declared.field !== 'peerDependencies' ? declared.field : request.field;
  const member = project.manifests.find((manifest) => manifest.name === request.package);
  if (member !== undefined)
    return { ...base, field, range: (style.siblingRange ?? satisfiedBy)(member), version: member.version };
  if (request.range === undefined && declared !== undefined) {
    return { ...base, field, range: declared.range, version: undefined };
  }
  const inCatalog = style.catalogs.get(defaultCatalog)?.get(request.package);
  if (request.range === undefined && inCatalog !== undefined) {
    return { ...base, field, range: 'catalog:', version: pick(fact, inCatalog) };
  }
  const sibling = request.range === undefined ? rangeOfSiblings(project, request, style.catalogs) : undefined;
  const range = request.range ?? sibling;
  // A tag moves on: what is written is the version that it names now, as npm does.
  const tagged = range === undefined ? undefined : fact.packument?.distTags.get(range);
  if (range !== undefined && tagged === undefined) {
    return { ...base, field, range, version: pick(fact, rangeBehind(style.catalogs, request.package, range) ?? range) };
  }
  const version = tagged ?? fact.preferredVersion ?? fact.packument?.distTags.get('latest');
  const prefix = owner === undefined ? style.savePrefix : pinStyle(owner, style.savePrefix);
  return { ...base, field, range: version === undefined ? '*' : `${prefix}${version}`, version };
}

/** The version of a range that must land, where it is known before the manager is asked. */
function pick(fact: RequestFacts, range: string): string | undefined {
  if (valid(range) !== null) return range;
  if (fact.packument === undefined || validRange(range) === null) return undefined;
  return maxSatisfying([...fact.packument.versions.keys()], range) ?? undefined;
}

/**
 * For managers without a `workspace:` protocol (npm, Yarn 1): a range that the member's version satisfies links it, `*`
 * where it has none.
 */
function satisfiedBy(member: Manifest): string {
  return member.version === undefined ? '*' : `^${member.version}`;
}

/**
 * A package that other members already use comes in the range most of them have. A peer range is what a member bears,
 * not what it has; a path or URL means something else from another folder.
 */
function rangeOfSiblings(project: Project, request: InstallRequest, catalogs: Catalogs): string | undefined {
  const counts = new Map<string, number>();
  for (const manifest of project.manifests) {
    const { dependencies, devDependencies } = manifest.dependencies;
    const range = dependencies.get(request.package) ?? devDependencies.get(request.package);
    if (manifest.folder === request.manifest || range === undefined) continue;
    if (validRange(rangeBehind(catalogs, request.package, range) ?? '-') === null) continue;
    counts.set(range, (counts.get(range) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}

/** How many entries make a habit. */
const enoughToTell = 3;

/** `^`, `~` or nothing: what the manifest's own entries have, all of them; else what the configuration says. */
export function pinStyle(manifest: Manifest, savePrefix: string): string {
  const ranges = [...manifest.dependencies.dependencies.values(), ...manifest.dependencies.devDependencies.values()];
  const prefixes = ranges.flatMap((range) => {
    if (valid(range) !== null) return [''];
    return /^[\^~]\d/.test(range) ? [range.charAt(0)] : [];
  });
  const [first] = prefixes;
  const uniform = prefixes.length >= enoughToTell && prefixes.every((prefix) => prefix === first);
  return uniform && first !== undefined ? first : savePrefix;
}
