import { isInside, type RelativePath } from '../base/path.ts';
import type { Finding } from '../model/finding.ts';
import type { ProjectMap } from '../model/project.ts';

/**
 * What of a folder's findings concerns one of its projects. A manifest that nobody can read belongs to the project in
 * whose folder it stands: to the innermost, where one stands in the other.
 */
export function findingsOfProject(
  findings: readonly Finding[],
  { projects }: ProjectMap,
  root: RelativePath,
): readonly Finding[] {
  const own = new Set(projects.find((project) => project.root === root)?.manifests.map(({ folder }) => folder));
  return findings.filter((finding) => {
    if ('project' in finding) return finding.project === root;
    if (finding.kind !== 'unreadable-manifest') return own.has(finding.manifest);
    const around = projects.map((project) => project.root).filter((folder) => isInside(folder, finding.manifest));
    return around.every((folder) => folder.length <= root.length) && around.includes(root);
  });
}
