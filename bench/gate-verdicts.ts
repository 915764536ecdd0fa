import assert from 'node:assert/strict';
import fs from 'node:fs';
import { adviseOnNewcomers } from '../src/engine/advising.ts';
import type { EngineContext } from '../src/engine/context.ts';
import { judgeNewcomers } from '../src/engine/newcomers.ts';
import { judgeRequest } from '../src/engine/proposals.ts';
import type { Newcomer } from '../src/model/lockfile.ts';
import type { Project } from '../src/model/project.ts';
import { fixtureOsvRecords } from '../test/registry/fixtures.ts';
import { startOsv } from '../test/registry/osv.ts';
import { startRegistry } from '../test/registry/registry.ts';
import { contextOf, never, requests } from '../test/support/engine.ts';
import { freshCaches, hermeticEnvironment, registryVariables } from '../test/support/environment.ts';
import { noRule } from '../test/support/model.ts';
import { createTempProject, tempFolder } from '../test/support/temp-project.ts';
import { quantile } from './gate/table.ts';

// How long a verdict takes with all that the gate asks, each on this machine: node bench/gate-verdicts.ts

const rounds = 9;
/** Milliseconds. */
const bars = { warm: 5, cold: 300, delta: 1_000 };
/** What comes along, each with as many versions as packages have that are some years old. */
const [packages, versions] = [40, 60];
const names = Array.from({ length: packages }, (_, index) => `delta-${String(index).padStart(2, '0')}`);
const newest = `1.${versions - 1}.0`;

const home = tempFolder('bench-home-');
const registry = await startRegistry();
const osv = await startOsv({ records: fixtureOsvRecords });
try {
  Object.assign(process.env, hermeticEnvironment({ home, registry, osv }), { NPM_DOWNLOADS_API: registry.url });
  // The project's own configuration names the registry; a variable would win over it.
  for (const variable of registryVariables) delete process.env[variable];
  const published = Array.from({ length: versions }, (_, index) => [`1.${index}.0`, { ageDays: 900 - index * 10 }]);
  for (const name of names) registry.publish({ name, versions: Object.fromEntries(published) });
  const times: Record<keyof typeof bars, number[]> = { cold: [], warm: [], delta: [] };
  for (let round = 0; round < rounds; round += 1) {
    times.cold.push(await inNewWorld((context, project) => judgeOne(context, project)));
    times.warm.push(
      await inNewWorld(async (context, project) => {
        await judgeOne(context, project);
        return judgeOne(context, project);
      }),
    );
    times.delta.push(await inNewWorld(judgeDelta));
  }
  console.log(`the very first, which loads npm's client: ${times.cold.shift()?.toFixed(0)} ms\n`);
  for (const [what, kind] of [
    ['one name, nothing remembered', 'cold'],
    ['one name, remembered', 'warm'],
    [`${packages} packages that come along, nothing remembered`, 'delta'],
  ] as const) {
    const median = quantile(times[kind], 0.5);
    const met = median <= bars[kind] ? 'ok' : 'MISSED';
    const all = times[kind].map((time) => time.toFixed(kind === 'warm' ? 1 : 0)).join(' ');
    console.log(`${what.padEnd(52)} ${median.toFixed(1).padStart(8)} ms, bar ${bars[kind]} ms ${met}   (${all})`);
  }
} finally {
  await Promise.all([registry.stop(), osv.stop()]);
  fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

/** With a project, a home and caches that nobody has used. */
async function inNewWorld(work: (context: EngineContext, project: Project) => Promise<number>): Promise<number> {
  const app = createTempProject({ registry, files: { 'package.json': { name: 'app', private: true } } });
  Object.assign(process.env, freshCaches(tempFolder('bench-cache-')));
  const context = contextOf(app);
  try {
    const [project] = (await context.scanner.readProjects(context.root, never)).projects;
    assert.ok(project !== undefined);
    return await work(context, project);
  } finally {
    await context.scanner.dispose();
    app.dispose();
  }
}

async function judgeOne(context: EngineContext, project: Project): Promise<number> {
  const [request] = requests([names[0] as string]);
  assert.ok(request !== undefined);
  const started = performance.now();
  const lookUp = { careful: false, registry: context.registry, decide: () => noRule };
  const { report } = await judgeRequest(context, project, request, lookUp, never);
  const took = performance.now() - started;
  assert.deepEqual(
    report?.checks.filter(({ result }) => result !== 'allow'),
    [],
  );
  return took;
}

async function judgeDelta(context: EngineContext, project: Project): Promise<number> {
  const newcomers = names.map((name): Newcomer => {
    return { name, version: newest, source: 'registry', integrity: undefined, isNewName: true, former: [] };
  });
  const started = performance.now();
  const advise = await adviseOnNewcomers(context, project, newcomers, never);
  const incoming = { project, asked: [], options: { confirmed: false, automatic: true } };
  const reports = await judgeNewcomers(context, newcomers, incoming, { advise, decide: () => noRule }, never);
  const took = performance.now() - started;
  assert.deepEqual(
    reports.flatMap(({ checks }) => checks.filter(({ result }) => result !== 'allow')),
    [],
  );
  return took;
}
