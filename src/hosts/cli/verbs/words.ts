import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import { upward, type RelativePath } from '../../../base/path.ts';
import { parsePackageName, type PackageName } from '../../../model/package-name.ts';
import { isRangeOrTag } from '../../../model/plan.ts';
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

/**
 * `name@range`, with the scope's own @ left alone. A range is a semver range or a tag, never a URL or a path. Throws QM_USAGE; `verb`:
 * whose help shows how.
 */
export function splitSpec(word: string, verb: string): { readonly name: string; readonly range: string | undefined } {
  const at = word.indexOf('@', 1);
  if (at < 0) return { name: word, range: undefined };
  const range = word.slice(at + 1);
  if (range === '') throw usage(verb, t('"{0}" ends where a version range should follow the @.', word));
  if (!isRangeOrTag(range)) throw usage(verb, t('"{0}" is not a version range.', range));
  return { name: word.slice(0, at), range };
}

/** A command that was not understood; `verb`: whose help shows how. */
export function usage(verb: string, message: string): QmError {
  return new QmError('QM_USAGE', { message, hint: t('"quartermaster {0} --help" shows how.', verb) });
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
