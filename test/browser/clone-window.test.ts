import assert from 'node:assert/strict';
import { installMs, manifest, shoot, statusBar, useWindows, versionOf, type Window } from './support/window.ts';

describe('a window on a clone', () => {
  const { open } = useWindows();
  let window: Window;
  const text = /The dependencies of \S+ are not installed\./;
  const dependencies = { 'fx-tiny': '1.1.0', 'fx-major': '1.0.0', '@fx/core': '1.0.0' };

  before(async function () {
    this.timeout(120_000);
    const imports = Object.keys(dependencies).map((name) => `import '${name}';\n`);
    window = await open({
      files: { 'package.json': { ...manifest, dependencies }, 'index.js': imports.join('') },
    });
  });

  it('asks about the dependencies in one notification', async () => {
    const { workbench } = window;
    await workbench.toast(text).waitFor();
    assert.equal(await workbench.page.locator('.notifications-toasts .notification-toast').count(), 1);
    await workbench.toast(text).getByRole('button', { name: 'Not Now' }).click();
    await workbench.toast(text).waitFor({ state: 'hidden' });
  });

  it('does not ask again for the same content', async () => {
    const { workbench } = window;
    await workbench.command('Quartermaster: Look for Missing Packages Now');
    await workbench.statusBarItem(statusBar).filter({ hasText: 'Not installed' }).waitFor();
    assert.equal(await workbench.toast(text).count(), 0);
  });

  it('asks again after a pull, in autopilot too, and installs', async () => {
    const { workbench, project } = window;
    const sidebar = await workbench.openSidebar('Quartermaster');
    await sidebar.frame.getByRole('radio', { name: 'Autopilot' }).click();
    await sidebar.frame.locator('[role=radio][aria-checked=true]', { hasText: 'Autopilot' }).waitFor();
    project.write('package.json', { ...manifest, dependencies: { ...dependencies, 'fx-typed': '1.0.0' } });
    await workbench.toast(text).getByRole('button', { name: 'Install Dependencies' }).click();
    await workbench
      .statusBarItem(statusBar)
      .filter({ hasText: /^\s*Quartermaster/ })
      .waitFor({ timeout: installMs });
    assert.equal(versionOf(project, 'fx-tiny'), '1.1.0');
    assert.equal(versionOf(project, 'fx-typed'), '1.0.0');
  });

  it('asks in a dialog before a lookalike comes along: nothing for a no, all for a yes', async () => {
    const { workbench, project } = window;
    const ask = async (): Promise<void> => {
      await workbench.command('Quartermaster: Install Dependencies');
      await workbench
        .dialog()
        .getByText(/lodahs 1\.0\.0 would come along\. Looks like lodash/)
        .waitFor();
    };
    project.delete('package-lock.json');
    project.delete('node_modules');
    project.write('package.json', { ...manifest, dependencies: { ...dependencies, 'fx-carrier': '1.0.0' } });
    await workbench.command('Quartermaster: Look for Missing Packages Now');
    await workbench.statusBarItem(statusBar).filter({ hasText: 'Not installed' }).waitFor();
    await ask();
    await shoot(workbench, 'clone-lookalike');
    await workbench.dialog().getByRole('button', { name: 'Cancel' }).click();
    await workbench.dialog().waitFor({ state: 'hidden' });
    assert.equal(project.exists('node_modules/fx-carrier'), false);
    await ask();
    await workbench.dialog().getByRole('button', { name: 'Install Anyway' }).click();
    await workbench
      .statusBarItem(statusBar)
      .filter({ hasText: /^\s*Quartermaster/ })
      .waitFor({ timeout: installMs });
    assert.equal(versionOf(project, 'lodahs'), '1.0.0');
  });
});
