import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { FixturePackage } from '../registry/fixture-package.ts';
import { cli } from '../support/cli.ts';
import { homeOf } from '../support/engine.ts';
import { freshCaches, hermeticEnvironment, registryVariables } from '../support/environment.ts';
import { createTempProject, tempFolder, type TempProject } from '../support/temp-project.ts';

/** Names of packages that each of the three asks for. */
const name = (who: string, index: number): string => `${who}-${String(index).padStart(2, '0')}`;

export function crowdPackages(count: number): readonly FixturePackage[] {
  return ['window', 'command', 'hand'].flatMap((who) =>
    Array.from({ length: count }, (_, index) => ({ name: name(who, index), versions: { '1.0.0': {} } })),
  );
}

export interface CrowdResult {
  /** How many of each said that they had succeeded. */
  readonly succeeded: Readonly<Record<'window' | 'command' | 'hand', number>>;
  /** What did not end well, with what was said. */
  readonly failed: readonly string[];
  /** Packages that an operation of ours said it had installed, and that are not in manifest, lockfile or node_modules. */
  readonly lost: readonly string[];
  readonly seconds: number;
}

/**
 * Three at once in one project, `count` installs each: a window (an engine that lives on), the command line, and a bare npm
 * by hand. Rejects where they do not come to an end.
 */
export async function crowd(
  registry: { readonly url: string },
  npm: readonly string[],
  count: number,
): Promise<CrowdResult> {
  const app = createTempProject({ registry, files: { 'package.json': { name: 'app', private: true } } });
  const caches = freshCaches(tempFolder('caches-'));
  const started = performance.now();
  const [window, command, hand] = await Promise.all([
    inWindow(app, count, caches),
    each(count, async (index) => {
      const { code, stderr } = await cli(app, ['install', name('command', index)], { env: caches });
      return code === 0 ? undefined : stderr;
    }),
    each(count, (index) => byHand(app, npm, name('hand', index), caches)),
  ]);
  const seconds = (performance.now() - started) / 1000;
  const recovered = await cli(app, ['recover'], { env: caches });
  const said = { window, command, hand };
  const ours = [...kept('window', window), ...kept('command', command)];
  const result: CrowdResult = {
    succeeded: { window: count - failures(window), command: count - failures(command), hand: count - failures(hand) },
    failed: [
      ...Object.entries(said).flatMap(([who, errors]) =>
        errors.flatMap((error, index) => (error === undefined ? [] : `${name(who, index)}: ${error.trim()}`)),
      ),
      ...(recovered.code === 0 ? [] : [`recover: ${recovered.stderr}`]),
    ],
    lost: ours.filter((each_) => !stands(app, each_)),
    seconds,
  };
  app.dispose();
  return result;
}

type Errors = readonly (string | undefined)[];

const failures = (errors: Errors): number => errors.filter((error) => error !== undefined).length;

function kept(who: string, errors: Errors): readonly string[] {
  return errors.flatMap((error, index) => (error === undefined ? name(who, index) : []));
}

function stands(app: TempProject, wanted: string): boolean {
  const { dependencies } = app.readJson<{ dependencies?: Record<string, string> }>('package.json');
  const { packages } = app.readJson<{ packages: Record<string, unknown> }>('package-lock.json');
  const isLocked = packages[`node_modules/${wanted}`] !== undefined;
  return dependencies?.[wanted] !== undefined && isLocked && app.exists(`node_modules/${wanted}/index.js`);
}

async function each(count: number, work: (index: number) => Promise<string | undefined>): Promise<Errors> {
  const errors: (string | undefined)[] = [];
  for (let index = 0; index < count; index++) errors.push(await work(index));
  return errors;
}

/** A process of its own, with the engine of a window in it. */
async function inWindow(app: TempProject, count: number, caches: Readonly<Record<string, string>>): Promise<Errors> {
  const names = Array.from({ length: count }, (_, index) => name('window', index));
  const script = path.join(import.meta.dirname, 'crowd-window.ts');
  const child = spawn(process.execPath, [script, app.folder, homeOf(app), ...names], {
    env: { ...environment(app), ...caches },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [errors] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the window ended ${code}`))),
  ])) as [readonly (string | null)[]];
  return errors.map((error) => error ?? undefined);
}

async function byHand(
  app: TempProject,
  npm: readonly string[],
  wanted: string,
  caches: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const [file = '', ...prefix] = npm;
  const args = ['--fork', '--wait', file, ...prefix, 'install', wanted, '--no-audit', '--no-fund'];
  const child = spawn('setsid', args, {
    cwd: app.folder,
    env: { ...environment(app), ...caches },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += String(data)));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0 ? undefined : `npm ended ${code}: ${said.slice(0, 300)}`;
}

function environment(app: TempProject): Record<string, string> {
  const env = hermeticEnvironment({ home: homeOf(app) });
  for (const name of registryVariables) delete env[name];
  return env;
}
