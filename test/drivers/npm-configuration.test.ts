import assert from 'node:assert/strict';
import fs from 'node:fs';
import { npmDriver } from '../../src/managers/npm/driver.ts';
import { yarnClassicDriver } from '../../src/managers/yarn/classic/driver.ts';
import { contextOf, install, never, requests, byHand, useEngines, useHermeticProcess } from '../support/engine.ts';
import { recording } from '../support/engine-project.ts';
import { useTempProjects, type FileBody } from '../support/temp-project.ts';
import { useRegistry } from '../support/use-registry.ts';

describe('what npm is configured to', () => {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  const registry = useRegistry();

  const project = (npmrc: string, files: Readonly<Record<string, FileBody>> = {}) =>
    makeProject({
      files: {
        'package.json': { name: 'app', private: true },
        '.npmrc': `registry=${registry.url}/\n${npmrc}`,
        ...files,
      },
    });

  it('leaves no lockfile where none is wanted, neither by an install nor by its rollback', async () => {
    const app = project('package-lock=false\n');
    const engine = await start(app);
    const operation = await install(engine, 'fx-tiny');
    assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
    assert.deepEqual([app.exists('package-lock.json'), app.exists('node_modules/fx-tiny/index.js')], [false, true]);
    const back = await engine.rollBack(operation.id, 'manual', never);
    assert.equal(back.status, 'succeeded', JSON.stringify(back.error));
    assert.deepEqual([app.exists('package-lock.json'), app.exists('node_modules/fx-tiny')], [false, false]);
  });

  it('installs for development where the environment or a file says production', async () => {
    for (const [npmrc, mode] of [
      ['', 'production'],
      ['omit=dev\n', undefined],
      ['only=production\n', undefined],
    ] as const) {
      const app = project(npmrc);
      if (mode !== undefined) process.env['NODE_ENV'] = mode;
      try {
        const wanted = requests(['fx-tiny'], '', 'devDependencies');
        const { operations } = await (await start(app)).install(wanted, byHand, never);
        assert.equal(operations[0]?.status, 'succeeded', `${npmrc}${JSON.stringify(operations[0]?.error)}`);
        assert.ok(app.exists('node_modules/fx-tiny/index.js'));
      } finally {
        delete process.env['NODE_ENV'];
      }
    }
  });

  it('installs here whatever a file of the repository switches: elsewhere, or nothing at all', async () => {
    for (const npmrc of ['global=true\n', 'location=global\n', 'dry-run=true\n', 'package-lock-only=true\n']) {
      const app = project(npmrc);
      const operation = await install(await start(app), 'fx-tiny');
      assert.equal(operation.status, 'succeeded', `${npmrc}${JSON.stringify(operation.error)}`);
      assert.ok(app.exists('node_modules/fx-tiny/index.js'), npmrc);
      assert.equal(fs.existsSync(process.env['npm_config_prefix'] ?? ''), false, `${npmrc}: something global was made`);
    }
  });

  it('tells how long its user waits for a registry, and what is npm own default from what is theirs', async () => {
    const [plain, slow] = [project(''), project('fetch-timeout=90000\npackage-lock=false\n')];
    const { registry: ours } = contextOf(plain);
    slow.write('.yarnrc', 'network-timeout 600000\n');
    const waits = [
      [plain, npmDriver],
      [slow, npmDriver],
      [slow, yarnClassicDriver],
    ] as const;
    const told = await Promise.all(waits.map(([{ folder }, { patience }]) => ours.ownPatience(folder, patience)));
    assert.deepEqual(told, [undefined, 90_000, 600_000]);
    assert.deepEqual(
      [await ours.isSwitchedOff(plain.folder, 'package-lock'), await ours.isSwitchedOff(slow.folder, 'package-lock')],
      [false, true],
    );
  });

  it('to wait in every step of an operation as long as its user does', async () => {
    const { seen, runner } = recording();
    const operation = await install(await start(project('fetch-timeout=90000\n'), { run: runner }), 'fx-tiny');
    assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
    assert.deepEqual(
      seen.map(({ args, idleMs }) => [args.find((each) => each.startsWith('--fetch-timeout=')), idleMs]),
      seen.map(() => ['--fetch-timeout=90000', 90_000]),
    );
    assert.equal(seen.length, 2);
  });
});
