import { readFile, realpath, stat } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join, sep } from 'node:path';
import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { ChosenManager, ManagerId } from '../model/project.ts';
import type { ManagerTool, ToolLocator } from '../ports/manager-driver.ts';
import { compare, satisfies, valid } from 'semver';
import { fetchedManagers, type FetchedManager } from './corepack-cache.ts';
import { findNativeTool } from './native-tool.ts';

/** Where a manager's own JavaScript file stands, relative to the folder of its shim. */
const scripts: Readonly<Record<ManagerId, readonly string[]>> = {
  npm: ['node_modules/npm/bin/npm-cli.js', '../lib/node_modules/npm/bin/npm-cli.js'],
  pnpm: ['node_modules/pnpm/bin/pnpm.cjs', '../lib/node_modules/pnpm/bin/pnpm.cjs'],
  yarn: ['yarn', '@yarnpkg/cli-dist'].flatMap((name) => [
    `node_modules/${name}/bin/yarn.js`,
    `../lib/node_modules/${name}/bin/yarn.js`,
  ]),
  bun: [],
};

/**
 * Finds managers on PATH and runs Node on their JavaScript file, or the program that they are; never a shim or a .cmd.
 * Relative entries of PATH and everything inside the workspace are passed over: a repository must not be able to bring
 * its own npm.
 */
export class PathToolLocator implements ToolLocator {
  readonly #found = new Map<string, Promise<ManagerTool>>();
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #workspaces: () => readonly string[];

  constructor(workspaces: () => readonly string[], env: Readonly<Record<string, string | undefined>> = process.env) {
    this.#workspaces = workspaces;
    this.#env = env;
  }

  find(manager: ChosenManager, root: string): Promise<ManagerTool> {
    const key = [manager.id, manager.generation, manager.version].join('\n');
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const search = this.#search(manager, root);
    this.#found.set(key, search);
    // A manager that is missing now may be installed the next minute.
    search.catch(() => this.#found.delete(key));
    return search;
  }

  /** The pinned version first, wherever it is; then what answers to the name on PATH; then what Corepack once fetched. */
  async #search(manager: ChosenManager, root: string): Promise<ManagerTool> {
    const forbidden = await Promise.all([root, ...this.#workspaces()].map((folder) => realOr(folder)));
    const pinned = manager.version !== undefined && isPin(manager.version) ? manager.version : undefined;
    let first: ManagerTool | undefined;
    for await (const tool of this.#onPath(manager, forbidden)) {
      if (pinned === undefined || tool.version === pinned) return tool;
      first ??= tool;
    }
    const fetched = await fetchedManagers(manager.id, this.#env);
    const script =
      fetched.find(({ version }) => version === pinned) ?? (first === undefined ? newest(manager, fetched) : undefined);
    if (script !== undefined && !isBelow(script.script, forbidden)) {
      const file = await this.#node(dirname(script.script), undefined, forbidden);
      return { file, prefix: [script.script], version: script.version };
    }
    if (first !== undefined) return first;
    throw missing(manager);
  }

  /** Everything on PATH of this name and generation, in its order. */
  async *#onPath(manager: ChosenManager, forbidden: readonly string[]): AsyncGenerator<ManagerTool> {
    const { id } = manager;
    for (const folder of this.#pathFolders()) {
      const native = await findNativeTool(folder, id, (path) => !isBelow(path, forbidden));
      if (native !== undefined) yield native;
      for (const script of native === undefined ? await this.#scriptsIn(folder, id, forbidden) : []) {
        const version = await versionOf(script);
        if (version === undefined || !isOfGeneration(version, manager)) continue;
        yield { file: await this.#node(dirname(script), folder, forbidden), prefix: [script], version };
      }
    }
  }

  #pathFolders(): readonly string[] {
    const path = this.#env['PATH'] ?? this.#env['Path'] ?? '';
    return path.split(delimiter).filter((folder) => isAbsolute(folder));
  }

  async #scriptsIn(folder: string, id: ManagerId, forbidden: readonly string[]): Promise<readonly string[]> {
    const shim = await realpath(join(folder, id)).catch(() => undefined);
    const candidates = [shim, ...scripts[id].map((path) => join(folder, path))];
    const found = new Set<string>();
    for (const candidate of candidates) {
      if (candidate === undefined || !/\.[cm]?js$/.test(candidate)) continue;
      const real = await realpath(candidate).catch(() => undefined);
      if (real !== undefined && !isBelow(real, forbidden)) found.add(real);
    }
    return [...found];
  }

  /** The Node beside the manager, the first one on PATH, or the one that runs us. */
  async #node(scriptFolder: string, pathFolder: string | undefined, forbidden: readonly string[]): Promise<string> {
    const name = process.platform === 'win32' ? 'node.exe' : 'node';
    const beside = pathFolder === undefined ? [] : [pathFolder, join(scriptFolder, '..', '..', '..', '..', 'bin')];
    for (const folder of [...beside, ...this.#pathFolders()]) {
      const real = await realpath(join(folder, name)).catch(() => undefined);
      if (real === undefined || isBelow(real, forbidden)) continue;
      if ((await stat(real)).isFile()) return real;
    }
    return process.execPath;
  }
}

/** Yarn 1, and everything since Yarn 2: a name is all they share. */
function isOfGeneration(version: string, { generation }: ChosenManager): boolean {
  const major = Number(/^\d+/.exec(version)?.[0]);
  return generation === undefined || (generation === 'classic' ? major < 2 : major >= 2);
}

/** One version, not a range of them. */
function isPin(version: string): boolean {
  return valid(version) !== null;
}

/** The newest that the project would take; of Yarn, where Corepack is the usual way to have one of several. */
function newest(manager: ChosenManager, fetched: readonly FetchedManager[]): FetchedManager | undefined {
  const range = manager.version === undefined || isPin(manager.version) ? '*' : manager.version;
  const fitting = fetched.filter(
    ({ version }) => isPin(version) && isOfGeneration(version, manager) && satisfies(version, range),
  );
  return fitting.toSorted((a, b) => compare(b.version, a.version))[0];
}

function missing({ id, generation, version }: ChosenManager): QmError {
  if (generation !== 'berry') {
    return new QmError('QM_MANAGER_MISSING', {
      message: t('{0} was not found on PATH.', id),
      hint: t('Install {0}, or start the editor from a terminal in which "{0} --version" answers.', id),
    });
  }
  const named = version !== undefined && isPin(version) ? version : '4';
  return new QmError('QM_MANAGER_MISSING', {
    message: t('Yarn {0} was not found on this machine; one that a project brings along is never run.', named),
    hint: t('Install it with "npm install --global @yarnpkg/cli-dist", or "corepack prepare yarn@{0}".', named),
  });
}

function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(folder + sep));
}

function realOr(folder: string): Promise<string> {
  return realpath(folder).catch(() => folder);
}

/** Corepack's scripts have the managers' names, and fetch what a project pins; that is never to happen by itself. */
function versionIn(text: string): string | undefined {
  try {
    const { name, version } = JSON.parse(text) as { name?: unknown; version?: unknown };
    return typeof version === 'string' && name !== 'corepack' ? version : undefined;
  } catch {
    return undefined;
  }
}

/** The version from the package.json above the manager's JavaScript file. */
async function versionOf(script: string): Promise<string | undefined> {
  for (let folder = dirname(script), depth = 0; depth < 4; depth++, folder = dirname(folder)) {
    const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const version = versionIn(text);
    if (version !== undefined) return version;
  }
  return undefined;
}
