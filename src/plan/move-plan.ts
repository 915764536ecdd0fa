import { otherType, type DependencyType, type Manifest } from '../model/manifest.ts';
import type { ManifestEdit } from '../model/manifest-edit.ts';
import type { MoveRequest, Plan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';

/** How a package stands to the field it is wanted in. */
export type MoveStanding =
  | { readonly kind: 'moves'; readonly range: string; readonly edits: readonly ManifestEdit[] }
  /** It stands there, and not in the other field. */
  | { readonly kind: 'stays' }
  /** It stands in neither of the two fields. */
  | { readonly kind: 'undeclared' };

/**
 * The entry leaves its field and comes to the other one with the very same range, be that a catalog's name or a path. Of
 * two entries the one in the wanted field stays as it is. What other fields say of the package is left alone.
 */
export function moveStanding(owner: Manifest, name: string, field: DependencyType): MoveStanding {
  const from = otherType(field);
  const [there, here] = [owner.dependencies[field].get(name), owner.dependencies[from].get(name)];
  if (here === undefined) return { kind: there === undefined ? 'undeclared' : 'stays' };
  const leaving = { manifest: owner.folder, field: from, name, range: undefined };
  if (there !== undefined) return { kind: 'moves', range: there, edits: [leaving] };
  return { kind: 'moves', range: here, edits: [leaving, { manifest: owner.folder, field, name, range: here }] };
}

/** The plan that moves packages to the fields they are wanted in; what has nothing to move is left out. */
export function planMove(project: Project, requests: readonly MoveRequest[]): Plan {
  const moves = requests.flatMap(({ package: name, manifest: folder, field }) => {
    const owner = project.manifests.find((manifest) => manifest.folder === folder);
    const standing = owner === undefined ? undefined : moveStanding(owner, name, field);
    if (standing?.kind !== 'moves') return [];
    const { range, edits } = standing;
    return [{ planned: { package: name, manifest: folder, field, range, version: undefined }, edits }];
  });
  return {
    project: project.root,
    packages: moves.map(({ planned }) => planned),
    edits: moves.flatMap(({ edits }) => edits),
    // An entry that names a catalog goes on naming it.
    catalogEdits: [],
  };
}
