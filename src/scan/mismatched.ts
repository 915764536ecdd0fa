// A bundle of its own: semver takes longer to load than a small project to scan, and a clone has nothing to compare.
import { satisfies, valid, validRange } from 'semver';
import { dependencyFields, manifestPath } from '../model/manifest.ts';
import { parsePackageName, type PackageName } from '../model/package-name.ts';
import type { Project } from '../model/project.ts';
import type { MismatchedPackage } from '../model/snapshot.ts';
import type { FolderContext, Owner } from './folder-context.ts';
import { leftOutReason } from './left-out.ts';
import { rangePlace } from './range-place.ts';

/** Peers are what somebody else brings: their ranges are between the two. */
const compared = dependencyFields.filter((field) => field !== 'peerDependencies');

/**
 * What is installed in another version than package.json declares. Ranges that are no versions (a tag, a path, an address,
 * a catalog's name, another package's) are not compared, nor is what somebody chose another version for: an override, a member of the
 * workspace, a package that is linked from elsewhere. Nor is a project that is not installed, or whose root stands above.
 */
export function mismatchedPackages(context: FolderContext): readonly MismatchedPackage[] {
  return context.map.projects.filter(isCompared).flatMap(({ manifests }) =>
    manifests
      .filter(({ folder }) => leftOutReason(context, manifestPath(folder)) === undefined)
      .flatMap(({ folder }) => {
        const owner = context.ownerOf(folder);
        return owner === undefined ? [] : ofManifest(context, owner);
      }),
  );
}

/** What is not installed has the packages of the folders above; who overrides there is not looked into. */
function isCompared({ hasNodeModules, manager }: Project): boolean {
  return hasNodeModules && manager.kind !== 'above';
}

function ofManifest(context: FolderContext, owner: Owner): readonly MismatchedPackage[] {
  const { manifest } = owner;
  const strange = compared.flatMap((field) =>
    [...manifest.dependencies[field]].flatMap(([key, range]) => {
      const name = parsePackageName(key);
      if (name === undefined || owner.siblings.has(name) || isDeclaredTwice(owner, key)) return [];
      const version = strangeVersion(context, owner, name, range);
      return version === undefined ? [] : [{ package: name, manifest: manifest.folder, field, range, version }];
    }),
  );
  if (strange.length === 0) return [];
  const overridden = overriddenText(context, owner);
  const text = context.reader.readText(manifestPath(manifest.folder)) ?? '';
  return strange.flatMap((one) => {
    const place = rangePlace(text, one.field, one.package);
    return place === undefined || overridden.includes(one.package) ? [] : [{ ...one, place }];
  });
}

/** In several fields, by several ranges: an install that mends one of them may break another. */
function isDeclaredTwice({ manifest }: Owner, name: string): boolean {
  return new Set(compared.flatMap((field) => manifest.dependencies[field].get(name) ?? [])).size > 1;
}

/** The installed version where it is outside of the range. A prerelease in between counts as inside. */
function strangeVersion(context: FolderContext, owner: Owner, name: PackageName, range: string): string | undefined {
  if (validRange(range) === null) return undefined;
  const { folder } = owner.manifest;
  const version = (owner.plugAndPlay?.find(folder, name, true) ?? context.installed.find(folder, name))?.version;
  if (version === undefined || valid(version) === null) return undefined;
  if (satisfies(version, range, { includePrerelease: true }) || context.installed.isLinked(folder, name))
    return undefined;
  return version;
}

/** All that names an override (npm, pnpm) or a resolution (Yarn): whoever stands there, however, has a range of their own. */
function overriddenText(context: FolderContext, { project, manifest }: Owner): string {
  const fromManifests = [...new Set([project.root, manifest.folder])].map((folder) =>
    overridesIn(context.reader.readText(manifestPath(folder)) ?? ''),
  );
  const workspace = project.root === '' ? 'pnpm-workspace.yaml' : `${project.root}/pnpm-workspace.yaml`;
  const behind = /^overrides:[^]*/m.exec(context.reader.readText(workspace) ?? '')?.[0] ?? '';
  return [...fromManifests, behind].join('\n');
}

/** All of a text that cannot be read: it may name any. */
function overridesIn(text: string): string {
  try {
    const { overrides, resolutions, pnpm } = JSON.parse(text.replace(/^\uFEFF/, '')) as {
      readonly overrides?: unknown;
      readonly resolutions?: unknown;
      readonly pnpm?: { readonly overrides?: unknown } | null;
    };
    return JSON.stringify([overrides, resolutions, pnpm?.overrides].filter((each) => each !== undefined));
  } catch {
    return text;
  }
}
