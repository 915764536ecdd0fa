import { dependencyFields, declaredIn } from '../model/manifest.ts';
import type { Plan, RemoveRequest } from '../model/plan.ts';
import type { Project } from '../model/project.ts';

/** The plan that takes packages out of every field that declares them; what nobody declares is left out. */
export function planRemoval(project: Project, requests: readonly RemoveRequest[]): Plan {
  const packages = requests.flatMap(({ package: name, manifest: folder }) => {
    const owner = project.manifests.find((manifest) => manifest.folder === folder);
    const declared = owner === undefined ? undefined : declaredIn(owner, name);
    if (owner === undefined || declared === undefined) return [];
    const fields = dependencyFields.filter((field) => owner.dependencies[field].has(name));
    const planned = { package: name, manifest: folder, field: declared.field, range: undefined, version: undefined };
    return [{ planned, edits: fields.map((field) => ({ manifest: folder, field, name, range: undefined })) }];
  });
  return {
    project: project.root,
    packages: packages.map(({ planned }) => planned),
    edits: packages.flatMap(({ edits }) => edits),
    // What a catalog has, other members may name.
    catalogEdits: [],
  };
}
