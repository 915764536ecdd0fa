import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { tempFolder } from '../../test/support/temp-project.ts';
import type { Row } from '../report.ts';
import { scanProcess } from './whole-process.ts';

/** What the benchmark's own program writes of one tool, as far as it is read. */
interface Result {
  readonly repo: string;
  readonly cpuMs: number;
  readonly errors: readonly string[];
  readonly base: { readonly tp: readonly string[]; readonly fp: readonly string[]; readonly missed: readonly string[] };
  readonly ko: {
    readonly total: number;
    readonly hit: number;
    readonly reported: number;
    readonly missed: readonly string[];
    readonly wrong: readonly string[];
  };
}

const rounds = 3;

/**
 * Real repositories with hand-checked truth. `folder` holds the benchmark: `run.mjs`, `cases/`, `repos.json`, and the
 * repositories beside it in `../repos`; with `npm ci` done there the peers run too.
 */
export async function measureRepositories(folder: string): Promise<readonly Row[]> {
  const own = runTool(folder, 'ours', '--all');
  const { peer, cold, again } = await costs(
    folder,
    own.map(({ repo }) => repo),
  );
  const peerCpu = peer === undefined ? Number.NaN : sum(peer.map(({ cpuMs }) => cpuMs));
  const bar = (share: number): { readonly bar?: number } => (peer === undefined ? {} : { bar: share * peerCpu });
  return [
    ...judged('ours', own, true),
    ...(peer === undefined ? [] : judged('knip, every file an entry (the peer)', peer, false)),
    { what: 'CPU, all repositories, the peer', unit: 'ms', values: [peerCpu] },
    { what: 'CPU, all repositories, nothing remembered', unit: 'ms', values: cold, ...bar(0.25) },
    { what: 'CPU, all repositories, again, nothing changed', unit: 'ms', values: again, ...bar(0.07) },
  ];
}

function judged(who: string, results: readonly Result[], isOurs: boolean): readonly Row[] {
  const all = <T>(pick: (result: Result) => readonly T[]): readonly T[] => results.flatMap(pick);
  const total = sum(results.map(({ ko }) => ko.total));
  const reported = sum(results.map(({ ko }) => ko.reported));
  const wrong = all(({ ko }) => ko.wrong);
  const row = (what: string, values: readonly string[], bar: number): Row => ({
    what: `${who}: ${what}`,
    unit: '',
    values: [values.length],
    ...(isOurs ? { bar } : {}),
    ...(isOurs && values.length > 0 ? { note: values.join('; ') } : {}),
  });
  return [
    row(
      `missed of ${total} that were knocked out`,
      all(({ ko }) => ko.missed),
      Math.floor(total * 0.002),
    ),
    row(
      `missed of ${all(({ base }) => [...base.tp, ...base.missed]).length} true pairs`,
      all(({ base }) => base.missed),
      1,
    ),
    row(
      'false on untouched repositories',
      all(({ base }) => base.fp),
      0,
    ),
    row(`wrong of ${reported} reports in the knock-out rounds`, wrong, Math.floor(reported * 0.003)),
    row(
      'could not run',
      all(({ errors }) => errors),
      0,
    ),
  ];
}

/** `repositories`: arguments of the benchmark's own program. */
function runTool(folder: string, tool: string, ...repositories: readonly string[]): readonly Result[] {
  const out = tempFolder('detect-');
  const cli = path.join(import.meta.dirname, '../../dist/cli.js');
  const env = {
    ...process.env,
    XDG_CACHE_HOME: path.join(out, 'cache'),
    BENCH_WORK: path.join(out, 'work'),
    OURS: `'${process.execPath}' '${cli}' scan --cwd {dir} --json`,
  };
  const args = [path.join(folder, 'run.mjs'), '--tool', tool, ...repositories, '--out', out];
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(stderr);
  const { results } = JSON.parse(fs.readFileSync(path.join(out, `${tool}.json`), 'utf8')) as {
    readonly results: readonly Result[];
  };
  fs.rmSync(out, { recursive: true, force: true });
  return results;
}

/**
 * What the peer says and costs, and what we cost with a user's cache that is new and then with what that left in it, each round
 * summed over all repositories. A machine changes its speed from minute to minute, so each repository is scanned by both in turn.
 */
async function costs(
  folder: string,
  repositories: readonly string[],
): Promise<{
  readonly peer: readonly Result[] | undefined;
  readonly cold: readonly number[];
  readonly again: readonly number[];
}> {
  const hasPeer = fs.existsSync(path.join(folder, 'node_modules/knip'));
  const peer: Result[] = [];
  const caches = Array.from({ length: rounds }, () => tempFolder('cache-'));
  const [cold, again] = [caches.map(() => 0), caches.map(() => 0)];
  for (const repository of repositories) {
    if (hasPeer) peer.push(...runTool(folder, 'knip-all', '--repo', repository));
    const at = path.join(folder, '../repos', repository);
    for (const [round, cache] of caches.entries()) {
      cold[round] = (cold[round] ?? 0) + (await scanProcess(at, cache)).cpuMs;
      again[round] = (again[round] ?? 0) + (await scanProcess(at, cache)).cpuMs;
    }
  }
  for (const cache of caches) fs.rmSync(cache, { recursive: true, force: true });
  return { peer: hasPeer ? peer : undefined, cold, again };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
