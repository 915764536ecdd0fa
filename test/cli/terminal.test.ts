import assert from 'node:assert/strict';
import path from 'node:path';
import { runCli } from '../../src/hosts/cli/run.ts';
import { makeScanner } from '../../src/hosts/cli/scanner.ts';
import { fixtureOsvRecords } from '../registry/fixtures.ts';
import { startOsv, type Osv } from '../registry/osv.ts';
import { useCliProjects } from '../support/cli-projects.ts';
import { never, useHermeticProcess } from '../support/engine.ts';
import type { TempProject } from '../support/temp-project.ts';

describe('a person at a terminal', () => {
  useHermeticProcess();
  const projects = useCliProjects();
  const { project } = projects;

  /** Runs a command line as a person types it, who answers questions so. */
  async function type(folder: string, args: readonly string[], answer?: string) {
    let out = '';
    let said = '';
    const questions: string[] = [];
    const code = await runCli(args, {
      cwd: folder,
      version: '1.2.3',
      nodeVersion: process.version,
      dataFolder: path.join(import.meta.dirname, '../../data'),
      makeScanner,
      streams: { out: (text) => (out += text), error: (text) => (said += text) },
      signal: never,
      readInput: () => assert.fail('stdin was read'),
      isTerminal: true,
      ask: async (question) => {
        questions.push(question);
        return answer ?? assert.fail(question);
      },
    });
    return { code, out, said, questions };
  }

  it('answers with --yes what the gate asks about a lookalike', async () => {
    const { code, out } = await type(project().folder, ['install', 'lodahs', '--yes', '--json']);
    const { operation } = JSON.parse(out) as { operation: { status: string; decidedBy: string } };
    assert.deepEqual([code, operation.status], [0, 'succeeded']);
    assert.match(operation.decidedBy, /^You, though the gate asked: Looks like lodash/);
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
      await type(app.folder, ['install', `${name}@${from}`, '--json']);
      const { code, out } = await type(app.folder, ['install', `${name}@${to}`, '--json']);
      assert.equal(code, 0, out);
      return (JSON.parse(out) as { operation: { id: string } }).operation.id;
    }

    const standing = (app: TempProject, name: string): string =>
      app.readJson<{ version: string }>(`node_modules/${name}/package.json`).version;

    it('only after an answer, where that brings an advisory back', async () => {
      const app = project();
      const id = await updated(app, 'fx-vuln', '1.0.1', '1.0.2');
      for (const answer of ['', 'n', 'nonsense']) {
        const no = await type(app.folder, ['rollback', id], answer);
        assert.deepEqual([no.code, no.questions], [1, ['Roll back all the same? [y/N] ']]);
        assert.match(no.said, /^fx-vuln 1\.0\.1 brings back GHSA-fxfx-0001-vuln \(high\): .*\nQM_ROLLBACK_ASK /);
        assert.equal(standing(app, 'fx-vuln'), '1.0.2');
      }
      const yes = await type(app.folder, ['rollback', id], 'Y');
      assert.deepEqual([yes.code, standing(app, 'fx-vuln')], [0, '1.0.1'], yes.said);
    });

    it('without a question where a program reads, which learns of it', async () => {
      const app = project();
      const id = await updated(app, 'fx-vuln', '1.0.1', '1.0.2');
      const dry = await type(app.folder, ['rollback', id, '--dry-run']);
      assert.match(dry.out, /^fx-vuln 1\.0\.1 brings back GHSA-fxfx-0001-vuln \(high\)/m);
      const asked = await type(app.folder, ['rollback', id, '--json']);
      const document = JSON.parse(asked.out) as Record<string, unknown> & { concerns: { kind: string }[] };
      assert.deepEqual([asked.code, document['operation'], document['decision']], [1, null, 'ask']);
      assert.deepEqual(
        document.concerns.map(({ kind }) => kind),
        ['reopens'],
      );
      const yes = await type(app.folder, ['rollback', id, '--json', '--yes']);
      assert.deepEqual([yes.code, standing(app, 'fx-vuln')], [0, '1.0.1'], yes.said);
    });

    it('not with --yes alone, where the version is not published any more', async () => {
      const app = project();
      const { registry } = projects;
      registry.publish({ name: 'fx-gone', versions: { '1.0.0': {}, '1.1.0': {} } });
      const id = await updated(app, 'fx-gone', '1.0.0', '1.1.0');
      registry.unpublish('fx-gone', '1.0.0');
      const no = await type(app.folder, ['rollback', id, '--json', '--yes']);
      assert.equal(no.code, 1);
      assert.match(no.said, /QM_ROLLBACK_ASK .*\n.*--yes does not answer for a version that is not published/);
      assert.equal(standing(app, 'fx-gone'), '1.1.0');
      // npm has kept it, and a person may try.
      const yes = await type(app.folder, ['rollback', id], 'yes');
      assert.deepEqual([yes.code, standing(app, 'fx-gone')], [0, '1.0.0'], yes.said);
    });
  });
});
