import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import type { Override, ReadConfig } from '../../src/ports/manager-driver.ts';
import { isBookkeeping } from '../faults/project-state.ts';
import { never } from './engine.ts';
import { changedIn } from './engine-project.ts';
import { driverContextOf, type TestManager } from './managers.ts';
import type { FileBody, TempProject } from './temp-project.ts';

/** Two members, the second of which the first may depend on. */
export function workspaceOf({ id }: TestManager): Readonly<Record<string, FileBody>> {
  return {
    'package.json': { name: 'root', private: true, ...(id === 'pnpm' ? {} : { workspaces: ['packages/*'] }) },
    ...(id === 'pnpm' ? { 'pnpm-workspace.yaml': 'packages:\n  - packages/*\n' } : {}),
    'packages/a/package.json': { name: 'a', version: '1.0.0' },
    'packages/b/package.json': { name: 'b', version: '1.0.0' },
    'packages/b/index.js': 'module.exports = "b of this workspace";\n',
  };
}

/** What a file of the folder gets by `require`, in a process that remembers no other install, as Plug'n'Play needs it. */
export function load(app: TempProject, name: string, folder = ''): unknown {
  const map = app.exists('.pnp.cjs') ? ['-r', app.path('.pnp.cjs')] : [];
  const quoted = JSON.stringify(name);
  const args = [...map, '-p', `JSON.stringify([require.resolve(${quoted}), require(${quoted})])`];
  const text = execFileSync(process.execPath, args, { cwd: app.path(folder), encoding: 'utf8', stdio: 'pipe' });
  const [file, value] = JSON.parse(text) as [string, unknown];
  assert.ok(map.length > 0 || fs.realpathSync(file).startsWith(app.folder), 'from this project');
  return value;
}

export function readerOf(app: TempProject): ReadConfig {
  return async (name) => (app.exists(name) ? app.read(name) : undefined);
}

/** Every package that the lockfile has from the registry, as `name version`. */
export async function lockedIn({ driver, lockfile }: TestManager, app: TempProject): Promise<readonly string[]> {
  const { packages } = await driver.readLockfile(app.read(lockfile));
  return packages
    .filter(({ source }) => source === 'registry')
    .map(({ name, version }) => `${name} ${version}`)
    .toSorted();
}

/** Every version of a package that the lockfile has. */
export async function versionsOf({ driver, lockfile }: TestManager, app: TempProject, name: string): Promise<string[]> {
  const { packages } = await driver.readLockfile(app.read(lockfile));
  return packages
    .filter((found) => found.name === name)
    .map(({ version }) => version)
    .toSorted();
}

/** Writes an override and resolves; false where this manager has none of its kind. */
export async function override(manager: TestManager, app: TempProject, wanted: Override): Promise<boolean> {
  const file = await manager.driver.override(readerOf(app), wanted, manager.tool.version);
  if (file === undefined) return false;
  app.write(file.path, file.text);
  await manager.driver.resolve(driverContextOf(manager.tool, app.folder), never);
  return true;
}

/**
 * Files that a resolve has changed, by two looks at the project. Not what a manager that fetches while it resolves keeps
 * of that in the folder, nor its notes.
 */
export function changedByResolve(
  { driver }: TestManager,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] {
  const isFetched = (name: string): boolean => driver.fetchedFiles !== undefined && name.startsWith('.yarn/');
  return changedIn(before, after).filter(
    (name) => !isFetched(name) && !isBookkeeping(name.replace(/^node_modules\//, '')),
  );
}

/** What an install makes: taken away, a clone is left. */
export function deleteTrees(app: TempProject): void {
  const trees = ['node_modules', 'packages/a/node_modules', 'packages/b/node_modules', '.pnp.cjs', '.yarn'];
  for (const name of [...trees, '.pnp.data.json', '.pnp.loader.mjs']) app.delete(name);
}

/** Not in what we keep of a tree while an operation runs. */
const installed = /^(?!\.quartermaster\/).*\bnode_modules\//;

/** Where the installed tree still speaks of a package: a file or folder by its name, or the map of Plug'n'Play. */
export function tracesOf(app: TempProject, name: string): readonly string[] {
  const inMap = app.exists('.pnp.cjs') && app.read('.pnp.cjs').includes(`"${name}"`) ? ['.pnp.cjs'] : [];
  const inTree = fs.readdirSync(app.folder, { recursive: true, encoding: 'utf8' });
  return [...inMap, ...inTree.filter((file) => installed.test(file) && file.endsWith(`/${name}`))];
}
