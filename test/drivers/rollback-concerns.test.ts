import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { EngineContext } from '../../src/engine/context.ts';
import type { RollbackConcern } from '../../src/model/operation.ts';
import { NpmRegistry } from '../../src/node/npm-registry.ts';
import { OsvAdvisories } from '../../src/node/osv-advisories.ts';
import { systemClock } from '../../src/node/system-clock.ts';
import type { Advisories } from '../../src/ports/advisories.ts';
import { fixtureOsvRecords } from '../registry/fixtures.ts';
import { startOsv, type Osv } from '../registry/osv.ts';
import { startRegistry, type Registry } from '../registry/registry.ts';
import { install, installAnyway, never, useEngines, useHermeticProcess } from '../support/engine.ts';
import { useTempProjects, type TempProject } from '../support/temp-project.ts';

describe('what a rollback would bring back', () => {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  let registry: Registry;
  let osv: Osv;

  before(async () => {
    registry = await startRegistry();
    osv = await startOsv({ records: fixtureOsvRecords });
    registry.publish({
      name: 'fx-carrier',
      versions: {
        '1.0.0': { manifest: { dependencies: { 'fx-vuln': '1.0.1' } } },
        '1.1.0': { manifest: { dependencies: { 'fx-vuln': '1.0.2' } } },
      },
    });
  });
  afterEach(() => {
    registry.setFault();
    osv.setFault();
  });
  after(() => Promise.all([registry.stop(), osv.stop()]));

  const project = (): TempProject =>
    makeProject({ registry, files: { 'package.json': { name: 'app', private: true } } });
  const asked = (over: Partial<EngineContext> = {}) => ({ advisories: new OsvAdvisories(osv.url), ...over });

  /** Installs one after the other, then asks about taking the last one back, with nothing remembered. */
  async function concernsAfter(
    app: TempProject,
    specs: readonly string[],
    over: Partial<EngineContext> = {},
    meanwhile: () => void = () => undefined,
  ): Promise<readonly RollbackConcern[]> {
    const engine = await start(app, asked(over));
    let id = '';
    for (const spec of specs) {
      const operation = await installAnyway(engine, spec);
      assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
      id = operation.id;
    }
    meanwhile();
    const later = await start(app, asked({ registry: new NpmRegistry(systemClock), ...over }));
    return later.rollbackConcerns(id, never);
  }

  const brief = (concerns: readonly RollbackConcern[]) =>
    concerns.map(({ kind, decision, packages, advisory }) => [
      kind,
      decision,
      packages.map(({ name, version }) => `${name} ${version}`).join(),
      advisory,
    ]);

  it('is nothing where it only takes away', async () => {
    let before = Infinity;
    const installed = (): void => void (before = osv.requests.length);
    assert.deepEqual(await concernsAfter(project(), ['fx-vuln@1.0.1'], {}, installed), []);
    assert.equal(osv.requests.length, before, 'nobody was asked');
  });

  it('is an advisory that had gone, of what comes along too', async () => {
    const direct = await concernsAfter(project(), ['fx-vuln@1.0.1', 'fx-vuln@1.0.2']);
    assert.deepEqual(brief(direct), [['reopens', 'ask', 'fx-vuln 1.0.1', 'GHSA-fxfx-0001-vuln']]);
    assert.equal(
      direct[0]?.message,
      'fx-vuln 1.0.1 brings back GHSA-fxfx-0001-vuln (high): Prototype pollution in fx-vuln',
    );
    const along = await concernsAfter(project(), ['fx-carrier@1.0.0', 'fx-carrier@1.1.0']);
    assert.deepEqual(brief(along), [['reopens', 'ask', 'fx-vuln 1.0.1', 'GHSA-fxfx-0001-vuln']]);
  });

  it('is an advisory that goes with what leaves, which needs no answer', async () => {
    const concerns = await concernsAfter(project(), ['fx-vuln@1.0.2', 'fx-vuln@1.0.1']);
    assert.deepEqual(brief(concerns), [['closes', 'tell', 'fx-vuln 1.0.1', 'GHSA-fxfx-0001-vuln']]);
  });

  it('is no news where both have the advisory', async () => {
    assert.deepEqual(await concernsAfter(project(), ['fx-vuln@1.0.0', 'fx-vuln@1.0.1']), []);
  });

  it('is a version that the registry has no more, and one that is deprecated', async () => {
    const versions = { '1.0.0': {}, '1.1.0': {}, '1.2.0': {} };
    registry.publish({ name: 'fx-gone', versions });
    const gone = await concernsAfter(project(), ['fx-gone@1.0.0', 'fx-gone@1.2.0'], {}, () => {
      registry.unpublish('fx-gone', '1.0.0');
    });
    assert.deepEqual(brief(gone), [['unpublished', 'ask', 'fx-gone 1.0.0', undefined]]);
    assert.match(
      gone[0]?.message ?? '',
      /not in the registry any more\. It comes back only if the package manager has/,
    );
    const old = await concernsAfter(project(), ['fx-gone@1.1.0', 'fx-gone@1.2.0'], {}, () => {
      registry.publish({ name: 'fx-gone', versions: { '1.1.0': { deprecated: 'use\n1.2' } } });
    });
    assert.deepEqual(brief(old), [['deprecated', 'tell', 'fx-gone 1.1.0', undefined]]);
    assert.equal(old[0]?.message, 'fx-gone 1.1.0 comes back and is deprecated: use 1.2');
  });

  it('is unknown, not clean, where nobody answers', async () => {
    const concerns = await concernsAfter(project(), ['fx-tiny@1.0.0', 'fx-tiny@1.1.0'], {}, () => {
      registry.setFault({ kind: 'reset', match: /GET \/fx-tiny$/ });
      osv.setFault({ kind: 'reset' });
    });
    assert.deepEqual(brief(concerns), [
      ['unchecked', 'tell', 'fx-tiny 1.0.0', undefined],
      ['unchecked', 'tell', 'fx-tiny 1.0.0', undefined],
    ]);
    assert.match(concerns[0]?.message ?? '', /^Not checked: whether the registry still has fx-tiny 1\.0\.0\. \S/);
    assert.match(concerns[1]?.message ?? '', /^Not checked: advisories for fx-tiny 1\.0\.0\. \S/);
    const off = { advisories: new OsvAdvisories('') };
    const [only] = await concernsAfter(project(), ['fx-major@1.0.0', 'fx-major@1.1.0'], off);
    assert.equal(only?.message, 'Not checked: advisories for fx-major 1.0.0. Asking for them is switched off.');
  });

  it('is unknown where the answer takes too long', async () => {
    const clock = { ...systemClock, schedule: (run: () => void) => systemClock.schedule(run, 50) };
    const app = project();
    const engine = await start(app, asked());
    await install(engine, 'fx-tiny@1.0.0');
    const { id } = await install(engine, 'fx-tiny@1.1.0');
    registry.setFault({ kind: 'hang', match: /GET \/fx-tiny$/ });
    osv.setFault({ kind: 'hang' });
    const later = await start(app, asked({ registry: new NpmRegistry(systemClock), clock }));
    const concerns = await later.rollbackConcerns(id, never);
    assert.deepEqual(
      concerns.map(({ kind, message }) => [kind, message.includes('It did not answer in time.')]),
      [
        ['unchecked', true],
        ['unchecked', true],
      ],
    );
  });

  it('is told to nobody but its own registry where that is not the public one', async () => {
    const told: string[] = [];
    const advisories: Advisories = {
      isElsewhere: true,
      async affecting(versions) {
        told.push(...versions.map(({ name }) => name));
        return { ok: true, versions: [] };
      },
    };
    const back = ['fx-vuln@1.0.1', 'fx-vuln@1.0.2'];
    const answered = await concernsAfter(project(), back, { advisories });
    assert.deepEqual(brief(answered), [['reopens', 'ask', 'fx-vuln 1.0.1', 'GHSA-fxfx-0001-vuln']]);

    const silent = await concernsAfter(project(), back, { advisories }, () => {
      registry.setFault({ kind: 'reset', match: /POST .*advisories\/bulk$/ });
    });
    assert.deepEqual(brief(silent), [['unchecked', 'tell', 'fx-vuln 1.0.1', undefined]]);
    assert.match(silent[0]?.message ?? '', /only what everybody can see is asked about/);
    assert.deepEqual(told, []);
  });

  it('says of a lockfile that is made anew that what comes along is not known yet', async () => {
    const app = project();
    const engine = await start(app, asked());
    await installAnyway(engine, 'fx-vuln@1.0.1');
    const { id } = await installAnyway(engine, 'fx-vuln@1.0.2');
    await install(engine, 'fx-tiny');
    const concerns = await engine.rollbackConcerns(id, never);
    assert.deepEqual(brief(concerns), [
      ['reopens', 'ask', 'fx-vuln 1.0.1', 'GHSA-fxfx-0001-vuln'],
      ['unchecked', 'tell', 'fx-vuln 1.0.1', undefined],
    ]);
  });

  it('is a later package that needs beside it what would leave, or be another version', async () => {
    const app = project();
    const engine = await start(app, asked());
    const { id: first } = await install(engine, 'fx-host@1.0.0');
    const { id: second } = await install(engine, 'fx-host@2.0.0');
    await install(engine, 'fx-plugin@2.0.0');
    const [moved] = await engine.rollbackConcerns(second, never);
    assert.deepEqual(brief(moved === undefined ? [] : [moved]), [['needed', 'ask', 'fx-plugin 2.0.0', undefined]]);
    assert.equal(moved?.message, 'fx-plugin 2.0.0 needs fx-host ^2.0.0 beside it, and this brings 1.0.0 back.');
    await assert.rejects(engine.rollbackConcerns(first, never), { code: 'QM_ROLLBACK_BLOCKED' });

    const plain = await start(project(), asked());
    const { id } = await install(plain, 'fx-host@1.0.0');
    await install(plain, 'fx-plugin@1.0.0');
    const gone = await plain.rollbackConcerns(id, never);
    assert.deepEqual(brief(gone), [['needed', 'ask', 'fx-plugin 1.0.0', undefined]]);
    assert.equal(gone[0]?.message, 'fx-plugin 1.0.0 needs fx-host ^1.0.0 beside it, and this takes it out.');
  });

  it('is no need that is met still, that was not met before, or that is as good as none', async () => {
    registry.publish({
      name: 'fx-easy',
      versions: {
        '1.0.0': {
          manifest: {
            peerDependencies: { 'fx-host': '*', 'fx-tiny': '^1.0.0' },
            peerDependenciesMeta: { 'fx-tiny': { optional: true } },
          },
        },
      },
    });
    const engine = await start(project(), asked());
    await install(engine, 'fx-host@1.0.0');
    const { id: moved } = await install(engine, 'fx-host@2.0.0');
    const { id: added } = await install(engine, 'fx-tiny@1.0.0');
    await install(engine, 'fx-easy@1.0.0');
    const kinds = async (id: typeof moved) => (await engine.rollbackConcerns(id, never)).map(({ kind }) => kind);
    assert.deepEqual([await kinds(moved), await kinds(added)], [['unchecked'], []]);
  });

  it('is unknown where a package that may need it cannot be looked at', async () => {
    const app = project();
    const engine = await start(app, asked());
    const { id } = await install(engine, 'fx-host@1.0.0');
    await install(engine, 'fx-plugin@1.0.0');
    fs.rmSync(app.path('node_modules/fx-plugin'), { recursive: true });
    const [only] = await engine.rollbackConcerns(id, never);
    assert.equal(
      only?.message,
      'Not checked: whether fx-host is needed by packages that are not in node_modules: fx-plugin.',
    );
  });

  it('is asked of nobody before it is known to be possible', async () => {
    const engine = await start(project(), asked());
    await installAnyway(engine, 'fx-vuln@1.0.1');
    const { id } = await installAnyway(engine, 'fx-vuln@1.0.2');
    await installAnyway(engine, 'fx-vuln@1.0.0');
    const before = osv.requests.length;
    await assert.rejects(engine.rollbackConcerns(id, never), { code: 'QM_ROLLBACK_BLOCKED' });
    assert.equal(osv.requests.length, before);
  });
});
