import { directoryOf, type RelativePath } from '../base/path.ts';
import type { SkippedFile } from '../model/snapshot.ts';
import type { Breathe } from './breathe.ts';
import type { FolderState } from './folder-state.ts';
import type { SourceFile } from './listing.ts';
import type { FileRecord } from './record.ts';
import { isDeclaration } from './source-kind.ts';

/** What was read of the files of a folder. */
export interface Reading {
  readonly records: ReadonlyMap<RelativePath, FileRecord>;
  readonly skipped: readonly SkippedFile[];
  /** Of those, the ones whose text was not read again. */
  readonly cached: ReadonlySet<RelativePath>;
}

/** Declaration files first: a document that is asked for meanwhile has to know all that they declare. */
export async function readAll(
  state: FolderState,
  files: readonly SourceFile[],
  breathe: Breathe,
  declarationsRead: () => void,
): Promise<Reading> {
  const declarations = await readSome(
    state,
    files.filter(({ path }) => isDeclaration(path)),
    breathe,
  );
  state.forgetResolver();
  declarationsRead();
  const others = await readSome(
    state,
    files.filter(({ path }) => !isDeclaration(path)),
    breathe,
  );
  const records = new Map<RelativePath, FileRecord>();
  for (const { path } of files) {
    const record = declarations.records.get(path) ?? others.records.get(path);
    if (record !== undefined) records.set(path, record);
  }
  return {
    records,
    skipped: [...declarations.skipped, ...others.skipped],
    cached: new Set([...declarations.cached, ...others.cached]),
  };
}

async function readSome(state: FolderState, files: readonly SourceFile[], breathe: Breathe): Promise<Reading> {
  const context = state.context();
  const records = new Map<RelativePath, FileRecord>();
  const skipped: SkippedFile[] = [];
  const cached = new Set<RelativePath>();
  for (const file of files) {
    await breathe();
    const folder = directoryOf(file.path);
    const isOwned = context.ownerOf(folder) !== undefined;
    const found = isOwned ? state.record(file) : undefined;
    const reason = isOwned
      ? found === undefined
        ? 'unreadable'
        : found.record.unfit
      : context.ownerlessBecause(folder);
    state.noteAmbient(file.path, found?.record.ambient ?? []);
    if (found?.isCached === true) cached.add(file.path);
    if (reason !== undefined) skipped.push({ file: file.path, reason });
    else if (found !== undefined) records.set(file.path, found.record);
  }
  return { records, skipped, cached };
}
