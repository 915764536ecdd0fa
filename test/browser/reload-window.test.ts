import assert from 'node:assert/strict';
import type { Dashboard } from '../support/dashboard.ts';
import { bytesOf, installMs, manifest, shoot, useWindows, versionOf, type Window } from './support/window.ts';

describe('a window that is reloaded while an operation waits', () => {
  const { open } = useWindows();
  const merging = '.git/MERGE_HEAD';
  const title = 'Install fx-tiny';
  let window: Window;
  let panel: Dashboard;
  let untouched: object;

  before(async function () {
    this.timeout(120_000);
    const git = { '.git/HEAD': 'ref: refs/heads/main\n', [merging]: `${'0'.repeat(40)}\n` };
    window = await open({ files: { ...git, 'package.json': manifest, 'index.js': "import 'fx-tiny';\n" } });
    untouched = bytesOf(window.project);
  });

  const row = (text: string) =>
    panel.frame.getByRole('row').filter({ hasText: title }).filter({ hasText: text }).first();

  async function openPanel(): Promise<void> {
    await window.workbench.command('Quartermaster: Open Dashboard');
    panel = await window.workbench.openPanel();
  }

  async function reload(): Promise<void> {
    const { page } = window.workbench;
    const loaded = page.waitForEvent('load');
    await window.workbench.command('Developer: Reload Window');
    await loaded;
    await openPanel();
  }

  it('goes on waiting, and says for what', async () => {
    await openPanel();
    await window.workbench.command('Quartermaster: Install Missing Packages');
    await row('Waiting for a merge or rebase').waitFor({ timeout: installMs });
    await reload();
    await row('Waiting for a merge or rebase')
      .waitFor({ timeout: installMs })
      .finally(() => shoot(window.workbench, 'reload-waiting'));
    assert.deepEqual(bytesOf(window.project), untouched);
  });

  it('is paused by its button, over a reload too', async () => {
    await panel.frame.getByRole('button', { name: `Pause ${title}` }).click();
    await row('Paused by you').waitFor();
    await reload();
    await row('Paused by you')
      .waitFor({ timeout: installMs })
      .finally(() => shoot(window.workbench, 'reload-paused'));
    assert.deepEqual(bytesOf(window.project), untouched);
  });

  it('does it once, when it is resumed and git is done', async () => {
    window.project.delete(merging);
    await panel.frame.getByRole('button', { name: `Resume ${title}` }).click();
    await row('Done').waitFor({ timeout: installMs });
    assert.equal(versionOf(window.project, 'fx-tiny'), '1.2.0');
    assert.equal(await panel.frame.getByRole('row').filter({ hasText: title }).count(), 1);
  });
});
