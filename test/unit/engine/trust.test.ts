import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Engine } from '../../../src/engine/engine.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import { JournalKeeper } from '../../../src/engine/journal-keeper.ts';
import { byHand, contextOf, never, requests, useEngines } from '../../support/engine.ts';
import { operation } from '../../support/model.ts';
import { useTempProjects } from '../../support/temp-project.ts';

const acts: readonly (readonly [what: string, act: (engine: Engine) => Promise<unknown>])[] = [
  ['install', (engine) => engine.install(requests(['axios']), byHand, never)],
  ['autoInstall', (engine) => engine.autoInstall({ packages: [{ name: 'axios' }] }, { trigger: 'agent' }, never)],
  [
    'move',
    (engine) =>
      engine.move([{ package: 'axios' as PackageName, manifest: '', field: 'devDependencies' }], byHand, never),
  ],
  ['restore', (engine) => engine.restore('', byHand, never)],
  [
    'build',
    (engine) =>
      engine.builds.build(
        '',
        { name: 'axios', version: '1.0.0', scripts: ['install: x'], integrity: undefined },
        { confirmed: true },
        never,
      ),
  ],
  ['planShare', (engine) => engine.builds.planShare('', { name: 'axios', version: '1.0.0' }, never)],
  [
    'share',
    (engine) => {
      const asked = { name: 'axios', version: '1.0.0', scripts: [], integrity: undefined };
      return engine.builds.share('', asked, { confirmed: true }, never);
    },
  ],
  ['planRollback', (engine) => engine.planRollback('op', never)],
  ['rollbackConcerns', (engine) => engine.rollbackConcerns('op', never)],
  ['rollBack', (engine) => engine.rollBack('op', 'manual', never)],
  ['forget', (engine) => engine.forget()],
];

describe('an engine in a workspace that is not trusted', () => {
  const makeProject = useTempProjects();
  const start = useEngines();

  for (const [what, act] of acts) {
    it(`refuses ${what}, and leaves a history as it is`, async () => {
      const app = makeProject({ files: { 'package.json': {}, 'index.js': "import 'axios';\n" } });
      const keeper = new JournalKeeper(contextOf(app));
      const journal = await keeper.write();
      journal.add(operation({ projectId: journal.projectId('') }));
      keeper.dispose();
      const trust = { isTrusted: () => false, onDidGrant: () => ({ dispose: () => undefined }) };
      const engine = await start(app, { trust });
      await engine.scan(never);
      const before = fs.readdirSync(app.folder, { recursive: true });
      await assert.rejects(act(engine), { code: 'QM_UNTRUSTED' });
      assert.deepEqual(fs.readdirSync(app.folder, { recursive: true }), before);
      assert.deepEqual(await engine.history.newest(10), []);
    });
  }
});
