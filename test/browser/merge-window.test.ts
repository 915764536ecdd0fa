import assert from 'node:assert/strict';
import type { Dashboard } from '../support/dashboard.ts';
import { shareHome } from '../support/engine.ts';
import { makeRepository, type Repository } from '../support/git-branches.ts';
import { interruptedInstall } from '../support/interrupted.ts';
import { commandLine, installMs, manifest, shoot, useWindows, type Window } from './support/window.ts';

describe('a window on what was killed, in the middle of a merge with conflicts', () => {
  const { registry, open } = useWindows();
  let window: Window;
  let repository: Repository;
  let panel: Dashboard;

  before(async function () {
    this.timeout(120_000);
    window = await open({
      files: { 'package.json': manifest, 'index.js': 'export const side = 0;\n' },
      async prepare(project, server) {
        shareHome(project, server.home);
        repository = makeRepository(project);
        repository.commitTo('before');
        project.write('index.js', "export const side = 'theirs';\n");
        repository.commitTo('theirs');
        repository.git('checkout', '--quiet', 'before');
        project.write('index.js', "export const side = 'mine';\n");
        repository.commitTo('mine');
        await interruptedInstall(project, registry(), 'SIGKILL');
        registry().setFault();
        assert.throws(() => repository.git('merge', '--quiet', 'theirs'), { status: 1 });
        assert.match(project.read('index.js'), /^<{7} /);
      },
    });
  });

  const row = (text: string) =>
    panel.frame.getByRole('row').filter({ hasText: 'Install fx-heavy' }).filter({ hasText: text }).first();

  it('says what it waits for, and touches nothing', async () => {
    await window.workbench.command('Quartermaster: Open Dashboard');
    panel = await window.workbench.openPanel();
    await row('Waiting for a merge or rebase')
      .waitFor({ timeout: installMs })
      .finally(() => shoot(window.workbench, 'merge-waiting'));
    assert.deepEqual(await panel.accessibilityViolations(), []);
    const { project } = window;
    assert.match(project.read('package.json'), /fx-heavy/);
    assert.match(project.read('index.js'), /^<{7} [^]*'mine'[^]*'theirs'/);
  });

  it('says the same to the command line', async () => {
    const { code, stderr } = await commandLine(window, registry(), ['recover']);
    assert.equal(code, 1, stderr);
    assert.match(stderr, /QM_GIT_BUSY A merge, a rebase or another git works on this repository\./);
  });

  it('puts it back as soon as the merge is committed, and leaves what was merged', async () => {
    const { project } = window;
    repository.git('checkout', '--quiet', '--theirs', 'index.js');
    repository.git('add', 'index.js');
    repository.git('commit', '--quiet', '--message', 'merged');
    await row('Rolled back')
      .waitFor({ timeout: installMs })
      .finally(() => shoot(window.workbench, 'merge-over'));
    assert.deepEqual(repository.changed(), []);
    assert.match(project.read('index.js'), /'theirs'/);
    assert.doesNotMatch(project.read('package.json'), /fx-heavy/);
    assert.equal(project.exists('node_modules/fx-heavy'), false);
  });
});
