import assert from 'node:assert/strict';
import { useCliProjects } from '../support/cli-projects.ts';
import { useHermeticProcess } from '../support/engine.ts';
import { typed } from '../support/typed-cli.ts';

interface Row {
  readonly package: string;
  readonly to: string | null;
  readonly trigger: string;
  readonly before: { readonly kind: string; readonly rule: string; readonly doubtful: boolean };
  readonly after: Row['before'];
}

interface Document {
  readonly total: number;
  readonly different: readonly Row[];
  readonly unanswered: readonly string[];
}

describe('quartermaster rules simulate', () => {
  useHermeticProcess();
  const projects = useCliProjects();
  const ask = (conditions: object) => ({ rules: [{ id: 'try', name: 'Try', kind: 'ask', conditions }] });

  /** A project in which fx-tiny was installed, and fx-esm is imported and missing. */
  async function lived(files: Readonly<Record<string, object>> = {}) {
    const app = projects.project({ 'index.js': "import 'fx-esm';\n", ...files });
    const { code, error } = await typed(app, ['install', 'fx-tiny@1.1.0']);
    assert.equal(code, 0, error);
    return app;
  }

  it('tells of the history and of what is open what a file would have decided otherwise', async () => {
    const app = await lived({ 'try.json': ask({ package: 'fx-*' }), 'one.json': ask({ package: 'fx-tiny' }) });
    const { code, out } = await typed(app, ['rules', 'simulate', 'try.json', '--json']);
    const { total, different, unanswered } = JSON.parse(out) as Document;
    assert.deepEqual([code, total, unanswered], [0, 2, []]);
    assert.deepEqual(
      different.map(({ package: name, to, trigger, before, after }) => [name, to, trigger, before.kind, after]),
      [
        ['fx-tiny', '1.1.0', 'manual', 'auto-install', { kind: 'ask', rule: 'file:try', doubtful: false }],
        ['fx-esm', '1.0.0', 'ai_auto', 'auto-install', { kind: 'ask', rule: 'file:try', doubtful: false }],
      ],
    );
    const said = await typed(app, ['rules', 'simulate', 'one.json']);
    assert.match(said.out, /^This would have decided 1 of 2 differently\.\n.*  install {2}fx-tiny {2}1\.1\.0 {2}was /);
    assert.match(said.out, /, would be ask \(Try\)\n$/);
    // Nothing holds by having been tried.
    assert.doesNotMatch((await typed(app, ['rules'])).out, /Try/);
  });

  it('knows how old a version was when it came', async () => {
    const app = await lived({ 'old.json': ask({ releaseAge: { atLeast: 1 } }) });
    const { different } = JSON.parse((await typed(app, ['rules', 'simulate', 'old.json', '--json'])).out) as Document;
    assert.deepEqual(
      different.map(({ package: name, after }) => [name, after.doubtful]),
      [
        ['fx-tiny', false],
        ['fx-esm', false],
      ],
    );
  });

  it('says of which packages nobody could tell, and is not clean then', async () => {
    const app = await lived({ 'old.json': ask({ releaseAge: { below: 1 } }) });
    projects.registry.setFault({ kind: 'status', status: 500 });
    const { code, out } = await typed(app, ['rules', 'simulate', 'old.json', '--json']);
    const { different, unanswered } = JSON.parse(out) as Document;
    assert.deepEqual([code, unanswered], [1, ['fx-esm', 'fx-tiny']]);
    assert.deepEqual(
      different.map(({ after }) => after.doubtful),
      [true, true],
    );
  });

  it('tries all that waits where no file is named', async () => {
    const waiting = { rules: [{ id: 'all', name: 'All', kind: 'ignore', conditions: { action: 'install' } }] };
    const app = await lived({ 'quartermaster.json': waiting });
    const { out } = await typed(app, ['rules', 'simulate', '--json']);
    const { total, different } = JSON.parse(out) as Document;
    assert.deepEqual([total, different.map(({ after }) => after.kind)], [2, ['ignore', 'ignore']]);
    assert.equal((await typed(app, ['rules', 'accept'], { answer: 'y' })).code, 0);
    const after = JSON.parse((await typed(app, ['rules', 'simulate', '--json'])).out) as Document;
    assert.deepEqual(after.different, []);
  });

  it('takes a file for the policy file, and leaves the settings of other tools as they are', async () => {
    const app = projects.project({ 'index.js': "import 'fx-esm';\n", 'none.json': { rules: [] } });
    app.write('renovate.json', { minimumReleaseAge: '9 years' });
    const { out } = await typed(app, ['rules', 'simulate', 'none.json', '--json']);
    const { total, different } = JSON.parse(out) as Document;
    assert.deepEqual([total, different], [1, []]);
  });

  it('names what it cannot read', async () => {
    const app = projects.project({ 'bad.json': { rules: [{ id: 'x' }] } });
    const none = await typed(app, ['rules', 'simulate', 'none.json']);
    assert.deepEqual([none.code, none.error.startsWith('QM_USAGE There is no file none.json')], [2, true], none.error);
    const bad = await typed(app, ['rules', 'simulate', 'bad.json']);
    assert.equal(bad.code, 1);
    assert.match(bad.out, /^There is nothing here yet .*\nbad\.json:\d+:\d+ {2}/);
  });
});
