import assert from 'node:assert/strict';
import { installMs, manifest, shoot, statusBar, useWindows, type Window } from './support/window.ts';

describe('a window on a member of a workspace whose root is not open', () => {
  const { open } = useWindows();
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    window = await open({
      files: {
        'package.json': { ...manifest, workspaces: ['packages/*'] },
        'package-lock.json': { name: 'shop', version: '1.0.0', lockfileVersion: 3, requires: true, packages: {} },
        'packages/cart/package.json': { name: 'cart', version: '1.0.0', type: 'module' },
        'packages/cart/index.js': "import 'fx-tiny';\n",
      },
      folder: 'packages/cart',
    });
  });

  it('refuses to install there, and says where', async () => {
    const { workbench, project } = window;
    await workbench.statusBarItem(statusBar).filter({ hasText: '1 missing' }).waitFor({ timeout: installMs });
    await workbench.command('Quartermaster: Install Missing Packages');
    const toast = workbench.toast(/QM_WORKSPACE_ABOVE/);
    await toast.waitFor({ timeout: installMs }).finally(() => shoot(workbench, 'above-refused'));
    assert.ok((await toast.innerText()).includes(project.folder));
    assert.equal(project.exists('packages/cart/node_modules'), false);
    const opened = workbench.page.context().waitForEvent('page');
    await toast.getByRole('button', { name: 'Open the Workspace' }).click();
    const page = await opened;
    await page.waitForURL((url) => url.searchParams.get('folder') === project.folder);
    await page.close();
  });

  it('offers the folder of the workspace in place of an install, and opens it in a window of its own', async () => {
    const { workbench, project } = window;
    await workbench.openFile('index.js');
    const fix = await workbench.editor.quickFix('fx-tiny', `Open the workspace in ${project.folder}`);
    await shoot(workbench, 'above-fix');
    const titles = await workbench.editor.quickFixTitles();
    assert.deepEqual(
      titles.filter((title) => title.startsWith('Install')),
      [],
    );
    const opened = workbench.page.context().waitForEvent('page');
    await fix.click();
    const page = await opened;
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: installMs });
    assert.equal(new URL(page.url()).searchParams.get('folder'), project.folder);
    await workbench.page.bringToFront();
    await workbench.statusBarItem(statusBar).filter({ hasText: '1 missing' }).waitFor();
  });
});
