import assert from 'node:assert/strict';
import type { Dashboard } from '../support/dashboard.ts';
import { byCommandLine, installMs, manifest, shoot, useWindows, versionOf, type Window } from './support/window.ts';

describe('a window on a project that is forgotten', () => {
  const { registry, open } = useWindows();
  let window: Window;
  let panel: Dashboard;

  before(async function () {
    this.timeout(120_000);
    window = await open({
      files: { 'package.json': manifest, 'index.js': "import 'fx-tiny';\n" },
      prepare: (project, server) => byCommandLine({ project, server }, registry(), ['install', 'fx-esm']),
    });
  });

  const shot = (name: string): Promise<void> => shoot(window.workbench, name);
  const row = (text: string) => panel.frame.getByRole('row').filter({ hasText: text }).first();

  async function openPanel(): Promise<void> {
    await window.workbench.command('Quartermaster: Open Dashboard');
    panel = await window.workbench.openPanel();
  }

  it('shows that the operation whose page is open is gone, where the command line forgets', async () => {
    await openPanel();
    await row('Install fx-esm 1.0.0').click({ timeout: installMs });
    await panel.frame.getByText('Removes fx-esm 1.0.0.').waitFor();
    await byCommandLine(window, registry(), ['forget']);
    await panel.frame
      .getByRole('heading', { name: 'Not there any more' })
      .waitFor()
      .finally(() => shot('forgotten-elsewhere'));
    await panel.button('All Operations').click();
    await row('Install fx-esm 1.0.0').waitFor({ state: 'detached' });
    await shot('forgotten-feed');
    assert.equal(window.project.exists('.quartermaster'), false);
  });

  it('goes on as in a project that it never saw', async () => {
    await window.workbench.command('Quartermaster: Install Missing Packages');
    await row('Install fx-tiny').filter({ hasText: 'Done' }).waitFor({ timeout: installMs });
    assert.equal(versionOf(window.project, 'fx-tiny'), '1.2.0');
  });

  it('says what is removed before it is, and keeps it on Cancel', async () => {
    const { workbench, project } = window;
    await workbench.command('Quartermaster: Forget This Project');
    const dialog = workbench.dialog();
    await dialog
      .getByText(
        /Its history, the rules that you have made for it, its mode, its caches and what you allowed in it are removed/,
      )
      .waitFor();
    await shot('forget-asked');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(project.exists('.quartermaster/state.db'), true);
  });

  it('forgets it once that is answered, and leaves the project as it is', async () => {
    const { workbench, project } = window;
    await workbench.command('Quartermaster: Forget This Project');
    await workbench.dialog().getByRole('button', { name: 'Forget', exact: true }).click();
    await row('Install fx-tiny').waitFor({ state: 'detached' });
    assert.equal(project.exists('.quartermaster'), false);
    assert.equal(versionOf(project, 'fx-tiny'), '1.2.0');
    await shot('forgotten');
  });
});
