import assert from 'node:assert/strict';
import type { Operation } from '../../src/model/operation.ts';
import type { PackageName } from '../../src/model/package-name.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { GateReport } from '../../src/model/gate.ts';
import { osvRecordOf } from '../registry/advisory.ts';
import { fixtureAdvisories, fixtureOsvRecords } from '../registry/fixtures.ts';
import { byHand, install, installAnyway, never, requests, useEngines, useHermeticProcess } from '../support/engine.ts';
import { wholeTree } from '../support/engine-project.ts';
import { useTempProjects, type FileBody, type TempProject } from '../support/temp-project.ts';
import { useOsv } from '../support/use-osv.ts';
import { useRegistry } from '../support/use-registry.ts';

/** A record as the database of malicious packages publishes them: no severity, every version. */
function malware(name: string) {
  return {
    id: `MAL-2026-${name.length}`,
    modified: '2026-11-20T00:00:00Z',
    summary: `Malicious code in ${name} (npm)`,
    affected: [{ package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] }],
  } as const;
}

const automatic = { trigger: 'ai_auto', confirmed: false, automatic: true } as const;

describe('advisories at the gate', () => {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  const registry = useRegistry();
  const osv = useOsv();
  before(() => (process.env['NPM_DOWNLOADS_API'] = registry.url));

  const project = (files: Readonly<Record<string, FileBody>> = {}): TempProject =>
    makeProject({ registry, files: { 'package.json': { name: 'app', private: true }, ...files } });
  const resultOf = (report: GateReport | undefined, name: string) => {
    const found = report?.checks.find(({ check }) => check === name);
    return [found?.result, found?.reason];
  };
  const ending = ({ status, error }: Operation) => [status, error?.code, error?.message];

  it('malware: block, from who says yes to everything too', async () => {
    const app = project();
    const engine = await start(app);
    osv.setRecords([...fixtureOsvRecords, malware('fx-tiny')]);
    const before = wholeTree(app);
    const { operations, blocked } = await engine.install(requests(['fx-tiny']), { ...byHand, confirmed: true }, never);
    assert.deepEqual(operations, []);
    assert.deepEqual(resultOf(blocked[0], 'malware'), [
      'block',
      'MAL-2026-7: it is malware. Malicious code in fx-tiny (npm)',
    ]);
    assert.deepEqual(wholeTree(app), before);
  });

  it('malware: block, where it would come along', async () => {
    const app = project();
    const engine = await start(app);
    osv.setRecords([malware('@fx/util')]);
    const before = wholeTree(app);
    const operation = await installAnyway(engine, 'fx-with-deps');
    assert.deepEqual(ending(operation), [
      'failed',
      'QM_GATE_BLOCK',
      '@fx/util 1.0.1 would come along. MAL-2026-8: it is malware. Malicious code in @fx/util (npm)',
    ]);
    assert.deepEqual(wholeTree(app), before);
  });

  const at = { package: 'fx-typed' as PackageName, manifest: '' };
  const changes = {
    remove: async (engine: Engine) => (await engine.remove([at], byHand, never))[0],
    move: async (engine: Engine) =>
      (await engine.move([{ ...at, field: 'devDependencies' }], byHand, never)).operations[0],
    restore: (engine: Engine) => engine.restore('', byHand, never),
  };

  it('malware: block, where a removal, a move or a clone without a lockfile would let it in', async () => {
    const declared = { 'package.json': { dependencies: { 'fx-with-deps': '1.0.0', 'fx-typed': '1.0.0' } } };
    osv.setRecords([malware('@fx/util')]);
    for (const change of ['remove', 'move', 'restore'] as const) {
      const app = project(declared);
      const engine = await start(app);
      const operation = await changes[change](engine);
      assert.ok(operation, change);
      assert.deepEqual([operation.status, operation.error?.code], ['failed', 'QM_GATE_BLOCK'], change);
      assert.equal(app.exists('node_modules/@fx/util'), false, change);
    }
  });

  it('advisory: ask, and go on where a person says yes', async () => {
    const engine = await start(project());
    const asked = await engine.install(requests(['fx-vuln@1.0.1']), byHand, never);
    assert.deepEqual(asked.operations, []);
    assert.deepEqual(resultOf(asked.asked[0], 'advisory'), [
      'ask',
      'GHSA-fxfx-0001-vuln (high): Prototype pollution in fx-vuln',
    ]);
    assert.equal((await installAnyway(engine, 'fx-vuln@1.0.1')).status, 'succeeded');
  });

  it('advisory: ask, where it would come along', async () => {
    const engine = await start(project());
    const { operations, asked } = await engine.install(requests(['fx-vuln-pinned']), byHand, never);
    assert.deepEqual(operations.map(ending), [
      [
        'failed',
        'QM_GATE_ASK',
        'fx-vuln 1.0.0 would come along. GHSA-fxfx-0001-vuln (high): Prototype pollution in fx-vuln',
      ],
    ]);
    assert.deepEqual(
      asked.map(({ package: name, broughtBy }) => [name, broughtBy]),
      [['fx-vuln', ['fx-vuln-pinned']]],
    );
  });

  it('advisory: allow, where it is slight, and the record says which', async () => {
    const found = fixtureAdvisories.find(({ name }) => name === 'fx-vuln');
    assert.ok(found);
    osv.setRecords([osvRecordOf({ ...found, severity: 'low' })]);
    const { status, gate } = await install(await start(project()), 'fx-vuln@1.0.1');
    assert.deepEqual(
      [status, resultOf(gate[0], 'advisory')],
      ['succeeded', ['allow', 'GHSA-fxfx-0001-vuln (low): Prototype pollution in fx-vuln']],
    );
  });

  it('automatically the newest version that none holds for', async () => {
    registry.publish({
      name: 'lodash',
      versions: { '4.17.0': { ageDays: 900 }, '4.17.1': { ageDays: 800 }, '4.17.2': { ageDays: 400 } },
    });
    const affected = [{ package: { ecosystem: 'npm', name: 'lodash' }, versions: ['4.17.2'] }];
    osv.setRecords([{ id: 'GHSA-lodash', modified: '2026-11-20T00:00:00Z', affected }]);
    const { operations, asked } = await (await start(project())).install(requests(['lodash']), automatic, never);
    assert.deepEqual(
      [operations.map(({ status, packages }) => [status, packages[0]?.to]), asked],
      [[['succeeded', '4.17.1']], []],
    );
  });

  it('unknown: a person goes on and automation does not, until it was answered', async () => {
    registry.publish({ name: 'commander', versions: { '1.20.0': { ageDays: 60 } } });
    osv.setFault({ kind: 'status', status: 500, match: /querybatch/ });
    const engine = await start(project());
    const { operations, asked } = await engine.install(requests(['commander']), automatic, never);
    assert.deepEqual(operations, []);
    assert.deepEqual(resultOf(asked[0], 'malware'), ['unknown', 'Whether it is malware is not known: status 500']);
    const byPerson = await install(engine, 'fx-tiny');
    assert.deepEqual([byPerson.status, resultOf(byPerson.gate[0], 'advisory')[0]], ['succeeded', 'unknown']);
    osv.setFault();
    const again = await engine.install(requests(['commander']), automatic, never);
    assert.deepEqual(
      again.operations.map(({ status }) => status),
      ['succeeded'],
    );
  });

  it('unknown: automation lets nothing come along that nobody answered about', async () => {
    registry.publish({
      name: 'express',
      versions: { '4.0.0': { ageDays: 60, manifest: { dependencies: { '@fx/util': '1.0.0' } } } },
    });
    const app = project();
    const engine = await start(app);
    // What was answered about the package itself is remembered.
    await engine.install(requests(['express']), { ...byHand, dryRun: true }, never);
    osv.setFault({ kind: 'status', status: 500, match: /querybatch/ });
    const { operations, asked } = await engine.install(requests(['express']), automatic, never);
    assert.deepEqual(operations.map(ending), [
      ['failed', 'QM_GATE_ASK', '@fx/util 1.0.0 would come along. Whether it is malware is not known: status 500'],
    ]);
    assert.deepEqual(
      asked.map(({ package: name, broughtBy }) => [name, broughtBy]),
      [['@fx/util', ['express']]],
    );
    assert.equal(app.exists('node_modules'), false);
    osv.setFault();
    const again = await engine.install(requests(['express']), automatic, never);
    assert.deepEqual(
      again.operations.map(({ status }) => status),
      ['succeeded'],
    );
  });

  it('are asked for once by a quick fix and the install that follows', async () => {
    const engine = await start(project());
    const batches = () => osv.requests.filter((line) => line === 'POST /v1/querybatch').length;
    const before = batches();
    await engine.install(requests(['fx-typed']), { ...byHand, dryRun: true }, never);
    await install(engine, 'fx-typed');
    assert.equal(batches(), before + 1);
  });
});
