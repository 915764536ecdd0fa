import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { processRunner } from '../../src/node/process-runner.ts';
import type { Ahead, ProcessRunner } from '../../src/ports/process-runner.ts';
import { isRunning } from '../support/is-running.ts';
import { install, useEngines, useHermeticProcess } from '../support/engine.ts';
import { testManagers } from '../support/managers.ts';
import { tempFolder, useTempProjects } from '../support/temp-project.ts';
import { until } from '../support/until.ts';
import { useRegistry } from '../support/use-registry.ts';

for (const { label, tool } of testManagers().filter(({ id }) => id === 'npm')) {
  describe(`an install of ${label} that loads beside its resolve`, () => {
    const makeProject = useTempProjects();
    const start = useEngines();
    useHermeticProcess();
    const registry = useRegistry();

    /** The real runner. `begun`: what was loaded ahead; `pids`: of those, by themselves; `installs`: of the installs. */
    function watched() {
      const log = path.join(tempFolder('log-'), 'pids');
      const marker = path.join(path.dirname(log), 'marker.js');
      fs.writeFileSync(marker, `require('node:fs').appendFileSync(${JSON.stringify(log)}, process.pid + ' ');`);
      const begun: Ahead[] = [];
      const modules: string[] = [];
      const installs: number[] = [];
      const run: ProcessRunner = {
        ...processRunner,
        loadAhead(request) {
          const ahead = processRunner.loadAhead?.({ ...request, modules: [...request.modules, marker] });
          assert.ok(ahead !== undefined);
          begun.push(ahead);
          modules.push(...request.modules);
          return ahead;
        },
        async run(request, signal) {
          if (!request.args.includes('--no-package-lock-only')) return processRunner.run(request, signal);
          assert.deepEqual(await Promise.all(begun.map(({ ready }) => ready)), [true]);
          return processRunner.run({ ...request, onStart: (pid) => installs.push(pid) }, signal);
        },
      };
      const pids = (): readonly number[] =>
        fs.existsSync(log) ? fs.readFileSync(log, 'utf8').trim().split(' ').map(Number) : [];
      return { begun, modules, installs, pids, over: { run, tools: { find: async () => tool } } };
    }
    const project = () => makeProject({ registry, files: { 'package.json': { name: 'app', private: true } } });

    it('is the same install, in a process that had begun before', async () => {
      const app = project();
      const { over, pids, installs } = watched();
      const operation = await install(await start(app, over), 'fx-tiny');
      assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
      assert.ok(app.exists('node_modules/fx-tiny/index.js'));
      assert.deepEqual(installs, pids());
      assert.equal(installs.length, 1);
    });

    it('finds all of its modules where this npm has them', async () => {
      const { over, modules } = watched();
      await install(await start(project(), over), 'fx-tiny');
      const script = fs.realpathSync(tool.prefix[0] ?? '');
      assert.ok(modules.length > 0);
      for (const each of modules)
        assert.ok(createRequire(script).resolve(each).startsWith(path.join(script, '../..')), each);
    });

    it('is gone where the resolve came to nothing', async () => {
      const { over, pids, begun, installs } = watched();
      const operation = await install(await start(project(), over), 'fx-tiny@9.9.9');
      assert.equal(operation.status, 'failed');
      assert.equal(await begun[0]?.ready, pids().length === 1);
      await until(() => !pids().some(isRunning));
      assert.deepEqual(installs, []);
    });
  });
}
