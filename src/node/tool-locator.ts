import { readFile, realpath, stat } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join, sep } from 'node:path';
import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { ChosenManager, ManagerId } from '../model/project.ts';
import type { ManagerTool, ToolLocator } from '../ports/manager-driver.ts';
import { findNativeTool } from './native-tool.ts';

/** Where a manager's own JavaScript file stands, relative to the folder of its shim. */
const scripts: Readonly<Record<ManagerId, readonly string[]>> = {
  npm: ['node_modules/npm/bin/npm-cli.js', '../lib/node_modules/npm/bin/npm-cli.js'],
  pnpm: ['node_modules/pnpm/bin/pnpm.cjs', '../lib/node_modules/pnpm/bin/pnpm.cjs'],
  yarn: ['node_modules/yarn/bin/yarn.js', '../lib/node_modules/yarn/bin/yarn.js'],
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

  find({ id }: ChosenManager, root: string): Promise<ManagerTool> {
    const known = this.#found.get(id);
    if (known !== undefined) return known;
    const search = this.#search(id, root);
    this.#found.set(id, search);
    // A manager that is missing now may be installed the next minute.
    search.catch(() => this.#found.delete(id));
    return search;
  }

  async #search(id: ManagerId, root: string): Promise<ManagerTool> {
    const forbidden = await Promise.all([root, ...this.#workspaces()].map((folder) => realOr(folder)));
    for (const folder of this.#pathFolders()) {
      const native = await findNativeTool(folder, id, (path) => !isBelow(path, forbidden));
      if (native !== undefined) return native;
      const script = await this.#scriptIn(folder, id, forbidden);
      if (script === undefined) continue;
      const version = await versionOf(script);
      const node = await this.#node(dirname(script), folder, forbidden);
      if (version !== undefined) return { file: node, prefix: [script], version };
    }
    throw new QmError('QM_MANAGER_MISSING', {
      message: t('{0} was not found on PATH.', id),
      hint: t('Install {0}, or start the editor from a terminal in which "{0} --version" answers.', id),
    });
  }

  #pathFolders(): readonly string[] {
    const path = this.#env['PATH'] ?? this.#env['Path'] ?? '';
    return path.split(delimiter).filter((folder) => isAbsolute(folder));
  }

  async #scriptIn(folder: string, id: ManagerId, forbidden: readonly string[]): Promise<string | undefined> {
    const shim = await realpath(join(folder, id)).catch(() => undefined);
    const candidates = [shim, ...scripts[id].map((path) => join(folder, path))];
    for (const candidate of candidates) {
      if (candidate === undefined || !/\.[cm]?js$/.test(candidate)) continue;
      const real = await realpath(candidate).catch(() => undefined);
      if (real !== undefined && !isBelow(real, forbidden)) return real;
    }
    return undefined;
  }

  /** The Node beside the manager, the first one on PATH, or the one that runs us. */
  async #node(scriptFolder: string, pathFolder: string, forbidden: readonly string[]): Promise<string> {
    const name = process.platform === 'win32' ? 'node.exe' : 'node';
    for (const folder of [pathFolder, join(scriptFolder, '..', '..', '..', '..', 'bin'), ...this.#pathFolders()]) {
      const real = await realpath(join(folder, name)).catch(() => undefined);
      if (real === undefined || isBelow(real, forbidden)) continue;
      if ((await stat(real)).isFile()) return real;
    }
    return process.execPath;
  }
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
