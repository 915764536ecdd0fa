import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { EngineContext } from '../../src/engine/context.ts';
import { processRunner } from '../../src/node/process-runner.ts';
import { journalStates, killAt } from '../faults/moments.ts';
import { succeed } from '../faults/operations.ts';
import { newestRow } from '../faults/project-state.ts';
import { startRegistry, type Registry } from '../registry/registry.ts';
import { cli, startCli } from '../support/cli.ts';
import { homeOf, install, useEngines, useHermeticProcess } from '../support/engine.ts';
import { hermeticEnvironment } from '../support/environment.ts';
import { load, tracesOf, versionsOf } from '../support/manager-projects.ts';
import { binOf, locatorOf, newestManagers, type TestManager } from '../support/managers.ts';
import { createTempProject, type TempProject } from '../support/temp-project.ts';

/** When the other install runs, and how ours ends then. */
const moments: readonly (readonly [what: string, when: 'before' | 'after'])[] = [
  ['before ours begins to install', 'before'],
  ['when ours has installed', 'after'],
];

describe('somebody installs by hand while an operation works that does not come to its end', () => {
  for (const manager of newestManagers()) describe(`with ${manager.label}`, () => byHandTable(manager));
});

function byHandTable(manager: TestManager): void {
  const start = useEngines();
  useHermeticProcess();
  let registry: Registry;
  let app: TempProject;
  before(async () => {
    registry = await startRegistry();
    registry.publish({
      name: 'fx-ours',
      versions: { '1.0.0': { manifest: { dependencies: { 'fx-ours-part': '1.0.0' } } } },
    });
    registry.publish({ name: 'fx-ours-part', versions: { '1.0.0': {} } });
  });
  beforeEach(async () => {
    const files = { 'package.json': { name: 'app', private: true }, ...manager.marks(registry) };
    app = createTempProject({ registry, files });
  });
  afterEach(() => app.dispose());
  after(() => registry.stop());

  /** A person's own install of fx-tiny, the first time that ours installs, and the end of ours at once. */
  function meeting(when: 'before' | 'after', end: () => void): EngineContext['run'] {
    let isMet = false;
    return {
      ...processRunner,
      async run(request, signal) {
        const isOurs = request.cwd === app.folder && app.read('package.json').includes('fx-ours');
        if (isMet || !isOurs) return processRunner.run(request, signal);
        isMet = true;
        if (when === 'after') await processRunner.run(request, signal);
        await addByHand();
        end();
        return processRunner.run(request, signal);
      },
    };
  }

  async function addByHand(env = process.env): Promise<void> {
    const { file, prefix } = manager.tool;
    const word = manager.id === 'npm' ? 'install' : 'add';
    const argv = [...prefix, word, 'fx-tiny@1.0.0', 'fx-script@1.0.0'];
    await promisify(execFile)(file, argv, { cwd: app.folder, env }).catch((error: Error) => {
      // pnpm 12 installs all the same.
      assert.match(error.message, /ERR_PNPM_IGNORED_BUILDS/);
    });
    // What its install script would have built, where the manager runs one.
    if (hasModules()) app.write(built, 'by hand');
  }

  const built = 'node_modules/fx-script/built.txt';
  const hasModules = (): boolean => app.exists('node_modules/fx-script');

  async function assertWhole(): Promise<void> {
    const { dependencies } = app.readJson<{ dependencies: object }>('package.json');
    assert.deepEqual(Object.keys(dependencies), ['fx-major', 'fx-script', 'fx-tiny']);
    const names = ['fx-major', 'fx-tiny', 'fx-ours', 'fx-ours-part'];
    const locked = await Promise.all(names.map((name) => versionsOf(manager, app, name)));
    assert.deepEqual(locked, [['1.0.0'], ['1.0.0'], [], []]);
    for (const name of names.slice(0, 2)) assert.equal(load(app, name), `${name}@1.0.0`);
    if (hasModules()) assert.equal(app.read(built), 'by hand');
    assert.deepEqual([...tracesOf(app, 'fx-ours'), ...tracesOf(app, 'fx-ours-part')], []);
  }

  for (const [what, when] of moments) {
    it(`${what}: what they installed stands whole, and nothing of ours`, async () => {
      let cancel = (): void => undefined;
      const engine = await start(app, { tools: locatorOf(manager), run: meeting(when, () => cancel()) });
      await install(engine, 'fx-major@1.0.0');
      cancel = () => assert.ok(engine.queue.cancel(newestRow(app)?.id ?? ''));
      const operation = await install(engine, 'fx-ours');
      assert.deepEqual([operation.status, operation.error], ['cancelled', undefined]);
      await assertWhole();
    });
  }

  it('that is killed with all its processes: the next start keeps what they installed, and nothing of ours', async () => {
    const env = { PATH: `${binOf(manager)}${path.delimiter}${process.env['PATH'] ?? ''}` };
    await succeed(app, ['install', 'fx-major@1.0.0'], env);
    await killAt(app, startCli(app, ['install', 'fx-ours'], env), { after: journalStates.installing }, true);
    assert.match(app.read('package.json'), /fx-ours/);
    await addByHand({ ...hermeticEnvironment({ home: homeOf(app), registry }) });
    const { stdout, stderr, code } = await cli(app, ['recover'], { env });
    assert.deepEqual([code, /interrupted: (\w+)/.exec(stderr)?.[1]], [0, 'joined'], `${stdout}\n${stderr}`);
    await assertWhole();
  });
}
