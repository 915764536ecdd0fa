import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Engine } from '../../src/engine/engine.ts';
import type { HookQuestion } from '../../src/model/hook-question.ts';
import type { Registry } from '../registry/registry.ts';
import { install, never, useEngines, useHermeticProcess } from '../support/engine.ts';
import { locatorOf, testManagers, type TestManager } from '../support/managers.ts';
import { run } from '../support/run-command.ts';
import { tempFolder, useTempProjects, type FileBody, type TempProject } from '../support/temp-project.ts';
import { useRegistry } from '../support/use-registry.ts';

/** Code of a repository that leaves a mark, here and nowhere else. */
const mark = path.join(tempFolder('mark-'), 'ran.txt');
const leaveMark = `require('node:fs').writeFileSync(${JSON.stringify(mark)}, 'ran');\n`;

/** Asks for another version of a dependency than the package does: without it the lockfile would be another. */
const pnpmHook = `${leaveMark}const { version } = require('./tools/pin.js');
function readPackage(found) {
  if (found.name === 'fx-with-deps') found.dependencies['fx-tiny'] = version;
  return found;
}
module.exports = { hooks: { readPackage } };
`;
const yarnPlugin = `module.exports = {
  name: 'pin',
  factory: (load) => {
    load('fs').writeFileSync(${JSON.stringify(mark)}, 'ran');
    const { structUtils } = load('@yarnpkg/core');
    const reduceDependency = async (found) =>
      found.name === 'fx-tiny' && found.range === 'npm:^1.0.0' ? structUtils.makeDescriptor(found, 'npm:1.0.0') : found;
    return { hooks: { reduceDependency } };
  },
};
`;

interface Hooked {
  readonly files: (manager: TestManager, registry: Registry) => Readonly<Record<string, FileBody>>;
  /** All that would run. */
  readonly code: readonly string[];
}

const hooked: Readonly<Record<string, Hooked>> = {
  pnpm: {
    files: () => ({ '.pnpmfile.cjs': pnpmHook, 'tools/pin.js': "exports.version = '1.0.0';\n" }),
    code: ['.pnpmfile.cjs', 'tools/pin.js'],
  },
  yarn: {
    files: (manager, registry) => ({
      '.yarn/plugins/pin.cjs': yarnPlugin,
      '.yarnrc.yml': {
        ...(JSON.parse(manager.marks(registry)['.yarnrc.yml'] ?? '{}') as object),
        plugins: [{ path: '.yarn/plugins/pin.cjs', spec: './pin.cjs' }],
      },
    }),
    code: ['.yarn/plugins/pin.cjs'],
  },
};

describe('code of a repository that its user consents to', () => {
  for (const manager of testManagers().filter(({ label }) => /^pnpm|^yarn-4$/.test(label))) {
    describe(manager.label, () => consentStory(manager, hooked[manager.id] as Hooked));
  }
});

function consentStory(manager: TestManager, { files, code }: Hooked): void {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  const registry = useRegistry();
  beforeEach(() => fs.rmSync(mark, { force: true }));

  const project = (): TempProject =>
    makeProject({
      registry,
      files: {
        'package.json': { name: 'app', private: true },
        ...manager.marks(registry),
        ...files(manager, registry),
      },
    });
  const open = (app: TempProject): Promise<Engine> => start(app, { tools: locatorOf(manager) });
  const question = async (engine: Engine): Promise<HookQuestion> => {
    const asked = await engine.hookQuestion('', never);
    assert.ok(asked);
    return asked;
  };
  const wasRun = (): boolean => fs.existsSync(mark);

  it('is named file by file, and run by nobody before', async () => {
    const app = project();
    const engine = await open(app);
    const asked = await question(engine);
    assert.deepEqual(
      [asked.manager, asked.files.map((file) => file.path), asked.isConsented],
      [manager.id, code, false],
    );
    const { error } = await install(engine, 'fx-with-deps');
    assert.equal(error?.code, 'QM_PROJECT_HOOKS');
    assert.match(error.hint, /^Look at that code\. If you trust it, allow it/);
    await engine.scan(never);
    assert.deepEqual([wasRun(), app.exists('node_modules')], [false, false]);
  });

  it('takes part in what is resolved and installed from then on, and is not asked about again', async () => {
    const app = project();
    const engine = await open(app);
    await engine.consentTo('', (await question(engine)).digest, never);
    const first = await install(engine, 'fx-with-deps');
    assert.equal(first.status, 'succeeded', JSON.stringify(first.error));
    assert.equal(wasRun(), true);
    assert.equal(lockedTiny(app), '1.0.0');
    const before = app.read(manager.lockfile);
    const second = await install(await open(app), '@fx/core');
    assert.equal(second.status, 'succeeded', JSON.stringify(second.error));
    const undo = await engine.rollBack(second.id, 'manual', never);
    assert.equal(undo.status, 'succeeded', JSON.stringify(undo.error));
    assert.equal(app.read(manager.lockfile), before);
    // The manager itself takes what came of it for its own.
    const { file, prefix } = manager.tool;
    const flag = manager.id === 'pnpm' ? '--frozen-lockfile' : '--immutable';
    const byHand = await run(file, [...prefix, 'install', flag], { cwd: app.folder, env: process.env });
    assert.equal(byHand.code, 0, byHand.stdout + byHand.stderr);
  });

  it('is refused again as soon as a byte of it changes, and allowed again with the old bytes', async () => {
    const app = project();
    const engine = await open(app);
    const { digest } = await question(engine);
    await engine.consentTo('', digest, never);
    const changed = code.at(-1) ?? '';
    const text = app.read(changed);
    app.write(changed, `${text}\n`);
    assert.equal((await question(engine)).isConsented, false);
    assert.equal((await install(engine, 'fx-tiny')).error?.code, 'QM_PROJECT_HOOKS');
    await assert.rejects(engine.consentTo('', digest, never), { code: 'QM_BASE_MOVED' });
    assert.equal(wasRun(), false);
    app.write(changed, text);
    assert.equal((await install(engine, 'fx-tiny')).status, 'succeeded');
  });

  it("is nobody else's: neither another folder's, nor one that was forgotten, nor without trust", async () => {
    const app = project();
    const engine = await open(app);
    await engine.consentTo('', (await question(engine)).digest, never);
    assert.equal((await question(await open(project()))).isConsented, false);
    await engine.forget();
    assert.equal((await question(engine)).isConsented, false);
    const untrusted = await start(app, {
      trust: { isTrusted: () => false, onDidGrant: () => ({ dispose: () => undefined }) },
    });
    await assert.rejects(untrusted.hookQuestion('', never), { code: 'QM_UNTRUSTED' });
  });

  /** The version of fx-tiny that fx-with-deps brought. */
  function lockedTiny(app: TempProject): string | undefined {
    return /fx-tiny@(?:npm:)?(1\.\d+\.\d+)/.exec(app.read(manager.lockfile))?.[1];
  }
}
