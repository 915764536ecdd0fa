import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import { upward, type RelativePath } from '../../../base/path.ts';
import { parsePackageName, type PackageName } from '../../../model/package-name.ts';
import type { Session } from '../session.ts';
import type { Flags } from './verb.ts';

/** A package as it was typed. Throws QM_NAME_INVALID. */
export function packageNamed(name: string): PackageName {
  const parsed = parsePackageName(name);
  if (parsed !== undefined) return parsed;
  throw new QmError('QM_NAME_INVALID', {
    message: t('"{0}" is not a package name.', name),
    hint: t('Give a name such as "lodash" or "@scope/name", without a path behind it.'),
  });
}

/** The folder of the manifest that owns `--project`, or the current folder. */
export async function owningFolder(session: Session, project: string | undefined): Promise<RelativePath> {
  const map = await session.engine.projects(session.signal);
  const folders = new Set([
    ...map.projects.flatMap((candidate) => candidate.manifests.map((manifest) => manifest.folder)),
    ...map.faults.map((fault) => fault.folder),
  ]);
  const start = session.folderInRoot(project ?? '.');
  return [...upward(start)].find((folder) => folders.has(folder)) ?? start;
}

/** What was given with a flag; undefined where it was not. */
export function flagText(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}

/** Nothing is installed on a guess: these are told apart from what can be mended. */
export function unsureWords(count: number): readonly string[] {
  if (count === 0) return [];
  return [
    count === 1
      ? t('1 package may be missing, which is not sure.')
      : t('{0} packages may be missing, which is not sure.', count),
  ];
}
