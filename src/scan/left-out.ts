import { baseNameOf, directoryOf, joinRelative, type RelativePath } from '../base/path.ts';
import type { SkippedFile, SkipReason } from '../model/snapshot.ts';
import { isTestFolder } from './belongs-in.ts';
import type { FolderContext, Owner } from './folder-context.ts';
import type { FolderState } from './folder-state.ts';
import type { FileRecord } from './record.ts';
import { Sightings } from './sightings.ts';

const fixtureFolders: ReadonlySet<string> = new Set([
  '__fixtures__',
  '__snapshots__',
  '__testdata__',
  '__testfixtures__',
]);
/** Names that application code has too: they say so only at the top of a package, or somewhere below tests. */
const fixtureNames: ReadonlySet<string> = new Set(['fixture', 'fixtures', 'test-data', 'test_data', 'testdata']);
/** A compiler's or a bundler's own: `test/cases`, `test/configCases`. */
const casesFolder = /^(?:cases|.+Cases)$/;
/** What a codemod is tried with, and what it is to make of that. */
const fixtureFile = /\.(?:expected|fixture|input|output|snapshot)\.(?:d\.)?[cm]?[jt]sx?$/;
const templateFolder = /^(?:_?templates?|boilerplates?|skeletons?|template-.+)$/;
const generator = /(?:^|[/-])(?:create|generator|scaffold|starter|cli)(?:-|$)/;

type LeftOutReason = Extract<SkipReason, 'fixture' | 'template'>;

/**
 * Why what stands in a folder is no code of its project by the looks of that: what tests read (a fixture imports what the test wants,
 * not what is installed, and may be a project of its own), and what a generator copies elsewhere. `isPackageTop`: whether a
 * manifest stands in a folder.
 */
function leftOutBecause(
  at: RelativePath,
  { manifest: { folder, name = '' }, project }: Pick<Owner, 'manifest' | 'project'>,
  isPackageTop: (folder: RelativePath) => boolean,
): LeftOutReason | undefined {
  const segments = at.split('/');
  const isFixture = segments.some((segment, index) => {
    const before = segments.slice(0, index);
    const isOfTests = before.some(isTestFolder);
    const isNamed = fixtureNames.has(segment) && (isOfTests || isPackageTop(before.join('/')));
    return isNamed || fixtureFolders.has(segment) || (isOfTests && casesFolder.test(segment));
  });
  if (isFixture) return 'fixture';
  const depth = folder === '' ? 0 : folder.split('/').length;
  const isCopied = generator.test(name) && segments.slice(depth).some((segment) => templateFolder.test(segment));
  // A project that nobody installs by itself, as a member of a workspace or with a lockfile of its own.
  const isLoose = depth > 0 && project.root === folder && project.lockfile === undefined;
  return isCopied || (isLoose && segments.slice(0, depth).some((segment) => templateFolder.test(segment)))
    ? 'template'
    : undefined;
}

/**
 * The files among `leftOut` that code imports by a relative path, itself or by others of them: a fixture that is loaded is
 * code (Playwright's fixtures are), whatever its folder is called.
 */
function importedAll(
  records: ReadonlyMap<RelativePath, FileRecord>,
  leftOut: ReadonlySet<RelativePath>,
): ReadonlySet<RelativePath> {
  const byStem = Map.groupBy(leftOut, stemOf);
  // Most imports name none of them, which their last word tells.
  const words = new Set([...byStem.keys()].map(baseNameOf));
  const reached = new Set<RelativePath>();
  const queue = [...records.keys()].filter((file) => !leftOut.has(file));
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const target of relativeTargets(file, records.get(file), words)) {
      const found = [...(byStem.get(target) ?? []), ...(byStem.get(stemOf(target)) ?? [])];
      for (const one of found.filter((each) => !reached.has(each))) {
        reached.add(one);
        queue.push(one);
      }
    }
  }
  return reached;
}

/** What the file imports by a path, as far as its last word is one of `words` or none (`..`, `./index`). */
function relativeTargets(
  file: RelativePath,
  record: FileRecord | undefined,
  words: ReadonlySet<string>,
): readonly RelativePath[] {
  const from = directoryOf(file);
  const candidates = record?.candidates ?? Sightings.none;
  const found: RelativePath[] = [];
  for (let index = 0; index < candidates.length; index++) {
    const specifier = candidates.specifierAt(index);
    if (!specifier.startsWith('.')) continue;
    const query = specifier.indexOf('?');
    const path = query < 0 ? specifier : specifier.slice(0, query);
    if (!mayEndIn(path, words) || !/^\.\.?(?:\/|$)/.test(path)) continue;
    const target = joinRelative(from, path);
    if (target !== undefined) found.push(target);
  }
  return found;
}

/** `..` and `./index` mean a folder, which has another name. */
function mayEndIn(path: string, words: ReadonlySet<string>): boolean {
  const word = baseNameOf(path);
  if (words.has(word) || word === '' || word === '.' || word === '..') return true;
  if (!word.includes('.') && word !== 'index') return false;
  const stem = baseNameOf(stemOf(path));
  return words.has(stem) || stem === '' || stem === '.' || stem === '..';
}

/** What an import may leave out: the ending, and the name of a folder's index. */
function stemOf(file: RelativePath): RelativePath {
  const name = baseNameOf(file);
  const bare = name.replace(/(?:\.d)?\.[^.]+$/, '');
  const folder = directoryOf(file);
  if (bare === 'index') return folder;
  return folder === '' ? bare : `${folder}/${bare}`;
}

/** What is no code by the looks of its folder, and is imported by none. */
export function leftOutOf(
  state: FolderState,
  records: ReadonlyMap<RelativePath, FileRecord>,
): ReadonlyMap<RelativePath, SkippedFile> {
  const found = [...records.keys()].flatMap((file) => {
    const reason = leftOutReason(state.context(), file);
    return reason === undefined ? [] : [{ file, reason }];
  });
  state.imported = found.length === 0 ? new Set() : importedAll(records, new Set(found.map(({ file }) => file)));
  return new Map(found.filter(({ file }) => !state.imported.has(file)).map((one) => [one.file, one]));
}

export function leftOutReason(context: FolderContext, file: RelativePath): SkipReason | undefined {
  const folder = directoryOf(file);
  const reasons = reasonsOf(context);
  if (!reasons.has(folder)) {
    const owner = context.ownerOf(folder);
    reasons.set(folder, owner && leftOutBecause(folder, owner, (one) => context.isPackageTop(one)));
  }
  const reason = reasons.get(folder);
  return fixtureFile.test(file) && context.ownerOf(folder) !== undefined ? 'fixture' : reason;
}

/** By folder: most have many files. */
const remembered = new WeakMap<FolderContext, Map<RelativePath, LeftOutReason | undefined>>();

function reasonsOf(context: FolderContext): Map<RelativePath, LeftOutReason | undefined> {
  const known = remembered.get(context) ?? new Map<RelativePath, LeftOutReason | undefined>();
  remembered.set(context, known);
  return known;
}
