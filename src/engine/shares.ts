import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { RelativePath } from '../base/path.ts';
import { manifestPath } from '../model/manifest.ts';
import type { InstallRequest } from '../model/plan.ts';
import { projectOfManifest, type Project, type ProjectMap } from '../model/project.ts';

/** The requests of each project, without repeats. Throws QM_NO_MANIFEST for a folder that no project owns. */
export function shareOut(
  map: ProjectMap,
  requests: readonly InstallRequest[],
): ReadonlyMap<Project, readonly InstallRequest[]> {
  const shares = new Map<Project, InstallRequest[]>();
  const seen = new Set<string>();
  for (const request of requests) {
    const key = keyOf(request);
    if (seen.has(key)) continue;
    seen.add(key);
    const project = projectOfManifest(map, request.manifest);
    if (project === undefined) throw noManifest(map, request.manifest);
    shares.set(project, [...(shares.get(project) ?? []), request]);
  }
  return shares;
}

/** The same for two requests of one package for one manifest. */
export function keyOf(request: InstallRequest): string {
  return `${request.manifest}\n${request.package}`;
}

function noManifest(map: ProjectMap, folder: RelativePath): QmError {
  const fault = map.faults.find((candidate) => candidate.folder === folder);
  if (fault !== undefined) {
    return new QmError('QM_MANIFEST_INVALID', {
      message: t('{0}:{1}:{2} is not valid JSON.', manifestPath(folder), fault.line, fault.column),
      hint: t('Mend its JSON, then try again. Nothing was changed.'),
    });
  }
  return new QmError('QM_NO_MANIFEST', {
    message: t('There is no package.json in {0}.', folder === '' ? t('this folder') : folder),
    hint: t('Make one with "npm init", or open the folder that has one.'),
  });
}
