// A bundle of its own: its tables, and semver, are needed only where somebody asks what else there is.
export { adviceOn } from './model-advice.ts';
import { maxSatisfying } from 'semver';
import { mapLimited } from '../base/async.ts';
import { absolute, type RelativePath } from '../base/path.ts';
import type { Lockfile } from '../model/lockfile.ts';
import type { Manifest } from '../model/manifest.ts';
import { parsePackageName, type PackageName } from '../model/package-name.ts';
import { isRangeOrTag } from '../model/plan.ts';
import { projectOfManifest, type Project, type ProjectMap } from '../model/project.ts';
import type { DeprecationReport, SuggestionReport } from '../model/suggestion.ts';
import type { Packument } from '../ports/registry.ts';
import { findDriver, readText } from './guards.ts';
import { packumentOf, reportOn, untold, type SuggestContext, type SuggestRequest } from './suggestion-report.ts';

/** Questions to the registry at once. */
const width = 8;

/** What to use instead of a name, and why it is asked. In an untrusted workspace no registry is. Rejects on cancellation alone. */
export async function suggestionsFor(
  context: SuggestContext,
  map: ProjectMap,
  request: SuggestRequest,
  signal: AbortSignal,
): Promise<SuggestionReport> {
  const folder = absolute(context.root, projectOfManifest(map, request.manifest)?.root ?? '');
  const answer = await packumentOf(context, request.package, folder, signal);
  return reportOn(context, request, folder, answer, undefined, signal);
}

/**
 * What the manifests below one folder declare and its maintainers have given up, in the version that the lockfile has, or
 * that the range gives where it has none.
 */
export async function deprecationsOf(
  context: SuggestContext,
  map: ProjectMap,
  concerns: (manifest: RelativePath) => boolean,
  signal: AbortSignal,
): Promise<DeprecationReport> {
  const declared = await Promise.all(map.projects.map((project) => declaredBy(context, project, concerns)));
  const found = await mapLimited(declared.flat(), width, async (one) => {
    const { package: name, range, locked, folder } = one;
    // A name that stands for something else is none of the registry's business.
    if (!isRangeOrTag(range) && !range.startsWith('catalog:')) {
      return { ...one, answer: undefined, version: undefined };
    }
    const answer = await packumentOf(context, name, folder, signal);
    const version = locked ?? (answer?.ok === true ? resolved(answer.packument, range) : undefined);
    return { ...one, answer, version };
  });
  const unchecked = found.flatMap(({ package: name, manifest, answer, version }) => {
    const reason = untold(answer, version);
    return reason === undefined ? [] : [{ package: name, manifest, reason }];
  });
  const deprecated = found.filter(
    ({ answer, version = '' }) => answer?.ok === true && answer.packument.versions.get(version)?.deprecated,
  );
  const reports = await mapLimited(deprecated, width, async ({ package: name, manifest, folder, answer, version }) => {
    const request = { package: name, subpath: '', manifest, otherwise: 'asked', facts: true } as const;
    return { ...(await reportOn(context, request, folder, answer, version, signal)), manifest };
  });
  return { deprecated: reports, unchecked };
}

interface Declared {
  readonly package: PackageName;
  readonly manifest: RelativePath;
  readonly range: string;
  /** Version in the lockfile. */
  readonly locked: string | undefined;
  readonly folder: string;
}

async function declaredBy(
  context: SuggestContext,
  project: Project,
  concerns: (manifest: RelativePath) => boolean,
): Promise<readonly Declared[]> {
  const members = new Set(project.manifests.map(({ name }) => name));
  const lockfile = await lockfileOf(context, project);
  const folder = absolute(context.root, project.root);
  return project.manifests
    .filter((manifest) => concerns(manifest.folder))
    .flatMap((manifest) =>
      entriesOf(manifest).flatMap(([key, range]) => {
        const name = parsePackageName(key);
        if (name === undefined || members.has(key)) return [];
        const below = project.root === '' ? manifest.folder : manifest.folder.slice(project.root.length + 1);
        const locked = lockfile?.version(below, key, range);
        return [{ package: name, manifest: manifest.folder, range, locked, folder }];
      }),
    );
}

function entriesOf({ dependencies }: Manifest): readonly (readonly [string, string])[] {
  const { dependencies: own, devDependencies, optionalDependencies } = dependencies;
  return [...new Map([...devDependencies, ...optionalDependencies, ...own])];
}

/** Undefined where there is none, nobody reads it, or it cannot be read: then the ranges tell. */
async function lockfileOf({ files, root }: SuggestContext, project: Project): Promise<Lockfile | undefined> {
  const text = project.lockfile === undefined ? undefined : await readText(files, absolute(root, project.lockfile));
  const driver = text === undefined ? undefined : await findDriver(project.manager);
  if (text === undefined || driver === undefined) return undefined;
  return driver.readLockfile(text).catch(() => undefined);
}

function resolved({ versions, distTags }: Packument, range: string): string | undefined {
  const tagged = distTags.get(range);
  if (tagged !== undefined) return tagged;
  const latest = distTags.get('latest');
  const best = maxSatisfying([...versions.keys()], range);
  // npm takes the tagged version where the range allows it, however many newer ones there are.
  return latest !== undefined && maxSatisfying([latest], range) !== null ? latest : (best ?? undefined);
}
