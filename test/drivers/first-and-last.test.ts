import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { PackageName } from '../../src/model/package-name.ts';
import { byHand, install, never, useEngines, useHermeticProcess } from '../support/engine.ts';
import { locatorOf, testManagers, type TestManager } from '../support/managers.ts';
import { useTempProjects, type TempProject } from '../support/temp-project.ts';
import { useRegistry } from '../support/use-registry.ts';

/** Managers treat a project in which nothing is declared as one with nothing to do, whatever stands in node_modules. */
describe('a project that has no package before or after', () => {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  const registry = useRegistry();

  /** The manager is named, and no lockfile stands there yet. */
  const project = (manager: TestManager): TempProject => {
    const marks = Object.entries(manager.marks(registry)).filter(([name]) => name !== manager.lockfile);
    const packageManager = `${manager.id}@${manager.tool.version}`;
    const own = { name: 'app', private: true, packageManager };
    return makeProject({ registry, files: { ...Object.fromEntries(marks), 'package.json': own } });
  };

  for (const manager of testManagers()) {
    describe(`of ${manager.label}`, () => {
      it('has none after its first install was taken back', async () => {
        const app = project(manager);
        const engine = await start(app, { tools: locatorOf(manager) });
        const before = app.read('package.json');
        const operation = await install(engine, 'fx-with-deps');
        assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
        const back = await engine.rollBack(operation.id, 'manual', never);
        assert.equal(back.status, 'succeeded', JSON.stringify(back.error));
        assert.deepEqual([app.read('package.json'), app.exists(manager.lockfile)], [before, false]);
        assert.deepEqual(packagesIn(app), []);
      });

      it('has none after its last one was removed, and has it again after that was taken back', async () => {
        const app = project(manager);
        const engine = await start(app, { tools: locatorOf(manager) });
        await install(engine, 'fx-with-deps');
        const [before, packages] = [app.read(manager.lockfile), packagesIn(app)];
        const request = { package: 'fx-with-deps' as PackageName, manifest: '' };
        const [removal] = await engine.remove([request], byHand, never);
        assert.equal(removal?.status, 'succeeded', JSON.stringify(removal?.error));
        assert.deepEqual(packagesIn(app), []);
        const back = await engine.rollBack(removal?.id ?? '', 'manual', never);
        assert.equal(back.status, 'succeeded', JSON.stringify(back.error));
        assert.deepEqual([app.read(manager.lockfile), packagesIn(app)], [before, packages]);
      });
    });
  }
});

/** What can be imported; Plug'n'Play is told by its map. */
function packagesIn(app: TempProject): readonly string[] {
  const names = ['fx-with-deps', 'fx-tiny', '@fx/util'];
  if (app.exists('.pnp.cjs')) return names.filter((name) => app.read('.pnp.cjs').includes(`"${name}"`));
  return names.filter((name) => fs.existsSync(app.path(`node_modules/${name}`)));
}
