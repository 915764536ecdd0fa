import fs from 'node:fs';
import path from 'node:path';

// The suite's own project on disk, as its launcher made it.

/** The real path of the folder that the suite was started on. */
export const workspace = process.env.QM_TEST_WORKSPACE ?? '';

export function pathOf(relative: string): string {
  return path.join(workspace, relative);
}

export function exists(relative: string): boolean {
  return fs.existsSync(pathOf(relative));
}

export function read(relative: string): string {
  return fs.readFileSync(pathOf(relative), 'utf8');
}

export function readJson<T = Record<string, unknown>>(relative: string): T {
  return JSON.parse(read(relative)) as T;
}

/** Writes past the editor, as another program would; an object as JSON. */
export function write(relative: string, body: string | Buffer | object): void {
  fs.mkdirSync(path.dirname(pathOf(relative)), { recursive: true });
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  fs.writeFileSync(pathOf(relative), raw ? body : `${JSON.stringify(body, null, 2)}\n`);
}

export function remove(relative: string): void {
  fs.rmSync(pathOf(relative), { recursive: true, force: true });
}

export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** What a manifest, its lockfile and its node_modules say of a package. */
export interface Installed {
  readonly range: string | undefined;
  readonly devRange: string | undefined;
  readonly locked: string | undefined;
  readonly version: string | undefined;
}

/** `folder`: of the manifest, relative to the workspace. */
export function installed(name: string, folder = ''): Installed {
  const at = (file: string): string => (folder === '' ? file : `${folder}/${file}`);
  const manifest = readJson<Manifest>(at('package.json'));
  const lockfile = exists(at('package-lock.json'))
    ? readJson<{ packages: Record<string, { version?: string }> }>(at('package-lock.json'))
    : undefined;
  const module = at(`node_modules/${name}/package.json`);
  return {
    range: manifest.dependencies?.[name],
    devRange: manifest.devDependencies?.[name],
    locked: lockfile?.packages[`node_modules/${name}`]?.version,
    version: exists(module) ? readJson<{ version: string }>(module).version : undefined,
  };
}

export const notInstalled: Installed = {
  range: undefined,
  devRange: undefined,
  locked: undefined,
  version: undefined,
};
