import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import type { EngineContext } from '../../src/engine/context.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Operation } from '../../src/model/operation.ts';
import type { PackageName } from '../../src/model/package-name.ts';
import { fileLock } from '../../src/node/file-lock.ts';
import { isGroupRunning } from '../../src/node/process-identity.ts';
import { processRunner } from '../../src/node/process-runner.ts';
import type { RunRequest } from '../../src/ports/process-runner.ts';
import { isBookkeeping, newestRow, stateOf, straysOf } from '../faults/project-state.ts';
import { startRegistry, type Registry } from '../registry/registry.ts';
import { byHand, install, never, requests, useEngines, useHermeticProcess } from '../support/engine.ts';
import { changedIn, wholeTree } from '../support/engine-project.ts';
import { load } from '../support/manager-projects.ts';
import { locatorOf, testManagers, type TestManager } from '../support/managers.ts';
import { createTempProject, type TempProject } from '../support/temp-project.ts';
import { until } from '../support/until.ts';

/** Long enough to be met there. Some managers wait for the answer before they end. */
const held = { kind: 'latency', ms: 1_500 } as const;

/** What an operation is met at. */
interface Meeting {
  readonly engine: Engine;
  readonly app: TempProject;
  readonly registry: Registry;
  /** The package that is installed; it needs one other, `<name>-part`. */
  readonly name: string;
  /** Told of each process of a package manager as it starts, and of all that it prints. */
  readonly runs: Runs;
}

/** Runs of the package manager. */
class Runs {
  readonly pids: number[] = [];
  onOutput: (text: string) => void = () => undefined;

  readonly runner: EngineContext['run'] = {
    ...processRunner,
    run: (request, signal) => processRunner.run(this.#watched(request), signal),
  };

  #watched(request: RunRequest): RunRequest {
    return {
      ...request,
      onStart: (pid) => {
        this.pids.push(pid);
        request.onStart?.(pid);
      },
      onOutput: (text) => {
        this.onOutput(text);
        request.onOutput?.(text);
      },
    };
  }
}

/** Resolves in the middle of what it names. */
type Moment = (meeting: Meeting, cancel: () => void) => Promise<void>;

const moments: readonly (readonly [what: string, reach: (manager: TestManager) => Moment])[] = [
  ['resolves', () => (meeting, cancel) => asksFor(new RegExp(`GET /${meeting.name}-part$`), meeting, cancel)],
  ['keeps node_modules', () => (meeting, cancel) => isAt('Keeping node_modules', meeting, cancel)],
  ['installs', whileInstalling],
  ['checks the result', () => (meeting, cancel) => isAt('Checking the result', meeting, cancel)],
];

/** Who fetches while it resolves asks for nothing while it installs, and says when it begins to write the tree. */
function whileInstalling({ driver }: TestManager): Moment {
  if (driver.trustsFirstFetch !== true) {
    return (meeting, cancel) => asksFor(new RegExp(`GET /${meeting.name}-part/.*tgz`), meeting, cancel);
  }
  return async ({ app, runs }, cancel) => {
    runs.onOutput = (text) => {
      if (newestRow(app)?.step === 'Installing' && text.includes('Link step')) cancel();
    };
  };
}

async function asksFor(request: RegExp, { registry }: Meeting, cancel: () => void): Promise<void> {
  registry.setFault({ ...held, match: request });
  await until(() => registry.requests.some((line) => request.test(line)));
  cancel();
}

async function isAt(step: string, { app, engine }: Meeting, cancel: () => void): Promise<void> {
  engine.onDidChange(() => {
    if (newestRow(app)?.step === step) cancel();
  });
}

describe('an operation is cancelled', () => {
  for (const manager of testManagers()) describe(`with ${manager.label}`, () => cancelTable(manager));
});

function cancelTable(manager: TestManager): void {
  const start = useEngines();
  useHermeticProcess();
  let registry: Registry;
  let app: TempProject;
  let standing: Readonly<Record<string, string>>;
  let known: ReadonlySet<string>;
  before(async () => {
    registry = await startRegistry();
    const files = { 'package.json': { name: 'app', private: true }, ...manager.marks(registry) };
    app = createTempProject({ registry, files });
    const engine = await open();
    const operation = await install(engine, 'fx-tiny@1.0.0');
    assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
    await engine.close();
    standing = everything();
    known = new Set(fs.readdirSync(app.folder));
  });
  afterEach(() => registry.setFault());
  after(async () => {
    app.dispose();
    await registry.stop();
  });

  const open = (runs = new Runs()): Promise<Engine> => start(app, { tools: locatorOf(manager), run: runs.runner });

  /** Every byte of the project, but for notes with times in them where the manager makes its tree anew. */
  function everything(): Readonly<Record<string, string>> {
    const files = Object.entries(wholeTree(app)).filter(
      ([name]) => manager.driver.keepsTrees || !isBookkeeping(name.replace(/^node_modules\//, '')),
    );
    // With it go the links, and where they lead to.
    return { ...Object.fromEntries(files), tree: stateOf(app, manager.lockfile).tree.join('\n') };
  }

  async function assertClean(engine: Engine, { pids }: Runs): Promise<void> {
    assert.deepEqual(changedIn(standing, everything()), []);
    assert.deepEqual(pids.filter(isGroupRunning), [], 'processes');
    // What is tidied up behind an operation is tidied up by then.
    await engine.close();
    assert.deepEqual(straysOf(app, os.tmpdir(), known, 'state'), []);
    assert.equal(load(app, 'fx-tiny'), 'fx-tiny@1.0.0');
  }

  for (const [what, momentOf] of moments) {
    it(`while it ${what}, and all is as it was`, async () => {
      const name = `fx-held-${what.replaceAll(' ', '-')}`;
      registry.publish({ name, versions: { '1.0.0': { manifest: { dependencies: { [`${name}-part`]: '1.0.0' } } } } });
      registry.publish({ name: `${name}-part`, versions: { '1.0.0': {} } });
      const runs = new Runs();
      const engine = await open(runs);
      let isMet = false;
      const cancel = (): void => {
        isMet = engine.queue.cancel(newestRow(app)?.id ?? '');
      };
      const met = momentOf(manager)({ engine, app, registry, name, runs }, cancel);
      const operation = await install(engine, name);
      await met;
      assert.deepEqual([isMet, operation.status, operation.error], [true, 'cancelled', undefined]);
      await assertClean(engine, runs);
    });
  }

  it('while it waits, for its turn or for somebody else who holds the project', async () => {
    const release = await fileLock.acquire(app.path('.quartermaster/locks/root.lock'), () => undefined, never);
    const runs = new Runs();
    const engine = await open(runs);
    const [first, second] = [new AbortController(), new AbortController()];
    const installing = engine.install(requests(['fx-major']), byHand, first.signal);
    await until(() => newestRow(app)?.step.startsWith('Waiting for another window') === true);
    const waiting = newestRow(app)?.id;
    const removing = engine.remove([{ package: 'fx-tiny' as PackageName, manifest: '' }], byHand, second.signal);
    const newest = (): string => newestRow(app)?.id ?? '';
    await until(() => newest() !== waiting && engine.queue.canHold(newest()));
    second.abort();
    assert.deepEqual((await removing).map(ending), [['remove', 'cancelled', undefined]]);
    first.abort();
    assert.deepEqual((await installing).operations.map(ending), [['install', 'cancelled', undefined]]);
    await release();
    assert.deepEqual(runs.pids, []);
    await assertClean(engine, runs);
  });
}

function ending({ kind, status, error }: Operation): unknown {
  return [kind, status, error];
}
