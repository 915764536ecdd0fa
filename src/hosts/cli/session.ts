import { delimiter, dirname, join, relative, resolve, sep } from 'node:path';
import { t } from '@vscode/l10n';
import { QmError } from '../../base/errors.ts';
import { isInside, type RelativePath } from '../../base/path.ts';
import { redact } from '../../base/redact.ts';
import { defaultRetention } from '../../model/retention.ts';
import type { Engine } from '../../engine/engine.ts';
import { createEngine } from '../../engine/engine.ts';
import type { Log } from '../../ports/log.ts';
import type { Scanner } from '../../ports/scanner.ts';
import type { UserState } from '../../ports/user-state.ts';
import { diskTree } from '../../node/disk-tree.ts';
import { DiskUserState } from '../../node/disk-user-state.ts';
import { realPath } from '../../node/real-path.ts';
import { userFolders } from '../../node/user-folders.ts';
import { FolderReader } from '../../scan/folder-reader.ts';
import { workspaceAround } from '../../scan/project-map.ts';
import { composeServices } from '../compose.ts';
import { openFoldersVariable } from '../open-folders.ts';
import type { Streams } from './output.ts';
import { ignoredPackages } from './workspace-settings.ts';

/** One run of the command line. */
export interface Session {
  /** Real path of `--cwd`. */
  readonly cwd: string;
  /** The folder whose state counts here: `cwd` or one above it, never a member of a workspace. */
  readonly root: string;
  readonly engine: Engine;
  readonly signal: AbortSignal;
  /** A person sits at a terminal. What they typed is theirs. */
  readonly isTerminal: boolean;
  /** Puts a question to the person at the terminal; undefined where nobody sits there, or a program reads what is printed. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined;
  /** Says something at once, on stderr. */
  tell(sentence: string): void;
  /** Names and globs of packages that the folder's settings hide from every scan. */
  readonly ignorePackages: readonly string[];
  /** All of stdin. */
  readInput(): Promise<string>;
  /** A path relative to the root as one relative to `cwd`, forward slashes; undefined where it is not below `cwd`. */
  shown(path: RelativePath): string | undefined;
  /** The same for every path: what is not below `cwd` begins with `..`. */
  fromCwd(path: RelativePath): string;
  /** A folder as the user typed it, relative to the root. Throws QM_USAGE for what is no folder at or below the root. */
  folderInRoot(typed: string): RelativePath;
  /** True where a manifest of this folder may own files at or below `cwd`. */
  concerns(folder: RelativePath): boolean;
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly cwd: string;
  readonly verbose: boolean;
  readonly dataFolder: string;
  readonly makeScanner: (cacheFolder: string, dataFolder: string) => Scanner;
  readonly signal: AbortSignal;
  readonly streams: Streams;
  readonly readInput: () => Promise<string>;
  readonly isTerminal: boolean;
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

/** A command that nobody may be watching does not wait for the end of a merge. */
const patienceMs = 10_000;

/** Opens the folder. Rejects with QM_FOLDER_MISSING. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const cwd = realFolder(options.cwd);
  const folders = userFolders();
  const root = workspaceOf(await findRoot(cwd, new DiskUserState(folders.state)));
  const services = composeServices({ dataFolder: options.dataFolder, workspaces: () => [root], folders });
  const scanner = options.makeScanner(folders.cache, options.dataFolder);
  const ignorePackages = ignoredPackages(root);
  if (ignorePackages.length > 0) scanner.configure(root, { ignorePackages });
  const engine = createEngine({
    ...services,
    root,
    scanner,
    log: streamLog(options.streams, options.verbose),
    // Whoever runs a command in a folder has chosen to work there.
    trust: { isTrusted: () => true, onDidGrant: () => ({ dispose: () => undefined }) },
    documents: { isUnsaved: () => false },
    patienceMs,
    livesOn: false,
    retention: async () => (await services.user.retention()) ?? defaultRetention,
  });
  const here = between(root, cwd);
  const { ask } = options;
  const fromCwd = (path: RelativePath): string => (here === '' ? path : between(cwd, join(root, path)));
  return {
    cwd,
    root,
    engine,
    signal: options.signal,
    isTerminal: options.isTerminal,
    confirm: ask && (async (question) => isYes(await ask(`${question} [y/N] `))),
    tell: (text) => options.streams.error(`${text}\n`),
    ignorePackages,
    readInput: options.readInput,
    shown: (path) => (isInside(here, path) ? fromCwd(path) : undefined),
    fromCwd,
    folderInRoot: (typed) => folderInRoot(root, resolve(cwd, typed)),
    concerns: (folder) => isInside(here, folder) || isInside(folder, here),
    async close() {
      await engine.close();
      await scanner.dispose();
    },
  };
}

/** Whoever works in a member works with the lockfile of its workspace, whatever is open in an editor. */
function workspaceOf(folder: string): string {
  return workspaceAround(new FolderReader(diskTree, folder))?.folder ?? folder;
}

/** Everything else is a no. */
function isYes(answer: string): boolean {
  return ['y', 'yes', t('yes')].includes(answer.trim().toLowerCase());
}

/** The way from one folder to a path, with forward slashes. */
function between(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}

function folderInRoot(root: string, path: string): RelativePath {
  if (diskTree.stat(path)?.kind !== 'folder') {
    throw new QmError('QM_USAGE', {
      message: t('There is no folder {0}.', path),
      hint: t('--project takes a folder of this workspace, relative to where you are.'),
    });
  }
  const inside = between(root, realPath(path));
  if (inside !== '..' && !inside.startsWith('../') && resolve(inside) !== inside) return inside;
  throw new QmError('QM_USAGE', {
    message: t('{0} is not inside {1}.', path, root),
    hint: t('To work in another folder, use --cwd.'),
  });
}

function realFolder(path: string): string {
  try {
    return realPath(path);
  } catch (error) {
    throw new QmError('QM_FOLDER_MISSING', {
      message: t('There is no folder {0}.', path),
      hint: t('Check the path given to --cwd.'),
      cause: error,
    });
  }
}

/** Files that mark the root of a project that shares one lockfile. */
const rootMarks = [
  '.git',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
];

/**
 * In VS Code's terminals the folder that is open there, so that both keep one history. Else the nearest folder, from
 * `cwd` upward, that this user's own state knows: where the editor or an earlier command kept its history or mode,
 * whatever lockfiles were made since. Where there is none, what marks a folder decides.
 */
async function findRoot(cwd: string, user: UserState): Promise<string> {
  const open = (process.env[openFoldersVariable] ?? '').split(delimiter).filter((folder) => folder !== '');
  const around = open.filter((folder) => cwd === folder || cwd.startsWith(folder + sep));
  const [innermost] = around.toSorted((a, b) => b.length - a.length);
  if (innermost !== undefined) return innermost;
  for (let folder = cwd; ; folder = dirname(folder)) {
    if ((await user.knownDatabase(folder)) !== undefined || (await user.mode(folder)) !== undefined) return folder;
    if (dirname(folder) === folder) return markedRoot(cwd);
  }
}

/**
 * The nearest marked folder from `cwd` upward, so that a command in a workspace member never makes a second lockfile
 * there; else the nearest with a package.json; else the folder itself.
 */
function markedRoot(cwd: string): string {
  const isMarked = (folder: string): boolean =>
    rootMarks.some((mark) => exists(join(folder, mark))) || hasWorkspaces(folder);
  const hasManifest = (folder: string): boolean => exists(join(folder, 'package.json'));
  return nearest(cwd, isMarked) ?? nearest(cwd, hasManifest) ?? cwd;
}

function nearest(from: string, test: (folder: string) => boolean): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (test(folder)) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function exists(path: string): boolean {
  return diskTree.stat(path) !== undefined;
}

function hasWorkspaces(folder: string): boolean {
  try {
    return 'workspaces' in (JSON.parse(diskTree.readText(join(folder, 'package.json')) ?? '') as object);
  } catch {
    return false;
  }
}

function streamLog(streams: Streams, verbose: boolean): Log {
  const write = (message: string): void => streams.error(redact(`${message}\n`));
  const quietly = (message: string): void => (verbose ? write(message) : undefined);
  return { debug: quietly, info: quietly, warn: write, error: quietly };
}
