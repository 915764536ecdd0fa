import assert from 'node:assert/strict';
import { byHand, never, requests, useEngines, useHermeticProcess } from '../support/engine.ts';
import { wholeTree } from '../support/engine-project.ts';
import { useTempProjects } from '../support/temp-project.ts';
import { useOsv } from '../support/use-osv.ts';
import { useRegistry } from '../support/use-registry.ts';

describe('the rules of a repository', () => {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  useOsv();
  const registry = useRegistry();

  const project = (...rules: readonly object[]) =>
    makeProject({
      registry,
      files: { 'package.json': { name: 'app', private: true }, 'quartermaster.json': { rules } },
    });
  const rule = (kind: string, conditions: object) => ({ id: 'team', name: 'What the team wants', kind, conditions });

  it('keep out what they forbid, from who says yes to everything too', async () => {
    const app = project(rule('block', { package: 'fx-tiny' }));
    const engine = await start(app);
    const before = wholeTree(app);
    const { operations, blocked } = await engine.install(requests(['fx-tiny']), { ...byHand, confirmed: true }, never);
    assert.deepEqual(
      [operations, blocked.map(({ checks }) => checks.find(({ result }) => result === 'block')?.reason)],
      [[], ['The rule "What the team wants" forbids it.']],
    );
    assert.deepEqual(wholeTree(app), before);
  });

  it('have a person asked, and remember who said yes', async () => {
    const app = project(rule('ask', { dependencyType: 'dependencies' }));
    const engine = await start(app);
    const { operations, asked } = await engine.install(requests(['fx-tiny']), byHand, never);
    assert.deepEqual([operations, asked.map((report) => report.package)], [[], ['fx-tiny']]);
    const confirmed = await engine.install(requests(['fx-tiny']), { ...byHand, confirmed: true }, never);
    assert.deepEqual(
      confirmed.operations.map(({ status, decidedBy }) => [status, decidedBy]),
      [['succeeded', 'You, though the gate asked: The rule "What the team wants" wants a person to be asked.']],
    );
  });

  it('are about what comes along too, found only by the resolve', async () => {
    const app = project(rule('block', { dependencyType: 'transitive', package: '@fx/util' }));
    const engine = await start(app);
    const before = wholeTree(app);
    const { operations, blocked } = await engine.install(requests(['fx-with-deps']), byHand, never);
    const [stopped] = operations;
    assert.deepEqual(
      [stopped?.status, stopped?.error?.code],
      ['failed', 'QM_GATE_BLOCK'],
      JSON.stringify(stopped?.error),
    );
    assert.match(
      stopped?.error?.message ?? '',
      /^@fx\/util 1\.\d\.\d would come along\. The rule "What the team wants"/,
    );
    assert.deepEqual(
      blocked.map((report) => [report.package, report.broughtBy]),
      [['@fx/util', ['fx-with-deps']]],
    );
    assert.deepEqual(wholeTree(app), before);
  });

  it('are judged in the version that a range gives', async () => {
    const app = project(rule('block', { package: 'fx-tiny', releaseAge: { below: 350 } }));
    const engine = await start(app);
    const young = await engine.install(requests(['fx-tiny@^1.0.0']), { ...byHand, confirmed: true }, never);
    assert.deepEqual([young.operations[0]?.status, young.operations[0]?.error?.code], ['failed', 'QM_GATE_BLOCK']);
    const old = await engine.install(requests(['fx-tiny@~1.1.0']), { ...byHand, confirmed: true }, never);
    assert.equal(old.operations[0]?.status, 'succeeded', JSON.stringify(old.operations[0]?.error));
  });

  it('let nothing happen by itself: what they would allow waits', async () => {
    const app = project({ ...rule('auto-install', {}), priority: 900 });
    const engine = await start(app);
    const automatic = { trigger: 'ai_auto', confirmed: false, automatic: true } as const;
    const { operations, asked } = await engine.install(requests(['fx-tiny']), automatic, never);
    assert.deepEqual([operations, asked.map((report) => report.package)], [[], ['fx-tiny']]);
    assert.deepEqual(
      (await engine.rules.inForce()).waiting.map(({ name }) => name),
      ['What the team wants'],
    );
  });

  it('have an age of Renovate hold for installs, which a script does not answer for', async () => {
    const app = project();
    app.write('renovate.json', { minimumReleaseAge: '30 days' });
    const engine = await start(app);
    const before = wholeTree(app);
    for (const confirmed of [false, 'unattended'] as const) {
      const { operations, asked } = await engine.install(requests(['fx-recent']), { ...byHand, confirmed }, never);
      const [report] = asked;
      assert.deepEqual([operations, report?.package, report?.version], [[], 'fx-recent', '1.1.0']);
      assert.equal(
        report?.checks.find(({ check }) => check === 'version-age')?.reason,
        'Published 10 days ago. The rule "minimumReleaseAge of renovate.json: 30 days" wants it to be older.',
      );
    }
    assert.deepEqual(wholeTree(app), before);
    const older = await engine.install(requests(['fx-recent@1.0.0']), byHand, never);
    assert.equal(older.operations[0]?.status, 'succeeded', JSON.stringify(older.operations[0]?.error));
    // What comes along is named by no manifest.
    const deps = await engine.install(requests(['fx-with-deps']), byHand, never);
    assert.equal(deps.operations[0]?.status, 'succeeded', JSON.stringify(deps.operations[0]?.error));
  });
});
