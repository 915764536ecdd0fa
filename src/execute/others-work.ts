import { absolute, directoryOf, type RelativePath } from '../base/path.ts';
import { broughtIn, isLockfile, type Lockfile } from '../model/lockfile.ts';
import type { FileChange } from '../model/resolution.ts';
import type { Files } from '../ports/files.ts';
import type { ManagerDriver } from '../ports/manager-driver.ts';
import { isManifest, sameBytes } from './file-records.ts';
import { othersEntries, type Entry } from './manifest-merge.ts';

/** What somebody installed, moved or removed in a project while a change of ours stood there, by a package manager of their own. */
export interface OthersWork {
  /** Lockfiles that have it: they stay as they are. Without one of them, their manifest alone tells of it. */
  readonly lockfiles: ReadonlySet<RelativePath>;
}

interface Search {
  readonly files: Pick<Files, 'read' | 'exists'>;
  readonly driver: Pick<ManagerDriver, 'readLockfile'>;
  /** Absolute folder of the lockfile root. */
  readonly root: string;
  readonly changes: readonly FileChange[];
  /** True: somebody's package manager was seen there meanwhile. */
  readonly wasSeen: boolean;
  /** True: what the lockfile has of neither side, nobody but somebody else can have brought there. */
  readonly isFrozen: boolean;
}

/** An entry of a manifest that somebody else changed. */
interface Found extends Entry {
  /** Of the manifest, relative to the root. */
  readonly folder: RelativePath;
}

/**
 * Looks for others' work in the files of a change. An entry that a person wrote into package.json is none as long as no
 * lockfile and no tree has it. Undefined: there is none.
 */
export async function findOthersWork(search: Search): Promise<OthersWork | undefined> {
  const { files, root, changes, wasSeen } = search;
  const entries: Found[] = [];
  for (const { path, before, after } of changes.filter((change) => isManifest(change.path))) {
    const now = await files.read(absolute(root, path));
    entries.push(...othersEntries(now, before, after).map((entry) => ({ ...entry, folder: directoryOf(path) })));
  }
  const lockfiles = new Set<RelativePath>();
  let isInTree = false;
  for (const change of changes.filter(({ path }) => isLockfile(path))) {
    const before = await search.driver.readLockfile(new TextDecoder().decode(change.before));
    if (await hasWork(search, change, before, entries)) lockfiles.add(change.path);
    isInTree ||= await standsInTree(search, before, entries);
  }
  return lockfiles.size > 0 || (entries.length > 0 && (wasSeen || isInTree)) ? { lockfiles } : undefined;
}

/** One of no bytes, or that cannot be read, is one that its manager was about to write. */
async function hasWork(
  { files, driver, root, wasSeen, isFrozen }: Search,
  change: FileChange,
  before: Lockfile,
  entries: readonly Found[],
): Promise<boolean> {
  const now = await files.read(absolute(root, change.path));
  if (now === undefined || sameBytes(now, change.before) || sameBytes(now, change.after)) return false;
  const [after, found] = await Promise.all(
    [change.after, now].map((bytes) => driver.readLockfile(new TextDecoder().decode(bytes))),
  );
  if (after === undefined || found === undefined || found.packages.length === 0) return false;
  const isThere = ({ folder, name, range }: Found): boolean =>
    range === undefined
      ? found.version(folder, name) === undefined && before.version(folder, name) !== undefined
      : found.version(folder, name, range) !== undefined;
  if (entries.length > 0 && entries.every(isThere)) return true;
  if (!wasSeen && !isFrozen) return false;
  const ours = new Set([...before.packages, ...after.packages].map(keyOf));
  return broughtIn(before, found).some((each) => !ours.has(keyOf(each)));
}

/** Something that was not installed before. */
async function standsInTree({ files, root }: Search, before: Lockfile, entries: readonly Found[]): Promise<boolean> {
  for (const { folder, name, range } of entries) {
    if (range === undefined || before.version(folder, name, range) !== undefined) continue;
    for (const at of new Set([folder, ''])) {
      const place = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
      if (await files.exists(absolute(root, `${place}/package.json`))) return true;
    }
  }
  return false;
}

function keyOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${name} ${version}`;
}
