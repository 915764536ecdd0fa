import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { homeOf } from '../support/engine.ts';
import type { TempProject } from '../support/temp-project.ts';

/** Everything of a project that an operation may change. */
export interface ProjectState {
  readonly manifest: string;
  /** Undefined: there is none. */
  readonly lockfile: string | undefined;
  /** Path and size of every file of the installed tree, without what managers keep for themselves. */
  readonly tree: readonly string[];
}

/** Notes of the managers' own, with times and counters in them. */
const bookkeeping =
  /^(?:\.package-lock\.json|\.modules\.yaml|\.pnpm-workspace-state.*\.json|\.yarn-integrity|\.yarn-state\.yml|\.pnpm\/lock\.yaml|\.cache(?:\/.*)?)$/;

/** `name`: relative to node_modules. */
export function isBookkeeping(name: string): boolean {
  return bookkeeping.test(name);
}

export function stateOf(app: TempProject, lockfile: string): ProjectState {
  return {
    manifest: app.read('package.json'),
    lockfile: app.exists(lockfile) ? app.read(lockfile) : undefined,
    tree: treeFiles(app),
  };
}

function treeFiles(app: TempProject): readonly string[] {
  const pnp = app.exists('.pnp.cjs')
    ? [`.pnp.cjs ${createHash('sha256').update(app.read('.pnp.cjs')).digest('hex')}`]
    : [];
  const root = app.path('node_modules');
  if (!fs.existsSync(root)) return pnp;
  const entries = fs.readdirSync(root, { recursive: true, withFileTypes: true });
  const files = entries.flatMap((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(root, file);
    if (entry.isDirectory() || isBookkeeping(name)) return [];
    return [entry.isSymbolicLink() ? `${name} -> ${fs.readlinkSync(file)}` : `${name} ${fs.statSync(file).size}`];
  });
  return [...pnp, ...files.toSorted()];
}

export interface JournalRow {
  readonly id: string;
  readonly status: string;
  readonly step: string;
  /** As JSON. */
  readonly error: string | undefined;
  readonly undoes: string | undefined;
  readonly undoneBy: string | undefined;
}

/** What the journal says of the newest operation, read beside whoever writes it. */
export function newestRow(app: TempProject): JournalRow | undefined {
  return readRow(app, 'ORDER BY rowid DESC LIMIT 1');
}

export function rowOf(app: TempProject, id: string | undefined): JournalRow | undefined {
  return id === undefined ? undefined : readRow(app, 'WHERE id = ?', id);
}

/** Whether there is an operation on a package. */
export function isAsked(app: TempProject, name: string): boolean {
  return newestOn(app, name) !== undefined;
}

/** How the newest operation on a package ended; undefined: there is none, or it goes on. */
export function endOf(app: TempProject, name: string): JournalRow | undefined {
  const row = newestOn(app, name);
  return row === undefined || ['queued', 'running'].includes(row.status) ? undefined : row;
}

function newestOn(app: TempProject, name: string): JournalRow | undefined {
  return readRow(app, 'WHERE instr(packages, ?) > 0 ORDER BY rowid DESC LIMIT 1', JSON.stringify(name));
}

function readRow(app: TempProject, which: string, ...values: readonly string[]): JournalRow | undefined {
  const file = app.path('.quartermaster/state.db');
  if (!fs.existsSync(file)) return undefined;
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const select = `SELECT id, status, step, error, undoes, undone_by FROM package_operations ${which}`;
    const row = database.prepare(select).get(...values);
    if (row === undefined) return undefined;
    const text = (column: string): string | undefined => (row[column] === null ? undefined : String(row[column]));
    const [id = '', status = '', step = ''] = ['id', 'status', 'step'].map(text);
    return { id, status, step, error: text('error'), undoes: text('undoes'), undoneBy: text('undone_by') };
  } catch {
    // Not migrated yet, or locked for a moment.
    return undefined;
  } finally {
    database.close();
  }
}

/**
 * Files that an operation left anywhere: in the project, the temporary folder, the user's own folder. `own`: below the
 * user's home, where what is ours is kept.
 */
export function straysOf(
  app: TempProject,
  temporary: string,
  known: ReadonlySet<string>,
  own = 'quartermaster',
): readonly string[] {
  const home = path.join(homeOf(app), own);
  const inProject = fs.readdirSync(app.folder).filter((name) => !known.has(name));
  const retired = listOf(app.path('node_modules')).filter((name) => /^\.[\w@-]+-[A-Za-z0-9]{8}$/.test(name));
  const snapshots = listOf(app.path('.quartermaster/snap')).flatMap((project) =>
    listOf(app.path(`.quartermaster/snap/${project}`)).map((name) => `snap/${project}/${name}`),
  );
  const shadows = listOf(temporary).filter((name) => name.startsWith('quartermaster-'));
  const records = listOf(path.join(home, 'write-ahead'));
  return [...inProject, ...retired, ...snapshots, ...shadows, ...records];
}

function listOf(folder: string): readonly string[] {
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}
