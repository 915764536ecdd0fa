import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { EngineContext } from '../../src/engine/context.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { ListedOperation } from '../../src/model/operation.ts';
import type { FixturePackage } from '../registry/fixture-package.ts';
import {
  byHand,
  contextOf,
  homeOf,
  installAnyway,
  never,
  requests,
  useEngines,
  useHermeticProcess,
} from '../support/engine.ts';
import { wholeTree } from '../support/engine-project.ts';
import { orphan } from '../support/orphan.ts';
import { useTempProjects, type TempProject } from '../support/temp-project.ts';
import { until } from '../support/until.ts';
import { useOsv } from '../support/use-osv.ts';
import { useRegistry } from '../support/use-registry.ts';

const automatic = { trigger: 'ai_auto', confirmed: false, automatic: true } as const;
const dayMs = 86_400_000;

/** Hardly anybody downloads it: a script may answer that. */
const rare: FixturePackage = { name: 'fx-rare', versions: { '1.0.0': {} }, weeklyDownloads: 40 };

describe('what automation may not do by itself', () => {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  const registry = useRegistry();
  const osv = useOsv();
  before(() => (process.env['NPM_DOWNLOADS_API'] = registry.url));
  beforeEach(() => registry.publish(rare));

  const project = (...names: readonly string[]): TempProject =>
    makeProject({
      registry,
      files: {
        'package.json': { name: 'app', private: true },
        'index.js': names.map((name) => `import '${name}';\n`).join(''),
      },
    });

  /** Automation was asked for what the project's code imports, and left it: the row that waits for it. */
  async function waiting(engine: Engine, ...specs: readonly string[]): Promise<ListedOperation> {
    await engine.scan(never);
    await engine.install(requests(specs), automatic, never);
    const [row, ...others] = await engine.approvals.list(never);
    assert.ok(row !== undefined && others.length === 0, `${others.length} others`);
    return row;
  }

  const statusOf = async (engine: Engine, id: string) => (await engine.history.operation(id))?.status;
  const dependenciesOf = (app: TempProject) => app.readJson('package.json')['dependencies'];
  const report = (id: string, name: string, version: string) => {
    const affected = [{ package: { ecosystem: 'npm', name }, versions: [version] }];
    osv.setRecords([{ id, modified: '2025-01-01T00:00:00Z', summary: 'Something is wrong', affected }]);
  };

  it('becomes one row with plan, evidence, base and expiry, however often it comes up', async () => {
    const app = project('fx-rare');
    const engine = await start(app);
    const before = wholeTree(app);
    const row = await waiting(engine, 'fx-rare');
    const { audit, gate, status, trigger, packages } = row;
    assert.deepEqual(
      [status, trigger, audit.approvedBy, audit.approvedAt],
      ['awaiting-approval', 'ai_auto', undefined, undefined],
    );
    assert.deepEqual(audit.plan?.packages, [
      { package: 'fx-rare', manifest: '', field: 'dependencies', range: '^1.0.0', version: '1.0.0' },
    ]);
    assert.deepEqual(packages, [
      { name: 'fx-rare', manifest: '', field: 'dependencies', from: undefined, to: '1.0.0', range: undefined },
    ]);
    assert.deepEqual(
      gate.flatMap(({ checks }) => checks.filter(({ result }) => result === 'ask').map(({ check }) => check)),
      ['popularity'],
    );
    assert.deepEqual(
      audit.evidence.map(({ kind }) => kind),
      ['import'],
    );
    assert.match(audit.baseHash ?? '', /^[0-9a-f]{64}$/);
    const waits = Date.parse(audit.expiresAt ?? '') - Date.parse(row.createdAt);
    assert.ok(Math.abs(waits - 7 * dayMs) < 60_000, `${waits} ms`);
    assert.equal(row.decidedBy, 'The gate asks: Downloaded 40 times in the last week, which is rare.');

    assert.deepEqual(await waiting(engine, 'fx-rare'), row);
    assert.equal(await engine.history.count(), 1);
    assert.deepEqual(wholeTree(app), before);
  });

  it('is not recorded where a service was silent, in a dry run, or where the gate blocks', async () => {
    const app = project('fx-rare');
    const engine = await start(app);
    await engine.install(requests(['fx-rare']), { ...automatic, dryRun: true }, never);
    await engine.install(requests(['fx-nowhere']), automatic, never);
    registry.setFault({ kind: 'status', status: 500, match: /fx-rare/ });
    const { asked } = await (await start(app)).install(requests(['fx-rare']), automatic, never);
    assert.deepEqual(
      asked.map(({ verdict, checks }) => [verdict, checks.find(({ check }) => check === 'exists')?.result]),
      [['ask', 'ask']],
    );
    registry.setFault();
    registry.publish({ name: 'fx-known', versions: { '1.0.0': {} }, weeklyDownloads: 1_000_000 });
    osv.setFault({ kind: 'status', status: 500 });
    assert.equal((await engine.install(requests(['fx-known']), automatic, never)).asked[0]?.verdict, 'allow');
    assert.equal(await engine.history.count(), 0);
  });

  it('is made by an approval as the same operation, in the very version that was judged', async () => {
    const moves = { ...rare, name: 'fx-moves' };
    registry.publish(moves);
    const app = project('fx-moves');
    const engine = await start(app);
    const { id, createdAt } = await waiting(engine, 'fx-moves');
    registry.publish({ ...moves, versions: { '1.0.0': {}, '1.1.0': { ageDays: 30 } } });
    const operation = await engine.approvals.approve(id, 'you (terminal)', never);
    assert.deepEqual([operation.id, operation.status, operation.createdAt], [id, 'succeeded', createdAt]);
    assert.deepEqual(
      operation.packages.map(({ name, to }) => [name, to]),
      [['fx-moves', '1.0.0']],
    );
    assert.deepEqual(dependenciesOf(app), { 'fx-moves': '^1.0.0' });
    const { approvedBy, approvedAt, rule, plan, expiresAt } = operation.audit;
    assert.deepEqual([approvedBy, rule, plan?.packages.length, expiresAt], ['you (terminal)', 'you', 1, undefined]);
    assert.ok(Date.parse(approvedAt ?? '') >= Date.parse(createdAt));
    assert.equal(
      operation.decidedBy,
      'Approved by you (terminal), though the gate asked: Downloaded 40 times in the last week, which is rare.',
    );
    await assert.rejects(engine.approvals.approve(id, 'you (terminal)', never), { code: 'QM_NOT_OPEN' });
    assert.equal((await engine.rollBack(id, 'manual', never)).status, 'succeeded');
    assert.equal(dependenciesOf(app), undefined);
  });

  it('is asked again by nobody after a no, until it is asked for by hand', async () => {
    const app = project('fx-rare');
    const engine = await start(app);
    const { id } = await waiting(engine, 'fx-rare');
    const rejected = await engine.approvals.reject(id, 'you (editor)');
    assert.deepEqual([rejected.status, rejected.decidedBy], ['cancelled', 'Rejected by you (editor)']);
    const said = rejected.audit.evidence.find(({ kind }) => kind === 'rejected');
    assert.deepEqual([said?.source, said?.at], ['you (editor)', rejected.endedAt]);
    await assert.rejects(engine.approvals.reject(id, 'you (editor)'), { code: 'QM_NOT_OPEN' });
    await engine.install(requests(['fx-rare']), automatic, never);
    // Also where the gate has no question about it any more.
    registry.publish({ ...rare, weeklyDownloads: 1_000_000 });
    const outcome = await (await start(app)).install(requests(['fx-rare']), automatic, never);
    assert.deepEqual([outcome.asked.map(({ package: name }) => name), outcome.operations], [['fx-rare'], []]);
    assert.deepEqual((await engine.approvals.unanswered(outcome)).asked, [], 'its user is not told again');
    assert.equal(await engine.history.count(), 1);
    assert.equal((await installAnyway(engine, 'fx-rare')).status, 'succeeded');
  });

  it('waits on, with the new question, where the gate asks something else by the time of the approval', async () => {
    const app = project('fx-rare');
    const engine = await start(app);
    const before = wholeTree(app);
    const { id } = await waiting(engine, 'fx-rare');
    report('GHSA-0000-0000-0001', 'fx-rare', '1.0.0');
    const later = await start(forgetful(app));
    await assert.rejects(later.approvals.approve(id, 'you (terminal)', never), { code: 'QM_GATE_ASK' });
    const row = await later.history.operation(id);
    assert.equal(row?.status, 'awaiting-approval');
    assert.deepEqual(
      row?.gate[0]?.checks.filter(({ result }) => result === 'ask').map(({ check }) => check),
      ['advisory', 'popularity'],
    );
    assert.deepEqual(wholeTree(app), before);
    assert.equal((await later.approvals.approve(id, 'you (terminal)', never)).status, 'succeeded');
  });

  it('waits on too where the new question is about what would come along', async () => {
    registry.publish({ name: 'fx-along', versions: { '1.0.0': {} } });
    const manifest = { dependencies: { 'fx-along': '^1.0.0' } };
    registry.publish({ ...rare, name: 'fx-rare-parent', versions: { '1.0.0': { manifest } } });
    const app = project('fx-rare-parent');
    const engine = await start(app);
    const before = wholeTree(app);
    const { id } = await waiting(engine, 'fx-rare-parent');
    report('GHSA-0000-0000-0002', 'fx-along', '1.0.0');
    await assert.rejects(engine.approvals.approve(id, 'you (terminal)', never), {
      code: 'QM_GATE_ASK',
      message: /^fx-along was not installed: the gate asks something else by now\. GHSA-0000-0000-0002/,
    });
    const row = await engine.history.operation(id);
    assert.deepEqual(
      [row?.status, row?.error, row?.audit.approvedBy, row?.gate.map(({ package: name }) => name)],
      ['awaiting-approval', undefined, undefined, ['fx-rare-parent', 'fx-along']],
    );
    assert.deepEqual(wholeTree(app), before);
    assert.equal((await engine.approvals.approve(id, 'you (terminal)', never)).status, 'succeeded');
  });

  it('is refused where the gate blocks it by the time of the approval', async () => {
    const app = project('fx-rare');
    const engine = await start(app);
    const { id } = await waiting(engine, 'fx-rare');
    report('MAL-2026-1', 'fx-rare', '1.0.0');
    const later = await start(forgetful(app));
    await assert.rejects(later.approvals.approve(id, 'you (terminal)', never), { code: 'QM_GATE_BLOCK' });
    const row = await later.history.operation(id);
    assert.equal(row?.status, 'cancelled');
    assert.match(row?.decidedBy ?? '', /refuses it by now/);
    assert.equal(app.exists('node_modules'), false);
  });

  /** What happens while it waits, and what is recorded of it. */
  const overs: Readonly<Record<string, readonly [(app: TempProject) => void, RegExp]>> = {
    'nothing imports it any more': [(app) => app.write('index.js', ''), /is not missing any more/],
    'it was declared otherwise': [
      (app) => app.write('package.json', { name: 'app', private: true, devDependencies: { 'fx-rare': '^1.0.0' } }),
      /package\.json says something else about fx-rare/,
    ],
    'another package manager was chosen': [
      (app) => app.write('package.json', { name: 'app', private: true, packageManager: 'pnpm@10.0.0' }),
      /package\.json says something else/,
    ],
    'its project is gone': [(app) => app.delete('package.json'), /the project is not there any more/],
  };
  for (const [what, [change, why]] of Object.entries(overs)) {
    it(`ends where ${what}`, async () => {
      const app = project('fx-rare');
      const engine = await start(app);
      const { id } = await waiting(engine, 'fx-rare');
      change(app);
      assert.deepEqual(await (await start(app)).approvals.list(never), []);
      const row = await engine.history.operation(id);
      assert.equal(row?.status, 'cancelled');
      assert.match(row?.decidedBy ?? '', why);
      await assert.rejects(engine.approvals.approve(id, 'you (terminal)', never), {
        code: 'QM_NOT_OPEN',
        message: why,
      });
    });
  }

  it('ends when its time is over, and is then asked anew', async () => {
    const app = project('fx-rare');
    const engine = await start(app);
    const { id } = await waiting(engine, 'fx-rare');
    const before = await start(app, { clock: ahead(app, 6.9) });
    assert.deepEqual(
      (await before.approvals.list(never)).map((row) => row.id),
      [id],
    );
    const late = await start(app, { clock: ahead(app, 7.1) });
    const [next] = (await late.install(requests(['fx-rare']), automatic, never), await late.approvals.list(never));
    assert.ok(next !== undefined && next.id !== id);
    assert.equal(await statusOf(late, id), 'cancelled');
  });

  it('stays where nothing is known of its cause, and where other packages come and go', async () => {
    const app = project('fx-rare', 'fx-tiny');
    const engine = await start(app);
    const { id } = await waiting(engine, 'fx-rare');
    assert.equal((await installAnyway(engine, 'fx-tiny')).status, 'succeeded');
    assert.deepEqual(
      (await engine.approvals.list(never)).map((row) => row.id),
      [id],
    );
    const manifest = app.read('package.json');
    app.write('package.json', '{ "name": ');
    assert.deepEqual(
      (await engine.approvals.list(never)).map((row) => row.id),
      [id],
    );
    app.write('package.json', manifest);
    assert.equal((await engine.approvals.approve(id, 'you (editor)', never)).status, 'succeeded');
  });

  it('is the operation itself that a package stopped which would come along, and it is not begun again', async () => {
    registry.publish({ name: 'lodahs', versions: { '1.0.0': {} } });
    const manifest = { dependencies: { lodahs: '^1.0.0' } };
    registry.publish({ name: 'fx-brings', versions: { '1.0.0': { manifest } }, weeklyDownloads: 1_000_000 });
    const app = project('fx-brings');
    const engine = await start(app);
    const row = await waiting(engine, 'fx-brings');
    const { id, gate, error, startedAt, endedAt, audit } = row;
    assert.deepEqual([error, startedAt, endedAt, app.exists('node_modules')], [undefined, undefined, undefined, false]);
    assert.deepEqual(
      gate.map(({ package: name, verdict, broughtBy }) => [name, verdict, broughtBy]),
      [
        ['fx-brings', 'allow', []],
        ['lodahs', 'ask', ['fx-brings']],
      ],
    );
    assert.equal(audit.plan?.packages[0]?.version, '1.0.0');
    const { asked, operations } = await engine.install(requests(['fx-brings']), automatic, never);
    assert.deepEqual([asked.map(({ package: name }) => name), operations], [['lodahs'], []]);
    assert.equal(await engine.history.count(), 1);
    const operation = await engine.approvals.approve(id, 'you (terminal)', never);
    assert.deepEqual([operation.id, operation.status, app.exists('node_modules/lodahs')], [id, 'succeeded', true]);
  });

  it('is made once where it is approved twice at the same moment', async () => {
    const app = project('fx-rare');
    const engine = await start(app);
    const { id } = await waiting(engine, 'fx-rare');
    const engines = [engine, await start(app)];
    const ends = await Promise.allSettled(engines.map((one) => one.approvals.approve(id, 'you (editor)', never)));
    assert.deepEqual(
      ends
        .map((end) => (end.status === 'fulfilled' ? end.value.status : (end.reason as { code: string }).code))
        .toSorted(),
      ['QM_NOT_OPEN', 'succeeded'],
    );
    assert.equal(await engine.history.count(), 1);
  });

  it('goes on in the next window, approved as it was, where the one before was closed in its middle', async () => {
    const slow = { ...rare, name: 'fx-slow-rare' };
    registry.publish(slow);
    const app = project(slow.name);
    const first = await start(app, { livesOn: true });
    const { id } = await waiting(first, slow.name);
    registry.setFault({ kind: 'hang', match: /fx-slow-rare.*tgz/ });
    const running = first.approvals.approve(id, 'you (editor)', never);
    await until(() => app.exists('package-lock.json'));
    const { approvedAt } = (await first.history.operation(id))?.audit ?? {};
    await first.close(true);
    assert.equal((await running).status, 'queued');
    registry.setFault();
    orphan(app);
    const second = await start(app, { livesOn: true });
    await until(async () => (await statusOf(second, id)) === 'succeeded');
    const { audit } = (await second.history.operation(id)) ?? assert.fail('it is gone');
    assert.deepEqual([audit.approvedBy, audit.approvedAt, audit.rule], ['you (editor)', approvedAt, 'you']);
    assert.equal(await second.history.count(), 1);
  });

  it('is approved by a script only where no person has to look at it', async () => {
    registry.publish({ name: 'fx-young', versions: { '1.0.0': { ageDays: 3 } }, weeklyDownloads: 1_000_000 });
    const app = project('fx-young', 'fx-rare');
    const engine = await start(app);
    await engine.scan(never);
    await engine.install(requests(['fx-young', 'fx-rare']), automatic, never);
    const rows = await engine.approvals.list(never);
    const idOf = (name: string): string => rows.find(({ packages }) => packages[0]?.name === name)?.id ?? '';
    const script = 'a command without a terminal';
    await assert.rejects(engine.approvals.approve(idOf('fx-young'), script, never), { code: 'QM_GATE_ASK' });
    assert.equal(await statusOf(engine, idOf('fx-young')), 'awaiting-approval');
    const made = await engine.approvals.approve(idOf('fx-rare'), script, never);
    assert.deepEqual(
      [made.status, made.audit.approvedBy, made.audit.rule],
      ['succeeded', script, 'yes-without-terminal'],
    );
  });

  it('waits on where no registry answers to the approval, and nobody knows an id that is none', async () => {
    const app = project('fx-rare');
    const engine = await start(app);
    const { id } = await waiting(engine, 'fx-rare');
    registry.setFault({ kind: 'status', status: 500, match: /fx-rare/ });
    const offline = await start(app);
    await assert.rejects(offline.approvals.approve(id, 'you (terminal)', never), { code: 'QM_REGISTRY_FAILED' });
    assert.equal(await statusOf(engine, id), 'awaiting-approval');
    await assert.rejects(engine.approvals.approve('none', 'you (terminal)', never), { code: 'QM_NO_OPERATION' });
    await assert.rejects(engine.approvals.reject('none', 'you (terminal)'), { code: 'QM_NO_OPERATION' });
  });

  it('is no row where a person asks by hand', async () => {
    const engine = await start(project('fx-rare'));
    const { asked } = await engine.install(requests(['fx-rare']), byHand, never);
    assert.deepEqual([asked.length, await engine.history.count()], [1, 0]);
  });

  /** What services said is kept for a while in the user's cache. */
  function forgetful(app: TempProject): TempProject {
    fs.rmSync(path.join(homeOf(app), 'cache'), { recursive: true, force: true });
    return app;
  }

  /** The clock of a machine on which so many days have gone by. */
  function ahead(app: TempProject, days: number): EngineContext['clock'] {
    const { clock } = contextOf(app);
    return {
      now: () => new Date(clock.now().getTime() + days * dayMs),
      schedule: (run, ms) => clock.schedule(run, ms),
      pause: (ms, signal) => clock.pause(ms, signal),
    };
  }
});
