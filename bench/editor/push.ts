import { EventEmitter, once } from 'node:events';
import fs from 'node:fs';
import type { WorkspaceFolder } from 'vscode';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { JournalKeeper } from '../../src/engine/journal-keeper.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { toRecords } from '../../src/execute/file-records.ts';
import { DashboardModel } from '../../src/hosts/vscode/dashboard/dashboard-model.ts';
import { Pushes } from '../../src/hosts/vscode/dashboard/pushes.ts';
import { systemClock } from '../../src/node/system-clock.ts';
import { contextOf, homeOf } from '../../test/support/engine.ts';
import { operation } from '../../test/support/model.ts';
import { createTempProject } from '../../test/support/temp-project.ts';
import type { Row } from '../report.ts';
import { Random } from './random.ts';
import { smallProject } from './samples.ts';

const operations = 100;
const lockfileBytes = 600 * 1024;
const trials = 21;

/**
 * What a progress step of an operation costs where a hundred stand behind it, each with a lockfile of its own: the
 * history that the dashboard reads anew for every push. In Node, on the one thread that the host has as well.
 */
export async function measurePush(): Promise<readonly Row[]> {
  const project = createTempProject({ files: smallProject() });
  const context = contextOf(project);
  const file = project.path('.quartermaster/state.db');
  try {
    await fill(context);
    const engine = createEngine(context);
    await engine.start('assist');
    await engine.scan(new AbortController().signal);
    const { drawn, pushed } = await pushesOf(engine);
    const size = fs.statSync(file).size / 1024 / 1024;
    await engine.close();
    const what = `${operations} operations, each with a lockfile of 600 KB`;
    return [
      { what: `${what}: the state of the dashboard`, unit: 'ms', values: drawn },
      { what: 'progress step to push, the wait for more of them included', unit: 'ms', values: pushed, bar: 200 },
      { what: 'state.db', unit: 'MB', values: [size] },
    ];
  } finally {
    await context.scanner.dispose();
    fs.rmSync(homeOf(project), { recursive: true, force: true });
    project.dispose();
  }
}

async function pushesOf(engine: Engine): Promise<{ readonly drawn: number[]; readonly pushed: number[] }> {
  const entry = { key: '1', engine, folder: { name: 'bench' } as WorkspaceFolder, ready: Promise.resolve() };
  const model = new DashboardModel({
    folders: { all: [entry] },
    isTrusted: () => true,
    now: () => new Date(),
    failed: (_entry, error) => {
      throw error;
    },
  });
  const sent = new EventEmitter();
  const drawn: number[] = [];
  const pushes = new Pushes(() => {
    const started = performance.now();
    model.state();
    drawn.push(performance.now() - started);
    sent.emit('push');
  }, systemClock.schedule);
  pushes.attach();
  engine.onDidChange(() => pushes.changed());
  // The product's timers keep no process alive.
  const awake = setInterval(() => undefined, 1_000);
  const pushed: number[] = [];
  for (let trial = 0; trial < trials; trial += 1) {
    const started = performance.now();
    engine.journal?.update('o0', { progress: trial / trials, step: `Step ${trial}` });
    await once(sent, 'push');
    pushed.push(performance.now() - started);
  }
  clearInterval(awake);
  pushes.dispose();
  return { drawn, pushed };
}

/** Each operation changes the lockfile a little, as installs do. */
async function fill(context: EngineContext): Promise<void> {
  const keeper = new JournalKeeper(context);
  const journal = await keeper.write();
  const projectId = journal.projectId('');
  const random = new Random(7);
  const hash = (): string => Buffer.from(Array.from({ length: 64 }, () => random.below(256))).toString('base64');
  const line = (): string => `    "integrity": "sha512-${hash()}",\n`;
  const lines = Array.from({ length: Math.ceil(lockfileBytes / line().length) }, line);
  const lock = (): Uint8Array => new TextEncoder().encode(lines.join(''));
  for (let index = 0; index < operations; index += 1) {
    const before = lock();
    lines[index] = line();
    const files = toRecords([{ path: 'package-lock.json', before, after: lock() }]);
    const createdAt = new Date(Date.now() - index * 60_000).toISOString();
    journal.add(operation({ id: `o${index}`, projectId, files, createdAt, endedAt: createdAt }));
  }
  keeper.dispose();
}
