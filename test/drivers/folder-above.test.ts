import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { install } from '../support/engine.ts';
import { useManager } from '../support/manager-suite.ts';
import { newestManagers } from '../support/managers.ts';
import { tempFolder } from '../support/temp-project.ts';

/** What somebody else of the machine may leave in the temporary folder, below which a plan is resolved. */
const planted = {
  'package.json': '{ "name": "above", "workspaces": ["**"] }',
  'pnpm-workspace.yaml': 'packages: ["**"]\n',
  '.npmrc': 'registry=http://127.0.0.1:9/\n',
  'bunfig.toml': 'install.registry = "http://127.0.0.1:9/"\n',
};

describe('a workspace in the temporary folder', () => {
  for (const { label } of newestManagers()) {
    describe(label, () => {
      const { manager, project, open } = useManager(label);
      const { TMPDIR } = process.env;
      afterEach(() => {
        process.env['TMPDIR'] = TMPDIR;
      });

      it('has no part in what is resolved there', async () => {
        const above = tempFolder('above-');
        const app = project();
        const engine = await open(app);
        const before = app.read('package.json');
        for (const [name, text] of Object.entries(planted)) fs.writeFileSync(path.join(above, name), text);
        process.env['TMPDIR'] = above;
        const { status, error } = await install(engine, 'fx-tiny');
        if (status === 'succeeded') {
          assert.match(app.read(manager.lockfile), /fx-tiny/);
        } else {
          assert.equal(error?.code, 'QM_PROJECT_HOOKS', JSON.stringify(error));
          assert.ok(error.message.includes(above), error.message);
          assert.deepEqual([app.read('package.json'), app.exists('node_modules')], [before, false]);
        }
        const made = fs.readdirSync(above).filter((name) => name !== 'node-compile-cache');
        assert.deepEqual(made.toSorted(), Object.keys(planted).toSorted());
      });
    });
  }
});
