import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { declaredIn, manifestPath, type Manifest } from '../model/manifest.ts';
import type { RemoveRequest } from '../model/plan.ts';
import { projectOfManifest, type Project, type ProjectMap } from '../model/project.ts';

/** The manifest that a request names, and its project. Throws QM_NOT_DECLARED where it does not declare the package. */
export function declaringManifest(
  map: ProjectMap,
  { package: name, manifest: folder }: RemoveRequest,
): { readonly project: Project; readonly owner: Manifest } {
  const project = projectOfManifest(map, folder);
  const owner = project?.manifests.find((manifest) => manifest.folder === folder);
  if (project !== undefined && owner !== undefined && declaredIn(owner, name) !== undefined) return { project, owner };
  throw new QmError('QM_NOT_DECLARED', {
    message: t('{0} does not declare {1}.', manifestPath(folder), name),
    hint: t('Nothing was changed. Name a package that stands in this package.json.'),
  });
}
