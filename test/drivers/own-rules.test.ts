import assert from 'node:assert/strict';
import type { PackageName } from '../../src/model/package-name.ts';
import type { OwnRule } from '../../src/model/rule.ts';
import { byHand, install, never, requests, useEngines, useHermeticProcess } from '../support/engine.ts';
import { wholeTree } from '../support/engine-project.ts';
import { useTempProjects } from '../support/temp-project.ts';
import { until } from '../support/until.ts';
import { useOsv } from '../support/use-osv.ts';
import { useRegistry } from '../support/use-registry.ts';

describe('rules that a user has made', () => {
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
  const rule = (kind: OwnRule['kind'], over: Partial<OwnRule> = {}): OwnRule => ({
    name: `Mine: ${kind}`,
    kind,
    priority: 0,
    enabled: true,
    conditions: { package: 'fx-tiny' },
    ...over,
  });

  const tiny = 'fx-tiny' as PackageName;

  it('keep out what they forbid, in every window, until they are gone', async () => {
    const app = project();
    const [engine, other] = [await start(app), await start(app)];
    const proposed = await other.proposal(tiny, '', never);
    assert.equal(proposed?.report.rules?.kind, 'auto-install');
    await engine.rules.save(rule('block'));
    const before = wholeTree(app);
    for (const each of [engine, other]) {
      const { operations, blocked } = await each.install(requests(['fx-tiny']), { ...byHand, confirmed: true }, never);
      assert.deepEqual(
        [operations, blocked.map(({ checks }) => checks.find(({ result }) => result === 'block')?.reason)],
        [[], ['The rule "Mine: block" forbids it.']],
      );
    }
    assert.deepEqual(wholeTree(app), before);
    await until(async () => (await other.proposal(tiny, '', never))?.report.rules?.kind === 'block');
    await other.rules.remove('mine-block');
    const made = await install(engine, 'fx-tiny');
    assert.equal(made.status, 'succeeded', JSON.stringify(made.error));
  });

  it('let in what accepted rules would ask about, and stand in the operation with those', async () => {
    const app = project({ id: 'team', name: 'Team', kind: 'ask', priority: 5, conditions: {} });
    const engine = await start(app);
    await engine.rules.accept((await engine.rules.inForce()).current.hash);
    assert.deepEqual((await engine.install(requests(['fx-tiny']), byHand, never)).operations, []);
    await engine.rules.save(rule('auto-install', { priority: 6 }));
    const { id, status, error } = await install(engine, 'fx-tiny');
    assert.equal(status, 'succeeded', JSON.stringify(error));
    const [report] = (await engine.history.operation(id))?.gate ?? [];
    assert.deepEqual(report?.rules, {
      kind: 'auto-install',
      rule: { id: 'own:mine-auto-install', name: 'Mine: auto-install' },
      doubtful: false,
      trace: [
        {
          rule: 'own:mine-auto-install',
          name: 'Mine: auto-install',
          kind: 'auto-install',
          outcome: 'applies',
          conditions: [{ condition: 'package', answer: 'match' }],
        },
      ],
      unlisted: 0,
    });
  });

  it('have a person asked about what comes along, as a row that says which rule', async () => {
    const app = project();
    const engine = await start(app);
    await engine.rules.save(rule('ask', { conditions: { package: '@fx/util', dependencyType: 'transitive' } }));
    const { operations, asked } = await engine.install(requests(['fx-with-deps']), byHand, never);
    assert.deepEqual(
      asked.map((report) => [report.package, report.rules?.rule?.id]),
      [['@fx/util', 'own:mine-ask']],
    );
    assert.equal(operations[0]?.error?.code, 'QM_GATE_ASK', JSON.stringify(operations[0]?.error));
  });

  it('are gone with what is kept of the folder', async () => {
    const app = project();
    const engine = await start(app);
    await engine.rules.save(rule('block'));
    await engine.forget();
    assert.deepEqual(
      (await engine.rules.inForce()).rules.filter(({ source }) => source === 'dashboard'),
      [],
    );
  });
});
