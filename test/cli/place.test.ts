import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { cli } from '../support/cli.ts';
import { useCliProjects } from '../support/cli-projects.ts';
import { homeOf } from '../support/engine.ts';
import type { TempProject } from '../support/temp-project.ts';

interface OperationRow {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly project: string;
  readonly packages: readonly { readonly manifest: string }[];
  readonly files: readonly string[];
}

describe('where a command stands', () => {
  const { project } = useCliProjects();
  const history = async (app: TempProject, cwd: string): Promise<readonly OperationRow[]> =>
    (await cli(app, ['history', '--json'], { cwd })).document<{ operations: OperationRow[] }>().operations;

  /** The files that are kept of a user's folders; compiled code belongs to the program. */
  function kept(app: TempProject): readonly string[] {
    const home = path.join(homeOf(app), 'quartermaster');
    const found = fs.globSync('**/*', { cwd: home, withFileTypes: true });
    const files = found.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name));
    return files.filter((file) => !file.startsWith(path.join(home, 'cache/code'))).toSorted();
  }

  /** A git repository whose package.json stands in a subfolder, and nothing that was ever installed. */
  function repository(): TempProject {
    const app = project({ 'frontend/package.json': { name: 'frontend' }, 'frontend/src/a.js': '' });
    app.delete('package.json');
    // npm reads it beside the package.json alone.
    app.write('frontend/.npmrc', app.read('.npmrc'));
    fs.mkdirSync(app.path('.git'));
    return app;
  }

  it('keeps its history, its mode and the way back, though the first install marks a nearer folder', async () => {
    const app = repository();
    assert.equal((await cli(app, ['mode', 'autopilot'], { cwd: 'frontend' })).code, 0);
    assert.equal((await cli(app, ['install', 'fx-tiny'], { cwd: 'frontend' })).code, 0);
    assert.ok(app.exists('frontend/package-lock.json'));
    for (const cwd of ['', 'frontend', 'frontend/src']) {
      const operations = await history(app, cwd);
      assert.deepEqual(
        operations.map(({ status }) => status),
        ['succeeded'],
        cwd,
      );
      assert.equal((await cli(app, ['mode'], { cwd })).stdout, 'autopilot\n', cwd);
    }
    const [operation] = await history(app, 'frontend');
    const undo = await cli(app, ['rollback', operation?.id ?? ''], { cwd: 'frontend' });
    assert.deepEqual([undo.code, undo.stderr], [0, '']);
    assert.equal(app.exists('frontend/package-lock.json'), false);
    assert.equal(app.exists('frontend/.quartermaster'), false);
  });

  it("is the innermost folder that is open in the editor, in the editor's terminals", async () => {
    const app = repository();
    const env = { QUARTERMASTER_FOLDERS: [app.folder, app.path('frontend'), '/elsewhere'].join(path.delimiter) };
    assert.equal((await cli(app, ['install', 'fx-tiny'], { cwd: 'frontend/src', env })).code, 0);
    assert.deepEqual([app.exists('frontend/.quartermaster'), app.exists('.quartermaster')], [true, false]);
  });

  it('is the nearest package.json, where nothing else marks a folder', async () => {
    const app = project({ 'src/a.js': "import 'fx-tiny';\n" });
    const { code, document } = await cli(app, ['scan', '--json'], { cwd: 'src' });
    const { findings } = document<{ findings: { package: string; manifest: string }[] }>();
    assert.deepEqual(
      [code, findings.map(({ package: name, manifest }) => [name, manifest])],
      [1, [['fx-tiny', '../package.json']]],
    );
  });

  it('is the nearest folder that has a history already, whatever marks stand above', async () => {
    const app = repository();
    app.delete('.git');
    assert.equal((await cli(app, ['install', 'fx-tiny'], { cwd: 'frontend' })).code, 0);
    assert.ok(app.exists('frontend/.quartermaster'));
    app.delete('frontend/package-lock.json');
    fs.mkdirSync(app.path('.git'));
    assert.equal((await history(app, 'frontend/src')).length, 1);
  });

  it('is where every path begins, in operations too', async () => {
    const app = project({
      'package.json': { name: 'root', private: true, workspaces: ['packages/*'] },
      'packages/a/package.json': { name: 'a', version: '1.0.0' },
    });
    const args = ['install', 'fx-tiny', '--json'];
    const { operation } = (await cli(app, args, { cwd: 'packages/a' })).document<{ operation: OperationRow }>();
    const seen = ({ project: folder, packages, files }: OperationRow) => [
      folder,
      packages.map(({ manifest }) => manifest),
      files,
    ];
    const fromMember = ['../..', ['package.json'], ['package.json', '../../package-lock.json']];
    assert.deepEqual(seen(operation), fromMember);
    const below = await history(app, 'packages/a');
    assert.deepEqual(below.map(seen), [fromMember]);
    const above = await history(app, '');
    assert.deepEqual(above.map(seen), [
      ['', ['packages/a/package.json'], ['packages/a/package.json', 'package-lock.json']],
    ]);
    const shown = await cli(app, ['show', operation.id], { cwd: 'packages/a' });
    assert.match(shown.stdout, /^File: \.\.\/\.\.\/package-lock\.json$/m);
  });

  it('is forgotten, with everything that was kept of it, and nothing of the project is', async () => {
    const app = project({ 'a.js': '' });
    await cli(app, ['install', 'fx-tiny']);
    await cli(app, ['mode', 'off']);
    await cli(app, ['scan']);
    assert.equal(kept(app).length, 3, 'the database, the mode, and what was scanned');
    const before = [app.read('package.json'), app.read('package-lock.json')];
    const { code, stdout } = await cli(app, ['forget']);
    assert.deepEqual(kept(app), []);
    assert.deepEqual([code, stdout], [0, 'What was kept of this folder is gone. The project itself is as it was.\n']);
    assert.equal(app.exists('.quartermaster'), false);
    assert.deepEqual([app.read('package.json'), app.read('package-lock.json')], before);
    assert.ok(app.exists('node_modules/fx-tiny/index.js'));
    assert.equal((await cli(app, ['mode'])).stdout, 'assist\n');
    assert.deepEqual(await history(app, ''), []);
  });

  it('keeps what came with the repository when it is forgotten', async () => {
    const app = project({ '.quartermaster/state.db': 'theirs' });
    assert.equal((await cli(app, ['forget'])).code, 0);
    assert.equal(app.read('.quartermaster/state.db'), 'theirs');
  });

  describe('install --project', () => {
    const two = (): TempProject =>
      project({
        'package.json': { name: 'root', private: true, workspaces: ['packages/*'] },
        'packages/one/package.json': { name: 'one', version: '1.0.0' },
        'packages/two/package.json': { name: 'two', version: '1.0.0' },
        'elsewhere/package.json': { name: 'elsewhere' },
      });
    const dependencies = (app: TempProject, name: string): unknown =>
      app.readJson(`packages/${name}/package.json`)['dependencies'];

    it('takes a path from where you are, upward too, and an absolute one', async () => {
      const app = two();
      for (const [name, folder] of [
        ['fx-tiny', '../two'],
        ['@fx/core', app.path('packages/two')],
      ] as const) {
        const { code, stderr } = await cli(app, ['install', name, '--project', folder], { cwd: 'packages/one' });
        assert.deepEqual([code, stderr], [0, '']);
      }
      assert.equal(dependencies(app, 'one'), undefined);
      assert.deepEqual(dependencies(app, 'two'), { '@fx/core': '^1.1.0', 'fx-tiny': '^1.2.0' });
    });

    it('refuses what is no folder of this workspace', async () => {
      const app = two();
      const outside = project();
      fs.symlinkSync(outside.folder, app.path('packages/link'));
      for (const folder of ['../three', outside.folder, '../../..', 'package.json', '../link']) {
        const { code, stderr } = await cli(app, ['install', 'fx-tiny', '--project', folder], { cwd: 'packages/one' });
        assert.equal(code, 2, folder);
        assert.match(stderr, /^QM_USAGE (There is no folder|\S+ is not inside) .+\n {2}.+\n$/);
      }
      assert.equal(app.exists('package-lock.json'), false);
      assert.equal(outside.exists('package-lock.json'), false);
    });
  });
});
