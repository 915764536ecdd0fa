import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { absolute, joinBeyond } from '../base/path.ts';
import { inverted, sameBytes, standsAt, toChanges } from '../execute/file-records.ts';
import type { BuildRequest, BuildShare } from '../model/build.ts';
import type { Operation } from '../model/operation.ts';
import type { FileChange } from '../model/resolution.ts';
import type { BuildList } from '../ports/manager-driver.ts';
import { deniedByProject } from './build-package.ts';
import { configOf, deniedIn, type BuildBench } from './builds.ts';

/** New bytes of the file that has a list of builds. */
export interface ListChange {
  readonly list: BuildList;
  readonly file: FileChange;
}

/** A package of which its project's list of builds is asked. */
type Asked = Pick<BuildRequest, 'name' | 'version'>;

/**
 * Where the project's manager looks for what may be built, and what would stand there of a package. `version`: the manager's own.
 * Rejects with QM_MANAGER_UNSUPPORTED where there is no such place, and with QM_BUILD_FAILED where the project denies it.
 */
export async function shareOf(bench: BuildBench, asked: Asked, version: string): Promise<BuildShare> {
  const { list, entry } = await placeOf(bench, asked, version);
  const answers = await list.read(textOf(await bytesOf(bench, list)));
  return {
    file: joinBeyond(bench.project.root, list.path),
    setting: list.setting,
    entry,
    isExact: entry !== asked.name,
    stands: [entry, asked.name].some((each) => answers?.get(each) === true),
    putsAside: answers === undefined ? await list.putsAside?.(configOf(bench)) : undefined,
  };
}

/** The file with that entry. Rejects as {@link shareOf} does, and with QM_MANIFEST_INVALID where it cannot be edited. */
export async function sharing(bench: BuildBench, asked: Asked, version: string): Promise<ListChange> {
  const { list, entry } = await placeOf(bench, asked, version);
  return changed(bench, list, [[entry, true]], true);
}

/**
 * What takes back an operation that changed a list of builds. `bytes`: nothing came later, so every file goes back. `list`: the
 * entries go back in what stands there now. Undefined where they are as before already. Rejects with QM_ROLLBACK_BLOCKED where one
 * of them was changed since.
 */
export async function sharingBack(
  bench: BuildBench,
  { files: records }: Pick<Operation, 'files'>,
): Promise<{ readonly bytes: readonly FileChange[] } | { readonly list: ListChange } | undefined> {
  const { context, project, driver } = bench;
  const changes = toChanges(records);
  const root = absolute(context.root, project.root);
  if (await standsAt(context.files, root, changes, 'after')) return { bytes: inverted(changes) };
  for (const list of driver.buildLists ?? []) {
    const change = changes.find(({ path, before, after }) => path === list.path && !sameBytes(before, after));
    if (change === undefined) continue;
    const [before, after, now] = await Promise.all(
      [change.before, change.after, await bytesOf(bench, list)].map((bytes) => list.read(textOf(bytes))),
    );
    const entries = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].filter(
      (entry) => before?.get(entry) !== after?.get(entry),
    );
    if (entries.length === 0) continue;
    const open = entries.filter((entry) => now?.get(entry) !== before?.get(entry));
    const moved = open.find((entry) => now?.get(entry) !== after?.get(entry));
    if (moved !== undefined) throw changedSince(list, moved);
    if (open.length === 0) return undefined;
    const edits = open.map((entry) => [entry, before?.get(entry)] as const);
    return { list: await changed(bench, list, edits, before !== undefined) };
  }
  throw listGone();
}

/** Reads back what was written: a file that has the list twice goes by the other one. */
async function changed(
  bench: BuildBench,
  list: BuildList,
  edits: readonly (readonly [entry: string, answer: boolean | undefined])[],
  staysEmpty: boolean,
): Promise<ListChange> {
  const before = await bytesOf(bench, list);
  try {
    let text = textOf(before);
    for (const [entry, answer] of edits) text = await list.edit(text, { entry, answer, staysEmpty });
    const answers = await list.read(text);
    if (!edits.every(([entry, answer]) => answers?.get(entry) === answer)) throw new TypeError('it says otherwise');
    return { list, file: { path: list.path, before, after: new TextEncoder().encode(text) } };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw unreadable(list, error);
  }
}

async function placeOf(
  bench: BuildBench,
  asked: Asked,
  version: string,
): Promise<{ readonly list: BuildList; readonly entry: string }> {
  if ((await deniedIn(bench))(asked)) throw deniedByProject(asked.name);
  const read = configOf(bench);
  for (const list of bench.driver.buildLists ?? []) {
    if (await list.holds(read, version)) return { list, entry: list.entry(asked.name, asked.version, version) };
  }
  throw noPlace(bench.driver.id, version, asked.name);
}

function bytesOf({ context, project }: BuildBench, { path }: BuildList): Promise<Uint8Array | undefined> {
  return context.files.read(absolute(absolute(context.root, project.root), path));
}

function textOf(bytes: Uint8Array | undefined): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes ?? new Uint8Array());
}

function noPlace(manager: string, version: string, name: string): QmError {
  return new QmError('QM_MANAGER_UNSUPPORTED', {
    message: t('{0} {1} has no list in this project that says which packages may be built.', manager, version),
    hint: t('Nothing was changed. Everybody who works on it builds {0} for themselves.', name),
  });
}

function unreadable({ path, setting }: BuildList, cause: unknown): QmError {
  return new QmError('QM_MANIFEST_INVALID', {
    message: t('{0} cannot be edited so that "{1}" says what it should.', path, setting),
    hint: t('Look for "{0}" standing there twice, or as something else than a list. Nothing was changed.', setting),
    cause,
  });
}

function changedSince({ path, setting }: BuildList, entry: string): QmError {
  return new QmError('QM_ROLLBACK_BLOCKED', {
    message: t('"{0}" in "{1}" of {2} was changed since.', entry, setting, path),
    hint: t('Nothing was changed. Edit {0} yourself.', path),
  });
}

function listGone(): QmError {
  return new QmError('QM_ROLLBACK_BLOCKED', {
    message: t('The files were changed since, and this package manager has no such list.'),
    hint: t('Nothing was changed. Take the entry out yourself.'),
  });
}
