import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startRegistry } from '../registry/registry.ts';
import { testManagers, type TestManager } from '../support/managers.ts';
import { hostWindow } from './crowd-host.ts';
import { crowd, crowdPackages } from './crowd.ts';
import { hostKinds, type HostKind } from './host-windows.ts';
import { KillLab, type KillResult } from './kill-lab.ts';
import { rollingBack, type Moment } from './moments.ts';
import { faultOperations, momentsOf, type FaultOperation } from './operations.ts';
import { treePackages } from './tree.ts';

// Kills the command line at every state of the journal, and at random moments while the files of a project change, with
// each manager and each kind of operation; the same with the extension host of a real window, at every state and --host
// times at random; then lets a window, the command line and npm by hand install in one project; then fills the disk, and makes it read-only, at
// each instant at which each manager's operation writes:
// npm run test:faults [-- --managers npm-11,bun-1 --kinds install,rollback --random 300 --host 60 --seed 1 --crowd 50].
// An empty --managers: no kills; an empty --kinds: none of the command line; --no-states and --no-host-states: random
// moments alone; --no-disks: none of the last.

const { values } = parseArgs({
  allowNegative: true,
  options: {
    managers: { type: 'string' },
    kinds: { type: 'string' },
    states: { type: 'boolean', default: true },
    random: { type: 'string', default: '300' },
    'host-states': { type: 'boolean', default: true },
    host: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    crowd: { type: 'string', default: '50' },
    disks: { type: 'boolean', default: true },
  },
});

interface Planned {
  readonly kind: FaultOperation['kind'];
  readonly moment: Moment;
}

type HostOperation = FaultOperation & { readonly kind: HostKind };
type PlannedInWindow = Planned & Pick<HostOperation, 'kind'>;

const kinds = values.kinds?.split(',');
const operations = faultOperations.filter(({ kind }) => kinds === undefined || kinds.includes(kind));
const random = generator(Number(values.seed));
const wanted = values.managers?.split(',');
const known = testManagers();
const managers =
  wanted === undefined ? known : wanted.flatMap((label) => known.find((manager) => manager.label === label) ?? []);
const registry = await startRegistry({ packages: treePackages });
const started = performance.now();
const all: (KillResult & { readonly manager: string })[] = [];
try {
  for (const manager of managers) {
    const lab = await KillLab.open(manager, registry);
    const moments = [
      ...(values.states ? everyState(lab) : []),
      ...(await someInTheWindow(lab, Math.ceil(Number(values.random) / managers.length))),
    ];
    for (const [index, { kind, moment }] of moments.entries()) {
      keep(manager, await lab.kill(kind, moment, { whole: index % 4 !== 3, edits: index % 3 === 0 }));
    }
    const inWindows = [
      ...(values['host-states'] ? everyHostState(lab) : []),
      ...(await someOfTheHost(lab, Math.ceil(Number(values.host) / managers.length))),
    ];
    for (const [index, { kind, moment }] of inWindows.entries()) {
      keep(manager, await lab.killHost(kind, moment, { whole: index % 4 !== 3, edits: index % 3 === 0 }));
    }
    const count = moments.length + inWindows.length;
    console.log(`${manager.label}: ${count} kills, ${((performance.now() - started) / 1000).toFixed(0)} s so far`);
    // A long run that is broken off has said where each fell.
    console.log(`  ${placesOf(manager).join('; ')}`);
    await lab.close();
  }
} finally {
  await registry.stop();
}
if (all.length > 0) print();
const broken = all.filter(({ faults }) => faults.length > 0).length;
const unkept = Number(values.crowd) === 0 ? 0 : await meet(Number(values.crowd));
const isDiskKept = !values.disks || withDisks();
console.log(`\n${all.length - broken} passed, ${broken} failed; of the crowd ${unkept}`);
process.exitCode = broken + unkept === 0 && isDiskKept ? 0 : 1;

/** The tests of full and read-only disks in their long form; true where all passed. */
function withDisks(): boolean {
  const script = path.join(import.meta.dirname, '../mocha-group.ts');
  const tests = path.join(import.meta.dirname, '../drivers/full-disk.test.ts');
  const env = { ...process.env, FAULTS: 'long' };
  const { status } = spawnSync(process.execPath, [script, '--timeout', '120000', '--', tests], {
    env,
    stdio: 'inherit',
  });
  return status === 0;
}

/** Three at once in one project; returns how much of it did not hold. */
async function meet(count: number): Promise<number> {
  const npm = known.find(({ label }) => label === 'npm-11') as TestManager;
  const packages = await startRegistry({ packages: crowdPackages(count) });
  try {
    const window = hostWindow(npm, packages);
    const { succeeded, failed, lost, lostByHand, seconds } = await crowd(packages, npm, count, window);
    const said = Object.entries(succeeded).map(([who, number]) => `${who} ${number} of ${count}`);
    const gone = `lost ${lost.length}, of npm's by hand ${lostByHand.length}`;
    console.log(`\ncrowd: ${said.join(', ')} in ${seconds.toFixed(0)} s; ${gone}`);
    for (const line of [...failed, ...[...lost, ...lostByHand].map((each) => `lost: ${each}`)]) console.log(line);
    // Npm by hand gives up where it meets another; that is npm's own, and listed.
    return lost.length + lostByHand.length + failed.filter((line) => !line.startsWith('hand')).length;
  } finally {
    await packages.stop();
  }
}

function keep({ label }: TestManager, result: KillResult): void {
  all.push({ ...result, manager: label });
  for (const fault of result.faults) console.log(`${label} ${result.kind}, fell in "${result.fell}": ${fault}`);
}

function everyState({ manager }: KillLab): readonly Planned[] {
  return operations
    .filter((operation) => operation.has(manager))
    .flatMap((operation) => momentsOf(operation).map((moment) => ({ kind: operation.kind, moment })));
}

function everyHostState({ manager }: KillLab): readonly PlannedInWindow[] {
  return hostOperations(manager).flatMap((operation) =>
    momentsOf(operation).map((moment) => ({ kind: operation.kind, moment })),
  );
}

/** Each kind by turns; every third that can be cancelled while it is put back. */
async function someInTheWindow(lab: KillLab, count: number): Promise<readonly Planned[]> {
  const own = operations.filter((operation) => operation.has(lab.manager));
  const planned: Planned[] = [];
  for (let index = 0; index < count && own.length > 0; index++) {
    const operation = own[index % own.length] as FaultOperation;
    const isBack = operation.putsBack && Math.floor(index / own.length) % 3 === 2;
    planned.push({ kind: operation.kind, moment: await randomMoment(lab, operation, isBack) });
  }
  return planned;
}

/** From the first byte that is written, or put back, to the end, and a little beyond. */
async function randomMoment(lab: KillLab, operation: FaultOperation, isBack: boolean): Promise<Moment> {
  const ms = await (isBack ? lab.measureUndo(operation) : lab.measure(operation));
  const plusMs = random() * ms * 1.1;
  return isBack ? { ...rollingBack, plusMs } : { after: operation.changing, plusMs };
}

/** Each kind by turns, at a random moment while the files of the project change. */
async function someOfTheHost(lab: KillLab, count: number): Promise<readonly PlannedInWindow[]> {
  const planned: PlannedInWindow[] = [];
  const own = hostOperations(lab.manager);
  for (let index = 0; index < count; index++) {
    const operation = own[index % own.length] as HostOperation;
    planned.push({ kind: operation.kind, moment: await randomMoment(lab, operation, false) });
  }
  return planned;
}

function hostOperations(manager: TestManager): readonly HostOperation[] {
  return faultOperations.filter(
    (operation): operation is HostOperation =>
      operation.has(manager) && (hostKinds as readonly string[]).includes(operation.kind),
  );
}

/** Where those of one manager fell, and how many at each place. */
function placesOf({ label }: TestManager): readonly string[] {
  const fell = all.filter(({ manager }) => manager === label).map((one) => one.fell);
  return [...new Set(fell)].toSorted().map((place) => `${place} ${fell.filter((each) => each === place).length}`);
}

/** Where the kills fell, by manager. */
function print(): void {
  const places = [...new Set(all.map(({ fell }) => fell))].toSorted();
  const width = Math.max(...places.map(({ length }) => length));
  console.log(`\n${'fell in'.padEnd(width)} ${managers.map(({ label }) => label.padStart(9)).join('')}`);
  for (const place of places) {
    const counts = managers.map(({ label }) => all.filter((one) => one.manager === label && one.fell === place).length);
    console.log(`${place.padEnd(width)} ${counts.map((count) => String(count).padStart(9)).join('')}`);
  }
  const edited = all.filter((one) => one.edited);
  const lost = edited.filter(({ faults }) => faults.some((fault) => fault.includes('edit is lost'))).length;
  const trees = all.filter(({ faults }) => faults.some((fault) => fault.startsWith('the '))).length;
  const strays = all.filter(({ faults }) => faults.some((fault) => fault.startsWith('stray'))).length;
  console.log(
    `\nkills ${all.length}; user edits ${edited.length}, lost ${lost}; broken ${trees}; with stray files ${strays}`,
  );
}

/** mulberry32, so that a run can be had again. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
