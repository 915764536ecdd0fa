import path from 'node:path';
import { run } from '../../test/support/run-command.ts';
import type { TempProject } from '../../test/support/temp-project.ts';
import { startInstalls } from '../installs.ts';
import { median, type Row } from '../report.ts';
import type { Staged } from './build.ts';

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
  const installs = await startInstalls();
  const { inProject, perform, env } = installs;
  const packages = Object.keys(ranges);
  const times = { hand: [] as number[], engine: [] as number[], process: [] as number[] };
  try {
    for (let round = -1; round < rounds; round++) {
      const hand = await inProject(ranges, ({ folder }) => perform({ kind: 'hand', folder }));
      const engine = await inProject({}, ({ folder }) => perform({ kind: 'engine', folder, packages }));
      const cli = [path.join(dist, 'cli.js')];
      const whole = await inProject({}, (project) => timed([...cli, 'install', ...packages, '--yes'], project, env));
      const start = await inProject({}, (project) => timed([...cli, 'version'], project, env));
      // The first round fills caches and loads what is lazy.
      if (round < 0) continue;
      times.hand.push(hand);
      times.engine.push(engine);
      times.process.push(whole - start);
    }
  } finally {
    await installs.stop();
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

async function timed(
  argv: readonly string[],
  { folder }: TempProject,
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const started = performance.now();
  const { code, stdout, stderr } = await run(process.execPath, argv, { cwd: folder, env });
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${stderr}${stdout}`);
  return performance.now() - started;
}
