import assert from 'node:assert/strict';
import { installMs, manifest, shoot, statusBar, useWindows, versionOf, type Window } from './support/window.ts';

describe('a window in which something doubtful would come along', () => {
  const { open } = useWindows();
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    window = await open({
      files: { 'package.json': manifest, 'index.js': "import 'fx-carrier';\nimport 'fx-tiny';\n" },
    });
  });

  const ask = async (): Promise<void> => {
    await window.workbench.command('Quartermaster: Install Missing Packages');
    await window.workbench
      .dialog()
      .getByText(/lodahs 1\.0\.0, which comes along: Looks like lodash/)
      .waitFor({ timeout: installMs });
  };

  it('asks about it, by the names of what brings it, and installs nothing for a no', async () => {
    const { workbench, project } = window;
    await workbench.statusBarItem(statusBar).filter({ hasText: '2 missing' }).waitFor();
    await ask();
    await workbench
      .dialog()
      .getByText(/Install 2 packages\?/)
      .waitFor();
    await shoot(workbench, 'along-lookalike');
    await workbench.dialog().getByRole('button', { name: 'Cancel' }).click();
    await workbench.dialog().waitFor({ state: 'hidden' });
    assert.equal(project.exists('node_modules'), false);
  });

  it('installs all of it for a yes, and tells of no failure', async () => {
    const { workbench, project } = window;
    await ask();
    await workbench.dialog().getByRole('button', { name: 'Install Anyway' }).click();
    await workbench
      .statusBarItem(statusBar)
      .filter({ hasText: /^\s*Quartermaster/ })
      .waitFor({ timeout: installMs });
    assert.deepEqual(
      ['fx-carrier', 'fx-tiny', 'lodahs'].map((name) => versionOf(project, name)),
      ['1.0.0', '1.2.0', '1.0.0'],
    );
    assert.equal(await workbench.toast(/would come along/).count(), 0);
  });
});
