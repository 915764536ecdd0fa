import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { isRunning } from '../support/is-running.ts';
import { cli, startCli } from '../support/cli.ts';
import { useCliProjects } from '../support/cli-projects.ts';
import { descendantsOf } from '../support/process-tree.ts';
import { interruptedInstall, waitsForTarball } from '../support/interrupted.ts';
import { tempFolder, type TempProject } from '../support/temp-project.ts';
import { until } from '../support/until.ts';

interface History {
  readonly operations: readonly { readonly status: string; readonly packages: readonly { readonly name: string }[] }[];
}

describe('several processes in one project', () => {
  const projects = useCliProjects();
  const { project } = projects;
  const history = async (app: TempProject): Promise<History['operations']> =>
    (await cli(app, ['history', '--json'])).document<History>().operations;

  it('lose nothing of each other', async () => {
    const app = project();
    const names = ['fx-tiny', '@fx/core', 'fx-esm'];
    const codes = await Promise.all(names.map(async (name) => (await cli(app, ['install', name])).code));
    assert.deepEqual(codes, [0, 0, 0]);
    const { dependencies } = app.readJson<{ dependencies: Record<string, string> }>('package.json');
    assert.deepEqual(Object.keys(dependencies).sort(), [...names].sort());
    const { packages } = app.readJson<{ packages: Record<string, unknown> }>('package-lock.json');
    for (const name of names) {
      assert.ok(app.exists(`node_modules/${name}/index.js`), name);
      assert.ok(packages[`node_modules/${name}`], name);
    }
    const operations = await history(app);
    assert.deepEqual(
      operations.map(({ status }) => status),
      ['succeeded', 'succeeded', 'succeeded'],
    );
    assert.equal(fs.readdirSync(app.folder).filter((name) => name.includes('set-aside')).length, 0);
  });

  /** Every path of node_modules, with the bytes of files. */
  const treeOf = (app: TempProject): Readonly<Record<string, string>> =>
    Object.fromEntries(
      fs
        .readdirSync(app.path('node_modules'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .map((file) => [file, fs.readFileSync(file, 'base64')]),
    );

  const interrupted = (app: TempProject, signal: NodeJS.Signals): Promise<number | null> =>
    interruptedInstall(app, projects.registry, signal);

  it('one that was killed in the middle of an install is put right at the next start', async () => {
    const app = project();
    await cli(app, ['install', 'fx-tiny']);
    const before = [app.read('package.json'), app.read('package-lock.json')];
    const tree = treeOf(app);
    await interrupted(app, 'SIGKILL');
    projects.registry.setFault();
    const { code, stdout, stderr } = await cli(app, ['recover']);
    assert.equal(code, 0);
    assert.match(stdout, /^\S{36} {2}rolled back {2}install fx-heavy/);
    assert.match(stderr, /was interrupted: restored/);
    assert.match(stderr, /QM_INTERRUPTED .+\n {2}package\.json, the lockfile and node_modules are as they were\./);
    assert.equal((await cli(app, ['recover'])).stdout, 'Nothing was interrupted.\n');
    assert.deepEqual([app.read('package.json'), app.read('package-lock.json')], before);
    assert.deepEqual(treeOf(app), tree, 'node_modules, without a run of npm');
    assert.deepEqual(fs.readdirSync(app.path('.quartermaster/snap/root')), []);
    assert.deepEqual(
      (await history(app)).map(({ status, packages }) => [packages[0]?.name, status]),
      [
        ['fx-heavy', 'rolled-back'],
        ['fx-tiny', 'succeeded'],
      ],
    );
    // The npm that was left behind is gone, too: nothing writes any more.
    assert.equal((await cli(app, ['install', '@fx/core'])).code, 0);
    assert.deepEqual(app.readJson('package.json')['dependencies'], { '@fx/core': '^1.1.0', 'fx-tiny': '^1.2.0' });
    assert.equal(app.exists('node_modules/fx-heavy'), false);
  });

  it('one that was killed leaves an npm that works on, which the next start ends before it puts anything back', async () => {
    const app = project();
    await cli(app, ['install', 'fx-tiny']);
    const before = [app.read('package.json'), app.read('package-lock.json')];
    projects.registry.requests.length = 0;
    projects.registry.setFault({ kind: 'hang', match: /fx-heavy-.*tgz/ });
    const child = startCli(app, ['install', 'fx-heavy']);
    const exit = once(child, 'exit');
    await waitsForTarball(app, projects.registry);
    const left = descendantsOf(child.pid ?? 0);
    child.kill('SIGKILL');
    await exit;
    assert.ok(left.some(isRunning), 'npm waits for its tarball still');
    assert.equal((await cli(app, ['recover'])).code, 0);
    assert.deepEqual(left.filter(isRunning), []);
    assert.deepEqual([app.read('package.json'), app.read('package-lock.json')], before);
    assert.equal(app.exists('node_modules/fx-heavy'), false);
  });

  it('one that was killed while it resolved leaves neither a row that runs, nor an npm, nor a folder', async () => {
    const app = project();
    await cli(app, ['install', 'fx-tiny']);
    const before = [app.read('package.json'), app.read('package-lock.json')];
    const temporary = tempFolder('tmp-');
    const shadows = (): readonly string[] =>
      fs.readdirSync(temporary).filter((name) => name.startsWith('quartermaster-'));
    projects.registry.requests.length = 0;
    const child = startCli(app, ['install', 'fx-heavy'], { TMPDIR: temporary });
    const exit = once(child, 'exit');
    // Our own question about the package comes first, npm's is the one that has to wait.
    await until(() => projects.registry.requests.includes('GET /fx-heavy'));
    projects.registry.setFault({ kind: 'latency', ms: 20_000, match: /fx-heavy$/ });
    await until(() => projects.registry.requests.filter((line) => line === 'GET /fx-heavy').length === 2);
    assert.equal(shadows().length, 1, 'it was in the middle');
    child.kill('SIGKILL');
    await exit;
    projects.registry.setFault();
    const { stderr } = await cli(app, ['scan']);
    assert.match(stderr, /was interrupted: untouched/);
    assert.deepEqual([app.read('package.json'), app.read('package-lock.json')], before);
    assert.deepEqual(shadows(), []);
    assert.deepEqual(
      (await history(app)).map(({ status, packages }) => [packages[0]?.name, status]),
      [
        ['fx-heavy', 'failed'],
        ['fx-tiny', 'succeeded'],
      ],
    );
  });

  it('one that was interrupted by its user puts everything back itself', async () => {
    const app = project();
    const before = app.read('package.json');
    assert.equal(await interrupted(app, 'SIGINT'), 2);
    assert.equal(app.read('package.json'), before);
    assert.deepEqual(fs.readdirSync(app.folder).sort(), ['.npmrc', '.quartermaster', 'package.json']);
    assert.deepEqual(
      (await history(app)).map(({ status }) => status),
      ['cancelled'],
    );
  });
});
