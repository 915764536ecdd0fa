import { joinBeyond } from '../base/path.ts';
import type { StandingPackage } from '../model/build.ts';
import { findingId, type UnbuiltFinding } from '../model/finding.ts';
import type { PackageUse, SettledPackage } from '../model/snapshot.ts';
import type { Monitor } from './monitor.ts';

/**
 * Packages whose install scripts were not run: one finding a version, with the places that import it as far as they are
 * kept, and known without parsing every file.
 */
export const unbuiltMonitor: Monitor<UnbuiltFinding> = ({ snapshot: { map, uses, settled }, unbuilt }) =>
  map.projects.flatMap(({ root, manifests }) => {
    const folders = new Set(manifests.map(({ folder }) => folder));
    const found = (unbuilt.get(root) ?? []).toSorted(byName);
    return [...Map.groupBy(found, ({ name, version }) => `${name}@${version}`)].flatMap(([key, same]) => {
      const [first] = same;
      if (first === undefined) return [];
      const { name, version, scripts, integrity } = first;
      const isOwn = ({ package: used, installed, manifest }: PackageUse | SettledPackage): boolean =>
        used === name && installed?.version === version && folders.has(manifest);
      const own = [...uses.filter(isOwn), ...settled.filter(isOwn).flatMap(({ places }) => places)];
      const id = findingId('unbuilt', root, key);
      const places = same.map(({ place }) => joinBeyond(root, place));
      const files = first.files.map((file) => joinBeyond(root, file));
      const facts = { project: root, name, version, scripts, integrity, places, files };
      return [{ kind: 'unbuilt' as const, id, ...facts, uses: own }];
    });
  });

function byName(a: StandingPackage, b: StandingPackage): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.version < b.version ? -1 : a.version > b.version ? 1 : 0;
}
