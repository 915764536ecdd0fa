import { absolute, isInside, type RelativePath } from '../../base/path.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Finding } from '../../model/finding.ts';

/** What has to be known of a folder of the window to tell which of several answers for a manifest. */
interface AnsweringFolder {
  readonly engine: Pick<Engine, 'root' | 'map' | 'findings'>;
}

/** The folder with the workspace that a file's project is a member of, where both are open: it has the lockfile. */
export function covering<T extends AnsweringFolder>(
  all: readonly T[],
  { engine }: T,
  file: RelativePath,
): T | undefined {
  for (const { root, manager } of engine.map?.projects ?? []) {
    if (manager.kind !== 'above' || !isInside(root, file)) continue;
    return all.find((other) => other.engine.root === manager.folder);
  }
  return undefined;
}

/**
 * The one of all folders of a window that answers for the manifest in a folder (absolute): the innermost in which it
 * stands, unless it is a member of a workspace that is open too, which has the lockfile. Undefined: none has it.
 */
function answeringFor<T extends AnsweringFolder>(all: readonly T[], manifest: string): T | undefined {
  const around = all.filter(({ engine }) => isBelow(engine.root, manifest));
  const innermost = around.toSorted((one, other) => other.engine.root.length - one.engine.root.length)[0];
  if (innermost === undefined) return undefined;
  const file = manifest.slice(innermost.engine.root.length + 1).replaceAll('\\', '/');
  return covering(all, innermost, file) ?? innermost;
}

/** True where none of the others answers for a manifest of this folder. */
export function answers<T extends AnsweringFolder>(all: readonly T[], entry: T, manifest: RelativePath): boolean {
  return answeringFor(all, absolute(entry.engine.root, manifest)) === entry;
}

/** The findings of a folder that it answers for: each is shown and counted once in a window. */
export function ownFindings<T extends AnsweringFolder>(all: readonly T[], entry: T): readonly Finding[] {
  return entry.engine.findings.filter((finding) => {
    return answers(all, entry, 'manifest' in finding ? finding.manifest : finding.project);
  });
}

function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`);
}
