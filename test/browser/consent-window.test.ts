import assert from 'node:assert/strict';
import path from 'node:path';
import { binOf, testManagers } from '../support/managers.ts';
import { installMs, manifest, shoot, statusBar, useWindows, versionOf, type Window } from './support/window.ts';

/** What makes pnpm take another version of a dependency than its package asks for. */
const hook = `module.exports = {
  hooks: {
    readPackage(found) {
      if (found.name === 'fx-with-deps') found.dependencies['fx-tiny'] = '1.0.0';
      return found;
    },
  },
};
`;

describe('a window on a project whose package manager would run code of the repository', () => {
  const { registry, open } = useWindows();
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    const pnpm = testManagers().find(({ label }) => label === 'pnpm-12');
    assert.ok(pnpm);
    window = await open({
      files: {
        'package.json': manifest,
        ...pnpm.marks(registry()),
        '.pnpmfile.cjs': hook,
        'index.js': "import 'fx-with-deps';\n",
      },
      env: { PATH: [binOf(pnpm), process.env.PATH].join(path.delimiter) },
    });
  });

  const installMissing = (): Promise<void> => window.workbench.command('Quartermaster: Install Missing Packages');

  it('refuses to install, and says what stands in the way', async () => {
    const { workbench, project } = window;
    await workbench.statusBarItem(statusBar).filter({ hasText: '1 missing' }).waitFor({ timeout: installMs });
    await installMissing();
    const toast = workbench.toast(/QM_PROJECT_HOOKS/);
    await toast.waitFor({ timeout: installMs }).finally(() => shoot(workbench, 'hooks-refused'));
    assert.equal(versionOf(project, 'fx-with-deps'), undefined);
  });

  it('asks about it with the files that would run', async () => {
    const { workbench } = window;
    await workbench
      .toast(/QM_PROJECT_HOOKS/)
      .getByRole('button', { name: 'Allow…' })
      .click();
    const dialog = workbench.dialog();
    await dialog.getByText(/\.pnpmfile\.cjs \(SHA-256 [0-9a-f]{12}…\)/).waitFor();
    await shoot(workbench, 'hooks-asked');
    await dialog.getByRole('button', { name: 'Allow', exact: true }).click();
    await workbench.toast(/^Allowed/).waitFor();
  });

  it('installs once it is allowed, with what that code says', async () => {
    const { workbench, project } = window;
    await installMissing();
    await workbench
      .statusBarItem(statusBar)
      .filter({ hasText: /^\s*Quartermaster/ })
      .waitFor({ timeout: installMs })
      .finally(() => shoot(workbench, 'hooks-allowed'));
    assert.notEqual(versionOf(project, 'fx-with-deps'), undefined);
    assert.match(project.read('pnpm-lock.yaml'), /fx-tiny@1\.0\.0/);
  });
});

describe('a window on a project that sends a token to a registry of its own', () => {
  const { open } = useWindows();
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    window = await open({
      files: { 'package.json': manifest, 'index.js': "import 'fx-tiny';\n" },
      env: { NPM_TOKEN: 'a-token' },
      prepare: async (project) => {
        const line = '//npm.corp.test/:_authToken=${NPM_TOKEN}\n';
        project.write('.npmrc', `${project.exists('.npmrc') ? project.read('.npmrc') : ''}${line}`);
      },
    });
  });

  const installMissing = (): Promise<void> => window.workbench.command('Quartermaster: Install Missing Packages');

  it('refuses to install, and names the variable and the host', async () => {
    const { workbench, project } = window;
    await workbench.statusBarItem(statusBar).filter({ hasText: '1 missing' }).waitFor({ timeout: installMs });
    await installMissing();
    const toast = workbench.toast(/QM_PROJECT_HOOKS/);
    await toast.waitFor({ timeout: installMs }).finally(() => shoot(workbench, 'sends-refused'));
    assert.match(await toast.innerText(), /npm send NPM_TOKEN to npm\.corp\.test/);
    assert.equal(versionOf(project, 'fx-tiny'), undefined);
  });

  it('asks about the variable and the host, and shows by Enter where that is said, which allows nothing', async () => {
    const { workbench } = window;
    const allow = workbench.toast(/QM_PROJECT_HOOKS/).getByRole('button', { name: 'Allow…' });
    await allow.click();
    const dialog = workbench.dialog();
    await dialog.getByText('npm would send NPM_TOKEN to npm.corp.test, which only this repository names.').waitFor();
    await shoot(workbench, 'sends-asked');
    assert.equal(await dialog.getByRole('button', { name: 'Show the Code' }).count(), 0);
    await workbench.page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await workbench.page.locator('.tab.active[data-resource-name=".npmrc"]').waitFor();
    await installMissing();
    await workbench.toast(/QM_PROJECT_HOOKS/).waitFor({ timeout: installMs });
  });

  it('installs once it is allowed', async () => {
    const { workbench, project } = window;
    await workbench
      .toast(/QM_PROJECT_HOOKS/)
      .getByRole('button', { name: 'Allow…' })
      .click();
    await workbench.dialog().getByRole('button', { name: 'Allow', exact: true }).click();
    await workbench.toast(/^Allowed/).waitFor();
    await installMissing();
    await workbench
      .statusBarItem(statusBar)
      .filter({ hasText: /^\s*Quartermaster/ })
      .waitFor({ timeout: installMs })
      .finally(() => shoot(workbench, 'sends-allowed'));
    assert.notEqual(versionOf(project, 'fx-tiny'), undefined);
  });
});
