import assert from 'node:assert/strict';
import type { GateReport } from '../../src/model/gate.ts';
import { byHand, install, installAnyway, never, requests, useEngines, useHermeticProcess } from '../support/engine.ts';
import { wholeTree } from '../support/engine-project.ts';
import { useTempProjects } from '../support/temp-project.ts';
import { useOsv } from '../support/use-osv.ts';
import { useRegistry } from '../support/use-registry.ts';

const automatic = { trigger: 'ai_auto', confirmed: false, automatic: true } as const;

describe('how often a package is downloaded', () => {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  const registry = useRegistry();
  useOsv();
  before(() => (process.env['NPM_DOWNLOADS_API'] = registry.url));

  const project = () => makeProject({ registry, files: { 'package.json': { name: 'app', private: true } } });
  const popularityIn = (report: GateReport | undefined) => {
    const found = report?.checks.find(({ check }) => check === 'popularity');
    return [found?.result, found?.reason];
  };

  it('allow: many download it, so that automation takes it though it is on no list', async () => {
    registry.publish({ name: 'fx-known', versions: { '1.0.0': {} }, weeklyDownloads: 1_000 });
    const { operations } = await (await start(project())).install(requests(['fx-known']), automatic, never);
    assert.deepEqual(
      operations.map(({ status, decidedBy }) => [status, decidedBy]),
      [['succeeded', 'Gate: allowed, 15 of 15 checks']],
    );
    assert.deepEqual(popularityIn(operations[0]?.gate[0]), ['allow', 'Downloaded 1\u202f000 times in the last week.']);
  });

  it('ask: hardly anybody does', async () => {
    registry.publish({ name: 'fx-rare', versions: { '1.0.0': {} }, weeklyDownloads: 40 });
    const app = project();
    const engine = await start(app);
    const before = wholeTree(app);
    for (const options of [automatic, byHand]) {
      const { operations, asked } = await engine.install(requests(['fx-rare']), options, never);
      assert.deepEqual(
        [operations, popularityIn(asked[0])],
        [[], ['ask', 'Downloaded 40 times in the last week, which is rare.']],
      );
    }
    assert.deepEqual(wholeTree(app), before);
    assert.equal((await installAnyway(engine, 'fx-rare')).status, 'succeeded');
  });

  it('unknown: nobody counts, which stops automation alone', async () => {
    registry.publish({ name: 'fx-uncounted', versions: { '1.0.0': {} } });
    registry.setFault({ kind: 'status', status: 500, match: /downloads/ });
    const engine = await start(project());
    const { operations, asked } = await engine.install(requests(['fx-uncounted']), automatic, never);
    assert.deepEqual([operations, popularityIn(asked[0])[0]], [[], 'unknown']);
    assert.equal((await install(engine, 'fx-uncounted')).status, 'succeeded');
  });
});
