import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { FixturePackage } from '../registry/fixture-package.ts';
import { cli } from '../support/cli.ts';
import { homeOf } from '../support/engine.ts';
import { freshCaches, hermeticEnvironment, registryVariables } from '../support/environment.ts';
import type { TestManager } from '../support/managers.ts';
import { createTempProject, tempFolder, type TempProject } from '../support/temp-project.ts';

const members = ['window', 'command', 'hand'] as const;
type Member = (typeof members)[number];
type Env = Readonly<Record<string, string>>;
/** How each install of a member ended: undefined where it said that all is well, else what it said. */
type Errors = readonly (string | undefined)[];

/** Names of packages that each of the three asks for; like none that is popular. */
const nameOf = (who: Member, index: number): string => `${who}-of-crowd-${String(index).padStart(2, '0')}`;

export function crowdPackages(count: number): readonly FixturePackage[] {
  return members.flatMap((who) =>
    Array.from({ length: count }, (_, index) => ({ name: nameOf(who, index), versions: { '1.0.0': {} } })),
  );
}

/** A window that is open on the project. */
interface OpenWindow {
  /** Installs packages one after the other. */
  install(names: readonly string[]): Promise<Errors>;
  close(): Promise<void>;
}

/** Opens a window on a project. */
export type CrowdWindow = (app: TempProject, env: Env) => Promise<OpenWindow>;

export interface CrowdResult {
  /** How many of each said that they had succeeded. */
  readonly succeeded: Readonly<Record<Member, number>>;
  /** What did not end well, with what was said. */
  readonly failed: readonly string[];
  /** What an operation of ours said it had installed, and what is missing of it at the end. */
  readonly lost: readonly string[];
  /**
   * The same of npm by hand. Its runs come one after the other and each of them writes what it adds, so that whatever is
   * gone was written over by one of ours.
   */
  readonly lostByHand: readonly string[];
  readonly seconds: number;
}

/**
 * Three at once in one project, `count` installs each: a window, the command line, and a bare npm by hand. Rejects where
 * they do not come to an end.
 */
export async function crowd(
  registry: { readonly url: string },
  { tool }: TestManager,
  count: number,
  window: CrowdWindow,
): Promise<CrowdResult> {
  const app = createTempProject({ registry, files: { 'package.json': { name: 'app', private: true } } });
  const caches = freshCaches(tempFolder('caches-'));
  const names = (who: Member): readonly string[] => Array.from({ length: count }, (_, index) => nameOf(who, index));
  const opened = await window(app, caches);
  const started = performance.now();
  const [ofWindow, ofCommand, ofHand] = await Promise.all([
    opened.install(names('window')),
    each(names('command'), async (name) => {
      const { code, stderr } = await cli(app, ['install', name], { env: caches });
      return code === 0 ? undefined : stderr;
    }),
    each(names('hand'), (name) => byHand(app, [tool.file, ...tool.prefix], name, caches)),
  ]);
  const seconds = (performance.now() - started) / 1000;
  await opened.close();
  const recovered = await cli(app, ['recover'], { env: caches });
  const said: Readonly<Record<Member, Errors>> = { window: ofWindow, command: ofCommand, hand: ofHand };
  const kept = (who: Member): readonly string[] =>
    said[who].flatMap((error, index) => (error === undefined ? nameOf(who, index) : []));
  const missing = (name: string): readonly string[] => {
    const where = missingIn(app, name);
    return where.length === 0 ? [] : [`${name}: not in ${where.join(', ')}`];
  };
  const result: CrowdResult = {
    succeeded: { window: kept('window').length, command: kept('command').length, hand: kept('hand').length },
    failed: [
      ...members.flatMap((who) =>
        said[who].flatMap((error, index) => (error === undefined ? [] : `${nameOf(who, index)}: ${error.trim()}`)),
      ),
      ...(recovered.code === 0 ? [] : [`recover: ${recovered.stderr}`]),
    ],
    lost: [...kept('window'), ...kept('command')].flatMap(missing),
    lostByHand: kept('hand').flatMap(missing),
    seconds,
  };
  app.dispose();
  return result;
}

function missingIn(app: TempProject, wanted: string): readonly string[] {
  const { dependencies } = app.readJson<{ dependencies?: Record<string, string> }>('package.json');
  const { packages } = app.readJson<{ packages: Record<string, unknown> }>('package-lock.json');
  return [
    ...(dependencies?.[wanted] === undefined ? ['package.json'] : []),
    ...(packages[`node_modules/${wanted}`] === undefined ? ['the lockfile'] : []),
    ...(app.exists(`node_modules/${wanted}/index.js`) ? [] : ['node_modules']),
  ];
}

export async function each(
  names: readonly string[],
  work: (name: string) => Promise<string | undefined>,
): Promise<Errors> {
  const errors: (string | undefined)[] = [];
  for (const name of names) errors.push(await work(name));
  return errors;
}

/** A process of its own, with the engine of a window in it: without an editor, and so in a tenth of its time. */
export const engineWindow: CrowdWindow = async (app, caches) => ({
  install: (names) => inProcess(app, names, caches),
  close: async () => undefined,
});

async function inProcess(app: TempProject, names: readonly string[], caches: Env): Promise<Errors> {
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
  caches: Env,
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
