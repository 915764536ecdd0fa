import { promises } from 'node:fs';
import { execFile } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ManagerId } from '../model/project.ts';
import type { ManagerTool } from '../ports/manager-driver.ts';

/** How long a program may take to say its version. */
const versionMs = 10_000;

/** How the npm packages of a manager's programs are named, one for each platform. */
interface NativePackages {
  /** `pnpm`: the package with the shim. */
  readonly name: string;
  readonly scope: string;
  /** How the one for this machine begins; another C library or an older processor is said behind it. */
  readonly own: string;
  /** The program in it. */
  readonly file: string;
}

const windows = process.platform === 'win32';
const extension = windows ? '.exe' : '';

/** Managers that are a program of their own: pnpm since 12, and Bun. */
const nativePackages: Readonly<Partial<Record<ManagerId, NativePackages>>> = {
  pnpm: { name: 'pnpm', scope: '@pnpm', own: `exe.${process.platform}-${process.arch}`, file: `pnpm${extension}` },
  bun: {
    name: 'bun',
    scope: '@oven',
    own: `bun-${windows ? 'windows' : process.platform}-${process.arch === 'arm64' ? 'aarch64' : process.arch}`,
    file: `bin/bun${extension}`,
  },
};

/**
 * The manager's own program for what stands on PATH in `folder`: the file itself, or the program that the npm package of
 * a shim has beside it, since without its install script such a package is a placeholder. `isAllowed` judges real paths.
 */
export async function findNativeTool(
  folder: string,
  id: ManagerId,
  isAllowed: (path: string) => boolean,
): Promise<ManagerTool | undefined> {
  const packages = nativePackages[id];
  if (packages === undefined) return undefined;
  for (const candidate of await candidatesIn(folder, id, packages)) {
    const file = await promises.realpath(candidate).catch(() => undefined);
    if (file === undefined || !isAllowed(file) || !(await isProgram(file))) continue;
    const version = (await packagedVersion(file)) ?? (await saidVersion(file));
    if (version !== undefined) return { file, prefix: [], version };
  }
  return undefined;
}

async function candidatesIn(folder: string, id: ManagerId, packages: NativePackages): Promise<readonly string[]> {
  const direct = join(folder, `${id}${extension}`);
  const target = await promises.realpath(windows ? join(folder, id) : direct).catch(() => undefined);
  if (target === undefined) return [direct];
  // A link leads into the package; a script of Windows stands beside node_modules.
  const modules = [...(modulesAbove(target, packages.name) ?? []), join(folder, 'node_modules')];
  const beside = await Promise.all(
    modules
      .flatMap((found) => [found, join(found, packages.name, 'node_modules')])
      .map((at) => programsIn(at, packages)),
  );
  return [direct, ...beside.flat()];
}

/** The node_modules with the package in which a file lies. */
function modulesAbove(file: string, name: string): readonly string[] | undefined {
  for (let at = dirname(file); at !== dirname(at); at = dirname(at)) if (basename(at) === name) return [dirname(at)];
  return undefined;
}

async function programsIn(modules: string, { scope, own, file }: NativePackages): Promise<readonly string[]> {
  const names: readonly string[] = await promises.readdir(join(modules, scope)).catch(() => []);
  const fitting = names.filter((name) => name === own || name.startsWith(`${own}-`));
  return fitting.toSorted((a, b) => a.length - b.length).map((name) => join(modules, scope, name, file));
}

/** First bytes of the formats of Linux, macOS (thin, and for two processors) and Windows. */
const magic = ['7f454c46', 'cffaedfe', 'cafebabe', '4d5a'];

async function isProgram(file: string): Promise<boolean> {
  if (!(await promises.stat(file)).isFile()) return false;
  const handle = await promises.open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    const start = buffer.toString('hex', 0, bytesRead);
    return magic.some((each) => start.startsWith(each));
  } finally {
    await handle.close();
  }
}

/** From the package.json of its package, which lies right above it. */
async function packagedVersion(file: string): Promise<string | undefined> {
  for (const folder of [dirname(file), dirname(dirname(file))]) {
    const text = await promises.readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
    const { name, version } = text === undefined ? {} : parse(text);
    if (
      typeof name === 'string' &&
      /^(?:@oven\/bun-|bun$|@pnpm\/exe|pnpm$)/.test(name) &&
      typeof version === 'string'
    ) {
      return version;
    }
  }
  return undefined;
}

function parse(text: string): { readonly name?: unknown; readonly version?: unknown } {
  try {
    return JSON.parse(text) as object;
  } catch {
    return {};
  }
}

/** Asked in its own folder: in a project's, pnpm would become the version that the project pins. */
async function saidVersion(file: string): Promise<string | undefined> {
  try {
    const options = { cwd: dirname(file), timeout: versionMs, windowsHide: true };
    const { stdout } = await promisify(execFile)(file, ['--version'], options);
    return /^v?(\d+\.\d+\.\d+\S*)\s*$/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}
