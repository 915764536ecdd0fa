import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { t } from '@vscode/l10n';
import { QmError } from '../../base/errors.ts';
import { redact } from '../../base/redact.ts';
import type { Engine } from '../../engine/engine.ts';
import { createEngine } from '../../engine/engine.ts';
import type { Log } from '../../ports/log.ts';
import type { Scanner } from '../../ports/scanner.ts';
import { userFolders } from '../../node/user-folders.ts';
import { composeServices } from '../compose.ts';
import type { Streams } from './output.ts';

/** One run of the command line. */
export interface Session {
  /** Real path of `--cwd`. */
  readonly cwd: string;
  /** The workspace root above it, or itself. */
  readonly root: string;
  readonly engine: Engine;
  readonly signal: AbortSignal;
  /** All of stdin. */
  readInput(): Promise<string>;
  /** A path relative to the root as one relative to `cwd`, forward slashes; undefined where it is not below `cwd`. */
  shown(path: string): string | undefined;
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly cwd: string;
  readonly verbose: boolean;
  readonly dataFolder: string;
  readonly makeScanner: (cacheFolder: string) => Scanner;
  readonly signal: AbortSignal;
  readonly streams: Streams;
  readonly readInput: () => Promise<string>;
}

/** Opens the folder. Rejects with QM_FOLDER_MISSING. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const cwd = realFolder(options.cwd);
  const root = findRoot(cwd);
  const folders = userFolders();
  const services = composeServices({ dataFolder: options.dataFolder, workspaces: () => [root], folders });
  const scanner = options.makeScanner(folders.cache);
  const engine = createEngine({
    ...services,
    root,
    scanner,
    log: streamLog(options.streams, options.verbose),
    // Whoever runs a command in a folder has chosen to work there.
    trust: { isTrusted: () => true, onDidGrant: () => ({ dispose: () => undefined }) },
    documents: { isUnsaved: () => false },
  });
  const below = relative(root, cwd).split(sep).join('/');
  return {
    cwd,
    root,
    engine,
    signal: options.signal,
    readInput: options.readInput,
    shown: (path) => showBelow(below, path),
    async close() {
      await engine.close();
      await scanner.dispose();
    },
  };
}

function showBelow(below: string, path: string): string | undefined {
  if (below === '') return path;
  if (path === below) return '';
  return path.startsWith(`${below}/`) ? path.slice(below.length + 1) : undefined;
}

function realFolder(path: string): string {
  try {
    return realpathSync(path);
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
 * The folder itself if it is marked; else the nearest marked folder above it, so that a command in a workspace member
 * never makes a second lockfile there; else the folder itself.
 */
export function findRoot(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (rootMarks.some((mark) => existsSync(join(folder, mark))) || hasWorkspaces(folder)) return folder;
    if (dirname(folder) === folder) return cwd;
  }
}

function hasWorkspaces(folder: string): boolean {
  try {
    return 'workspaces' in (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as object);
  } catch {
    return false;
  }
}

function streamLog(streams: Streams, verbose: boolean): Log {
  const write = (message: string): void => streams.error(redact(`${message}\n`));
  const quietly = (message: string): void => (verbose ? write(message) : undefined);
  return { debug: quietly, info: quietly, warn: write, error: quietly };
}
