import assert from 'node:assert/strict';
import { fixtureOsvRecords } from '../registry/fixtures.ts';
import { startOsv, type Osv } from '../registry/osv.ts';
import { useCliProjects } from '../support/cli-projects.ts';
import { useHermeticProcess } from '../support/engine.ts';
import type { TempProject } from '../support/temp-project.ts';
import { typed } from '../support/typed-cli.ts';

describe('a person at a terminal', () => {
  useHermeticProcess();
  const projects = useCliProjects();
  const { project } = projects;

  it('answers with --yes what the gate asks about a lookalike', async () => {
    const { code, out } = await typed(project(), ['install', 'lodahs', '--yes', '--json']);
    const { operation } = JSON.parse(out) as { operation: { status: string; decidedBy: string } };
    assert.deepEqual([code, operation.status], [0, 'succeeded']);
    assert.match(operation.decidedBy, /^You, though the gate asked: Looks like lodash/);
  });

  it('allows code of the repository, which a script cannot, by the digest of what they looked at', async () => {
    const app = project({ 'pnpm-lock.yaml': '', '.pnpmfile.cjs': 'module.exports = {};\n' });
    const shown = await typed(app, ['consent', '--json']);
    const { questions } = JSON.parse(shown.out) as { questions: [{ digest: string; consented: boolean }] };
    const [{ digest, consented }] = questions;
    assert.deepEqual([shown.code, consented], [1, false]);
    const plain = await typed(app, ['consent']);
    assert.match(plain.out, /^pnpm would run this code .*\n {2}[0-9a-f]{12} {2}\.pnpmfile\.cjs\nLook at it\./);

    const script = await typed(app, ['consent', digest], { isTerminal: false });
    assert.equal(script.code, 2);
    assert.match(script.error, /^QM_PROJECT_HOOKS Only a person at a terminal can allow what a repository does\./);
    for (const other of ['', digest.slice(0, 11), 'f'.repeat(64)]) {
      const { code, error } = await typed(app, ['consent', other]);
      assert.equal(code, 2);
      assert.match(error, /^QM_USAGE Nothing that is to be allowed has the digest/);
    }
    assert.equal((await typed(app, ['consent'])).code, 1, 'nothing was allowed');

    const allowed = await typed(app, ['consent', digest.slice(0, 12)]);
    assert.deepEqual([allowed.code, allowed.error], [0, '']);
    assert.match(allowed.out, /^pnpm may run this code, as you allowed:/);
    assert.equal((await typed(app, ['consent'])).code, 0);
    app.write('.pnpmfile.cjs', 'module.exports = { hooks: {} };\n');
    assert.equal((await typed(app, ['consent'])).code, 1);
  });

  it('allows what a repository sends, by the digest that is shown', async () => {
    const app = project();
    app.write('.npmrc', `${app.read('.npmrc')}//npm.corp.test/:_authToken=\${NPM_TOKEN}\n`);
    const shown = await typed(app, ['consent', '--json']);
    const { questions } = JSON.parse(shown.out) as { questions: [{ digest: string; sends: unknown }] };
    const [{ digest, sends }] = questions;
    assert.deepEqual([shown.code, sends], [1, [{ variable: 'NPM_TOKEN', host: 'npm.corp.test' }]]);
    const plain = await typed(app, ['consent']);
    const would = 'npm would send NPM_TOKEN to npm.corp.test, which only this repository names.';
    const advice = `If these hosts may have it, allow it: quartermaster consent ${digest.slice(0, 12)}`;
    assert.equal(plain.out, `${would}\n${advice}\n`);
    const allowed = await typed(app, ['consent', digest.slice(0, 12)]);
    assert.deepEqual([allowed.code, allowed.out], [0, 'npm may send NPM_TOKEN to npm.corp.test, as you allowed.\n']);
    assert.equal((await typed(app, ['consent'])).code, 0);
  });

  it('is told what forgetting removes before it does, and asked, unless they have said yes', async () => {
    const app = project();
    await typed(app, ['install', 'fx-tiny']);
    for (const answer of ['', 'n']) {
      const no = await typed(app, ['forget'], { answer });
      assert.deepEqual([no.code, no.out, no.questions], [1, 'Nothing was forgotten.\n', ['Forget it? [y/N] ']]);
      assert.match(
        no.error,
        /^Would forget 1 operation, 0 rules of your own, the mode assist, what you allowed and the caches\. /,
      );
      assert.equal(app.exists('.quartermaster/state.db'), true);
    }
    const dry = await typed(app, ['forget', '--dry-run']);
    assert.deepEqual([dry.code, dry.questions], [0, []]);
    const yes = await typed(app, ['forget'], { answer: 'y' });
    assert.deepEqual([yes.code, app.exists('.quartermaster')], [0, false]);
    assert.deepEqual((await typed(app, ['forget', '--yes'])).questions, []);
  });

  it('is told where there is nothing to allow', async () => {
    const { code, out } = await typed(project(), ['consent']);
    assert.deepEqual(
      [code, out],
      [0, 'This repository has its package manager run and send nothing that could be allowed.\n'],
    );
  });

  describe('takes an update back', () => {
    let osv: Osv;
    before(async () => {
      osv = await startOsv({ records: fixtureOsvRecords });
    });
    after(() => osv.stop());
    beforeEach(() => (process.env['OSV_API'] = osv.url));

    /** An update of a package; returns the id of the operation. */
    async function updated(app: TempProject, name: string, from: string, to: string): Promise<string> {
      await typed(app, ['install', `${name}@${from}`, '--json', '--yes']);
      const { code, out } = await typed(app, ['install', `${name}@${to}`, '--json']);
      assert.equal(code, 0, out);
      return (JSON.parse(out) as { operation: { id: string } }).operation.id;
    }

    const standing = (app: TempProject, name: string): string =>
      app.readJson<{ version: string }>(`node_modules/${name}/package.json`).version;

    it('only after an answer, where that brings an advisory back', async () => {
      const app = project();
      const id = await updated(app, 'fx-vuln', '1.0.1', '1.0.2');
      for (const answer of ['', 'n', 'nonsense']) {
        const no = await typed(app, ['rollback', id], { answer });
        assert.deepEqual([no.code, no.questions], [1, ['Roll back all the same? [y/N] ']]);
        assert.match(no.error, /^fx-vuln 1\.0\.1 brings back GHSA-fxfx-0001-vuln \(high\): .*\nQM_ROLLBACK_ASK /);
        assert.equal(standing(app, 'fx-vuln'), '1.0.2');
      }
      const yes = await typed(app, ['rollback', id], { answer: 'Y' });
      assert.deepEqual([yes.code, standing(app, 'fx-vuln')], [0, '1.0.1'], yes.error);
    });

    it('without a question where a program reads, which learns of it', async () => {
      const app = project();
      const id = await updated(app, 'fx-vuln', '1.0.1', '1.0.2');
      const dry = await typed(app, ['rollback', id, '--dry-run']);
      assert.match(dry.out, /^fx-vuln 1\.0\.1 brings back GHSA-fxfx-0001-vuln \(high\)/m);
      const asked = await typed(app, ['rollback', id, '--json']);
      const document = JSON.parse(asked.out) as Record<string, unknown> & { concerns: { kind: string }[] };
      assert.deepEqual([asked.code, document['operation'], document['decision']], [1, null, 'ask']);
      assert.deepEqual(
        document.concerns.map(({ kind }) => kind),
        ['reopens'],
      );
      const yes = await typed(app, ['rollback', id, '--json', '--yes']);
      assert.deepEqual([yes.code, standing(app, 'fx-vuln')], [0, '1.0.1'], yes.error);
    });

    it('not with --yes alone, where the version is not published any more', async () => {
      const app = project();
      const { registry } = projects;
      registry.publish({ name: 'fx-gone', versions: { '1.0.0': {}, '1.1.0': {} } });
      const id = await updated(app, 'fx-gone', '1.0.0', '1.1.0');
      registry.unpublish('fx-gone', '1.0.0');
      const no = await typed(app, ['rollback', id, '--json', '--yes']);
      assert.equal(no.code, 1);
      assert.match(no.error, /QM_ROLLBACK_ASK .*\n.*--yes does not answer for a version that is not published/);
      assert.equal(standing(app, 'fx-gone'), '1.1.0');
      // npm has kept it, and a person may try.
      const yes = await typed(app, ['rollback', id], { answer: 'yes' });
      assert.deepEqual([yes.code, standing(app, 'fx-gone')], [0, '1.0.0'], yes.error);
    });
  });
});
