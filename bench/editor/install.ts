import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { startRegistry } from '../../test/registry/registry.ts';
import { hermeticEnvironment } from '../../test/support/environment.ts';
import { run } from '../../test/support/run-command.ts';
import { createTempProject, tempFolder, type TempProject } from '../../test/support/temp-project.ts';
import type { Staged } from './build.ts';
import type { HandWork, InstallTask } from './install-child.ts';
import { median, type Row } from '../report.ts';

const rounds = 9;
/** Two with dependencies of their own, one with types beside it; all in the local registry. */
const ranges: Readonly<Record<string, string>> = {
  axios: '^1.21.1',
  zod: '^4.6.7',
  nanoid: '^6.0.2',
  'fx-with-deps': '^1.0.0',
  '@fx/core': '^1.1.0',
};

/** Each round the same packages into an equal new project, by hand and by us in turn; all share one warm npm cache. */
export async function measureInstall({ dist }: Staged): Promise<readonly Row[]> {
  const registry = await startRegistry();
  const home = tempFolder('home-');
  // A project's own .npmrc names the registry, as for users of one.
  const { npm_config_registry: _, ...env } = hermeticEnvironment({ home, registry });
  const child = fork(path.join(import.meta.dirname, 'install-child.ts'), {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const times = { hand: [] as number[], engine: [] as number[], process: [] as number[], start: [] as number[] };
  try {
    for (let round = -1; round < rounds; round++) {
      const hand = await inProject(registry, ranges, ({ folder }) => ask(child, { kind: 'hand', folder }));
      const engine = await inProject(registry, {}, ({ folder }) =>
        ask(child, { kind: 'engine', folder, packages: names() }),
      );
      const cli = [path.join(dist, 'cli.js')];
      const whole = await inProject(registry, {}, (project) =>
        timed([...cli, 'install', ...names(), '--yes'], project, env),
      );
      const start = await inProject(registry, {}, (project) => timed([...cli, 'version'], project, env));
      // The first round fills caches and loads what is lazy.
      if (round < 0) continue;
      times.hand.push(hand);
      times.engine.push(engine);
      times.process.push(whole - start);
      times.start.push(start);
    }
  } finally {
    child.kill();
    await registry.stop();
    fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
  return rowsOf(times);
}

function rowsOf({
  hand,
  engine,
  process,
}: Readonly<Record<'hand' | 'engine' | 'process', readonly number[]>>): readonly Row[] {
  const over = (ours: readonly number[]): readonly number[] =>
    ours.map((value, index) => value - (hand[index] as number));
  const bar = median(hand) * 0.1 + 500;
  return [
    { what: 'by hand: npm install --package-lock-only, npm ci', unit: 'ms', values: hand },
    { what: 'install operation in a running engine', unit: 'ms', values: engine },
    { what: 'our own time on top of it, running engine', unit: 'ms', values: over(engine), bar },
    { what: 'our own time on top of it, command line less its start', unit: 'ms', values: over(process), bar },
  ];
}

function names(): readonly string[] {
  return Object.keys(ranges);
}

async function inProject(
  registry: { readonly url: string },
  dependencies: Readonly<Record<string, string>>,
  work: (project: TempProject) => Promise<number>,
): Promise<number> {
  const manifest = { name: 'bench', version: '1.0.0', private: true, dependencies };
  const project = createTempProject({ registry, files: { 'package.json': manifest } });
  try {
    const took = await work(project);
    return took;
  } finally {
    project.dispose();
  }
}

async function ask(child: ChildProcess, task: InstallTask | HandWork): Promise<number> {
  const answer = once(child, 'message');
  child.send(task);
  const [message] = (await answer) as [number | string];
  if (typeof message === 'string') throw new Error(message);
  return message;
}

async function timed(argv: readonly string[], { folder }: TempProject, env: Record<string, string>): Promise<number> {
  const started = performance.now();
  const { code, stdout, stderr } = await run(process.execPath, argv, { cwd: folder, env });
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${stderr}${stdout}`);
  return performance.now() - started;
}
