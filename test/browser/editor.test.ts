import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { startRegistry, type Registry } from '../registry/registry.ts';
import type { Dashboard } from '../support/dashboard.ts';
import { hermeticEnvironment } from '../support/environment.ts';
import { interruptedInstall } from '../support/interrupted.ts';
import { packVsix } from '../support/pack-vsix.ts';
import { run } from '../support/run-command.ts';
import { createTempProject, type TempProject } from '../support/temp-project.ts';
import { startVsCodeServer, type VsCodeServer } from '../support/vscode-server.ts';
import { Workbench, type ThemeName } from '../support/workbench.ts';

// The packed extension in a real window, by keys and clicks alone: without VS Code's automation hooks, so that messages
// and dialogs are the real ones. The tests of a window are one story, in the order in which they stand.

const root = path.join(import.meta.dirname, '../..');
const screens = path.join(root, 'out/screens');
const statusBar = 'quartermaster.quartermaster.status';
/** Longer than the time for which a name has to stand still before it may be installed by itself. */
const stillMs = 1_100;
/** Between two keys of somebody who looks for them: each pause is long enough for the text to be looked at. */
const slowKeyMs = 260;
const installMs = 30_000;

let registry: Registry;
let vsix: string;

const manifest = { name: 'shop', version: '1.0.0', private: true, type: 'module' };

interface Window {
  readonly project: TempProject;
  readonly server: VsCodeServer;
  readonly workbench: Workbench;
  close(): Promise<void>;
}

interface WindowOptions {
  readonly files: Readonly<Record<string, string | object>>;
  readonly workspaceTrust?: boolean;
}

async function openWindow({ files, workspaceTrust = false }: WindowOptions): Promise<Window> {
  const project = createTempProject({ files, registry });
  const server = await startVsCodeServer({ vsix, registry, workspaceTrust });
  const workbench = await Workbench.open({ server, open: project.folder });
  return {
    project,
    server,
    workbench,
    async close() {
      await workbench.close();
      await server.stop();
      project.dispose();
    },
  };
}

/** What an operation may change: the bytes of manifest and lockfile, and the names in node_modules. */
function bytesOf(project: TempProject): object {
  const read = (file: string): string | undefined => (project.exists(file) ? project.read(file) : undefined);
  const modules = project.exists('node_modules') ? fs.readdirSync(project.path('node_modules')) : [];
  return {
    manifest: read('package.json'),
    lockfile: read('package-lock.json'),
    modules: modules.filter((name) => !name.startsWith('.')).toSorted(),
  };
}

function versionOf(project: TempProject, name: string): string | undefined {
  const file = `node_modules/${name}/package.json`;
  return project.exists(file) ? project.readJson<{ version: string }>(file).version : undefined;
}

async function openMain(): Promise<Window> {
  return openWindow({
    files: {
      'package.json': manifest,
      'tsconfig.json': { compilerOptions: { module: 'nodenext', target: 'es2022', strict: true, types: [] } },
      'index.js': '\n',
      'typed.ts': '\n',
      'auto.js': '\n',
      'doubt.js': '\n',
      'typo.js': '\n',
    },
  });
}

before(async function () {
  this.timeout(120_000);
  fs.mkdirSync(screens, { recursive: true });
  [registry, vsix] = await Promise.all([startRegistry(), packVsix()]);
});
after(() => registry?.stop());

describe('a window with the extension', () => {
  let window: Window;
  let project: TempProject;
  let workbench: Workbench;

  before(async function () {
    this.timeout(120_000);
    window = await openMain();
    ({ project, workbench } = window);
  });
  after(async function () {
    this.timeout(30_000);
    await window?.close();
  });
  afterEach(() => registry.setFault());

  const status = (text: string): Promise<void> =>
    workbench.statusBarItem(statusBar).filter({ hasText: text }).waitFor({ timeout: installMs });
  const toastsGone = (): Promise<void> => workbench.command('Notifications: Clear All Notifications');
  const shot = (name: string): Promise<void> => workbench.screenshot(path.join(screens, `editor-${name}.png`));

  /** Types an import at the end of a file and waits until it is marked. */
  async function typeImport(file: string, name: string): Promise<void> {
    await workbench.openFile(file);
    await workbench.editor.goToEnd();
    await workbench.editor.type(`import '${name}';\n`);
    await workbench.editor.squiggle(name, 'warning');
  }

  async function saveAfterAPause(): Promise<void> {
    await workbench.page.waitForTimeout(stillMs);
    await workbench.save();
  }

  // Mocha runs the tests of a suite before those of the suites in it, so each test of this story stands in one.

  describe('the first missing import', () => {
    it('finds a quiet status bar', async () => {
      await status('Quartermaster');
      await workbench.openFile('index.js');
      assert.equal(await workbench.page.locator('.notifications-toasts .notification-toast').count(), 0);
    });

    it('is not asked about while its name is being typed, however slowly', async () => {
      await workbench.editor.goToEnd();
      for (const key of "import 'fx-tiny'") {
        await workbench.page.keyboard.type(key, { delay: slowKeyMs });
        assert.equal(await workbench.page.locator('.notifications-toasts .notification-toast').count(), 0);
      }
    });

    it('is marked, counted in the status bar, and asked about in one notification', async () => {
      await workbench.editor.type(';\n');
      await workbench.editor.squiggle('fx-tiny', 'warning');
      await status('1 missing');
      const toast = workbench.toast('fx-tiny is imported, but missing.');
      await toast.waitFor();
      const buttons = await toast.getByRole('button').allInnerTexts();
      assert.deepEqual(
        buttons.filter((text) => /[A-Z]/.test(text)),
        ['Install', 'Turn On Autopilot Here', 'Not Here'],
      );
      assert.equal(await workbench.page.locator('.notifications-toasts .notification-toast').count(), 1);
      await shot('first-missing');
    });

    it('is explained where it stands', async () => {
      const text = await workbench.editor.hover('fx-tiny', 'is missing');
      assert.match(text, /fx-tiny is missing: it is neither declared in package\.json nor installed\./);
      await workbench.page.keyboard.press('Escape');
    });

    it('leads from its code to the section that explains its kind', async () => {
      await workbench.editor.hover('fx-tiny', 'is missing');
      await workbench.page.locator('.monaco-hover:visible a.code-link', { hasText: 'undeclared' }).click();
      await workbench.page.locator('.tab.active[data-resource-name="findings.md"]').waitFor();
      await workbench.statusBarItem('status.editor.selection').filter({ hasText: 'Ln 5,' }).waitFor();
      await shot('findings-page');
      await workbench.openFile('index.js');
    });

    it('is asked about only once', async () => {
      await toastsGone();
      await typeImport('index.js', 'fx-major');
      await status('2 missing');
      assert.equal(await workbench.toast(/missing/).count(), 0);
    });
  });

  describe('the lightbulb', () => {
    it('offers what would land, by what', async () => {
      const fix = await workbench.editor.quickFix('fx-tiny', 'Install fx-tiny ^1.2.0 with npm');
      await fix.waitFor();
      await shot('quick-fixes');
      await workbench.page.keyboard.press('Escape');
    });

    it('shows them in the order of their reach', async () => {
      await workbench.editor.quickFix('fx-tiny', 'Install fx-tiny ^1.2.0 with npm');
      assert.deepEqual(await workbench.editor.quickFixTitles(), [
        'Install fx-tiny ^1.2.0 with npm',
        'Install fx-tiny ^1.2.0 as a dev dependency with npm',
        'Install all 2 missing packages of this file',
        'Install all 2 missing packages of the workspace',
        'Ignore fx-tiny here',
        'Always ignore fx-tiny in this workspace',
      ]);
      await workbench.page.keyboard.press('Escape');
    });

    it('installs, and the status bar says that it is at work', async () => {
      registry.setFault({ kind: 'latency', ms: 700, match: /fx-tiny/ });
      await (await workbench.editor.quickFix('fx-tiny', 'Install fx-tiny ^1.2.0 with npm')).click();
      await status('Installing fx-tiny');
      await status('1 missing');
      assert.equal(versionOf(project, 'fx-tiny'), '1.2.0');
      await workbench.editor.noSquiggle('fx-tiny', 'warning');
    });

    it('advises the real name for a lookalike, and no install, though the registry keeps silent', async () => {
      registry.setFault({ kind: 'hang', match: /raect/ });
      await typeImport('typo.js', 'raect');
      const change = await workbench.editor.quickFix('raect', 'Change to "react"');
      const titles = await workbench.editor.quickFixTitles();
      assert.deepEqual(
        titles.filter((title) => title.startsWith('Install raect')),
        ['Install raect with npm… (the gate asks)'],
      );
      registry.setFault();
      await change.click();
      await workbench.editor.squiggle('react', 'warning');
      await workbench.page.keyboard.press('Control+A');
      await workbench.page.keyboard.press('Delete');
      await workbench.save();
      await status('1 missing');
      await workbench.openFile('index.js');
    });

    it('leaves the status bar quiet once nothing is missing', async () => {
      await (await workbench.editor.quickFix('fx-major', /^Install fx-major \S+ with npm$/)).click();
      await status('Quartermaster');
      assert.equal(versionOf(project, 'fx-major'), '2.0.0');
    });
  });

  describe('an install', () => {
    it("makes TypeScript's own complaint go away with the install", async () => {
      await workbench.openFile('typed.ts');
      await workbench.editor.goToEnd();
      await workbench.editor.type("import * as typed from 'fx-typed';\nexport { typed };\n");
      await workbench.editor.squiggle('fx-typed', 'error');
      await workbench.editor.squiggle('fx-typed', 'warning');
      await (await workbench.editor.quickFix('fx-typed', /^Install fx-typed \S+ with npm$/)).click();
      await workbench.editor.noSquiggle('fx-typed', 'warning');
      await workbench.editor.noSquiggle('fx-typed', 'error');
      await workbench.save();
    });

    it('lets an install that lasts be cancelled, and leaves every byte as it was', async () => {
      await typeImport('index.js', 'fx-heavy');
      const before = bytesOf(project);
      registry.setFault({ kind: 'hang', match: /fx-heavy.*\.tgz/ });
      await (await workbench.editor.quickFix('fx-heavy', /^Install fx-heavy \S+ with npm$/)).click();
      const toast = workbench.toast('Installing fx-heavy');
      await toast.waitFor();
      await shot('cancellable');
      await toast.getByRole('button', { name: 'Cancel' }).click();
      await toast.waitFor({ state: 'hidden' });
      await status('1 missing');
      assert.deepEqual(bytesOf(project), before);
    });
  });

  describe('autopilot', () => {
    let before: object;

    it('is turned on in the sidebar', async () => {
      const sidebar = await workbench.openSidebar('Quartermaster');
      await sidebar.frame.getByRole('radio', { name: 'Autopilot' }).click();
      await sidebar.frame.locator('[role=radio][aria-checked=true]', { hasText: 'Autopilot' }).waitFor();
      await toastsGone();
    });

    it('installs on save what is on the list, and says so with an Undo', async () => {
      before = bytesOf(project);
      await typeImport('auto.js', 'zod');
      await saveAfterAPause();
      const toast = workbench.toast('Installed zod 4.6.7');
      await toast.waitFor({ timeout: installMs });
      assert.equal(versionOf(project, 'zod'), '4.6.7');
      await toast.getByRole('button', { name: 'Undo' }).waitFor();
      await shot('autopilot-done');
    });

    it('takes it back by Undo, to the byte', async () => {
      await workbench.toast('Installed zod').getByRole('button', { name: 'Undo' }).click();
      // The squiggle is back as soon as package.json is, the end of the operation comes later.
      await workbench.editor.squiggle('zod', 'warning');
      await status('2 missing');
      assert.deepEqual(bytesOf(project), before);
    });

    it('lets what it installs be cancelled where it lasts', async () => {
      await toastsGone();
      before = bytesOf(project);
      registry.setFault({ kind: 'hang', match: /dayjs.*\.tgz/ });
      await typeImport('auto.js', 'dayjs');
      await saveAfterAPause();
      const toast = workbench.toast('Installing dayjs');
      await toast.waitFor({ timeout: installMs });
      await shot('autopilot-cancellable');
      await toast.getByRole('button', { name: 'Cancel' }).click();
      await toast.waitFor({ state: 'hidden' });
      await status('3 missing');
      assert.deepEqual(bytesOf(project), before);
    });

    it('asks about a lookalike in one warning', async () => {
      await toastsGone();
      before = bytesOf(project);
      await typeImport('doubt.js', 'lodahs');
      await saveAfterAPause();
      const toast = workbench.toast('Autopilot left lodahs to you.');
      await toast.waitFor({ timeout: installMs });
      assert.match(await toast.innerText(), /Looks like lodash/);
      assert.equal(await workbench.page.locator('.notifications-toasts .notification-toast').count(), 1);
      await shot('left-alone');
    });

    it('asks again, in a dialog, when the install is wanted all the same', async () => {
      await workbench.toast('Autopilot left lodahs to you.').getByRole('button', { name: 'Install…' }).click();
      const dialog = workbench.dialog();
      await dialog.waitFor();
      assert.match(await dialog.innerText(), /Install lodahs\?\s+lodahs: Looks like lodash/);
      await shot('dialog');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'hidden' });
      assert.deepEqual(bytesOf(project), before);
    });
  });

  describe('the dashboard', () => {
    let panel: Dashboard;
    const row = (text: string | RegExp) => panel.frame.getByRole('row').filter({ hasText: text }).first();

    it('shows in the panel what was done', async () => {
      await toastsGone();
      await workbench.command('Quartermaster: Open Dashboard');
      panel = await workbench.openPanel();
      await row('Install fx-tiny 1.2.0').waitFor();
      await row('Install zod 4.6.7').filter({ hasText: 'Rolled back' }).waitFor();
      await row(/Install fx-heavy/)
        .filter({ hasText: 'Cancelled' })
        .waitFor();
    });

    it('counts what unsaved text uses as well', async () => {
      await panel.frame.getByText('4 of 7 used').waitFor();
    });

    it('shows within 5 s what the command line did in the same folder', async () => {
      const env = hermeticEnvironment({ home: window.server.home, registry });
      const args = [path.join(root, 'dist/cli.js'), 'install', 'fx-esm', '--cwd', project.folder];
      const { code, stderr } = await run(process.execPath, args, { env });
      assert.equal(code, 0, stderr);
      await row('Install fx-esm 1.0.0').waitFor({ timeout: 5_000 });
    });

    it('takes an operation back by the keyboard alone', async () => {
      const { keyboard } = workbench.page;
      const target = row('Install fx-esm 1.0.0');
      const isFocused = (): Promise<boolean> =>
        target.evaluate((element) => element === element.ownerDocument.activeElement);
      await workbench.command('Quartermaster: Open Dashboard');
      for (let presses = 0; presses < 60 && !(await isFocused()); presses += 1) await keyboard.press('Tab');
      assert.equal(await isFocused(), true);
      await keyboard.press('Delete');
      const dialog = workbench.dialog();
      await dialog.waitFor();
      assert.match(await dialog.innerText(), /Removes fx-esm 1\.0\.0\.\s+Puts back byte for byte: package\.json/);
      await shot('roll-back');
      await keyboard.press('Enter');
      await dialog.waitFor({ state: 'hidden' });
      await row(/Roll back fx-esm/)
        .filter({ hasText: 'Done' })
        .waitFor({ timeout: installMs });
      assert.equal(versionOf(project, 'fx-esm'), undefined);
    });

    it('has everything again when it was hidden meanwhile', async () => {
      await workbench.openFile('index.js');
      await workbench.command('Quartermaster: Open Dashboard');
      panel = await workbench.openPanel();
      await row('Install fx-tiny 1.2.0').waitFor();
    });

    for (const theme of [
      'dark',
      'light',
      'highContrastDark',
      'highContrastLight',
    ] as const satisfies readonly ThemeName[]) {
      it(`has no accessibility violation in the theme ${theme}, in the panel and in the sidebar`, async () => {
        await workbench.useTheme(theme);
        const sidebar = await workbench.openSidebar('Quartermaster');
        panel = await workbench.openPanel();
        await row('Install fx-tiny 1.2.0').waitFor();
        const violations = {
          panel: await panel.accessibilityViolations(),
          sidebar: await sidebar.accessibilityViolations(),
        };
        await shot(`dashboard-${theme}`);
        assert.deepEqual(violations, { panel: [], sidebar: [] });
      });
    }

    it('is there again after a reload, with the whole history', async () => {
      await workbench.reload();
      panel = await workbench.openPanel();
      await row('Install fx-tiny 1.2.0').waitFor({ timeout: installMs });
      await row(/Roll back fx-esm/).waitFor();
    });

    it('finds the mode that was chosen after a reload', async () => {
      const sidebar = await workbench.openSidebar('Quartermaster');
      await sidebar.frame.locator('[role=radio][aria-checked=true]', { hasText: 'Autopilot' }).waitFor();
    });

    it('is as on the first day once the project is forgotten', async () => {
      await workbench.command('Quartermaster: Forget This Project');
      const dialog = workbench.dialog();
      await dialog.waitFor();
      assert.match(await dialog.innerText(), /nothing can be rolled back then/);
      await dialog.getByRole('button', { name: 'Forget' }).click();
      await dialog.waitFor({ state: 'hidden' });
      panel = await workbench.openPanel();
      await row('Install fx-tiny 1.2.0').waitFor({ state: 'detached' });
      const sidebar = await workbench.openSidebar('Quartermaster');
      await sidebar.frame.locator('[role=radio][aria-checked=true]', { hasText: 'Assist' }).waitFor();
      assert.equal(project.exists('.quartermaster'), false);
      assert.equal(versionOf(project, 'fx-tiny'), '1.2.0');
      await workbench.toast(/imported packages are missing\./).waitFor();
    });
  });

  describe('all along', () => {
    it('wrote no error to the console', () => {
      // VS Code's own, about the reload.
      const errors = workbench.consoleErrors.filter((text) => !text.includes('[lifecycle] Long running operations'));
      assert.deepEqual(errors, []);
    });
    it('kept to its content security policy', () => assert.deepEqual(workbench.policyViolations, []));
  });
});

describe('a window that is restricted, then trusted', () => {
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    registry.requests.length = 0;
    const files = { 'package.json': manifest, 'index.js': "import 'fx-tiny';\n" };
    window = await openWindow({ files, workspaceTrust: true });
  });
  after(async function () {
    this.timeout(30_000);
    await window?.close();
  });

  it('marks the import and offers no install', async () => {
    const { workbench } = window;
    await workbench.openFile('index.js');
    await workbench.editor.squiggle('fx-tiny', 'warning');
    await workbench.editor.quickFix('fx-tiny', 'Ignore fx-tiny here');
    const titles = await workbench.editor.quickFixTitles();
    assert.deepEqual(
      titles.filter((title) => title.startsWith('Install')),
      [],
    );
    await workbench.page.keyboard.press('Escape');
  });

  it('says in the sidebar that it is restricted', async () => {
    const sidebar = await window.workbench.openSidebar('Quartermaster');
    await sidebar.button('Manage Workspace Trust').waitFor();
    await window.workbench.screenshot(path.join(screens, 'editor-restricted.png'));
    assert.deepEqual(await sidebar.accessibilityViolations(), []);
  });

  it('asked the registry nothing and wrote nothing', () => {
    assert.deepEqual(registry.requests, []);
    assert.equal(window.project.exists('.quartermaster'), false);
  });

  it('installs once the folder is trusted', async () => {
    const { workbench, project } = window;
    await workbench.trustFolder();
    await workbench.openFile('index.js');
    await (await workbench.editor.quickFix('fx-tiny', 'Install fx-tiny ^1.2.0 with npm')).click();
    await workbench.editor.noSquiggle('fx-tiny', 'warning');
    assert.equal(versionOf(project, 'fx-tiny'), '1.2.0');
  });
});

describe('a window on an operation', () => {
  let window: Window;
  let panel: Dashboard;
  const heading = () => panel.frame.getByRole('heading', { name: 'Install fx-esm 1.0.0' });

  before(async function () {
    this.timeout(120_000);
    window = await openWindow({ files: { 'package.json': manifest, 'index.js': '\n' } });
    const { server, project } = window;
    const env = hermeticEnvironment({ home: server.home, registry });
    const args = [path.join(root, 'dist/cli.js'), 'install', 'fx-esm', '--cwd', project.folder];
    const { code, stderr } = await run(process.execPath, args, { env });
    assert.equal(code, 0, stderr);
  });
  after(async function () {
    this.timeout(30_000);
    await window?.close();
  });

  const shot = (name: string): Promise<void> => window.workbench.screenshot(path.join(screens, `editor-${name}.png`));

  it('shows it in full from a row of the sidebar, in the panel', async () => {
    const { workbench } = window;
    await workbench.command('Quartermaster: Look for Missing Packages Now');
    const sidebar = await workbench.openSidebar('Quartermaster');
    await sidebar.frame.getByRole('row').filter({ hasText: 'fx-esm 1.0.0' }).first().click({ timeout: installMs });
    panel = await workbench.openPanel();
    await heading().waitFor();
    await panel.frame.getByText('Removes fx-esm 1.0.0.').waitFor();
    await panel.frame.getByText('Checking the result').waitFor();
    await shot('operation');
    assert.deepEqual(await panel.accessibilityViolations(), []);
  });

  it('compares a file as it was before and after', async () => {
    const { workbench } = window;
    await panel.button(/^package\.json/).click();
    const title = /package\.json \(before \/ after Install fx-esm 1\.0\.0\)/;
    await workbench.page.getByRole('tab', { name: title }).waitFor();
    const added = workbench.page.locator('.monaco-diff-editor .modified .view-line', { hasText: 'fx-esm' });
    await added
      .first()
      .waitFor()
      .finally(() => shot('operation-diff'));
  });

  it('goes back from it by Escape, to its row', async () => {
    await window.workbench.command('Quartermaster: Open Dashboard');
    panel = await window.workbench.openPanel();
    await heading().press('Escape');
    await heading().waitFor({ state: 'detached' });
    await panel.frame.locator('[role=row]:focus', { hasText: 'Install fx-esm 1.0.0' }).waitFor();
  });
});

describe('a window on what was left to the user', () => {
  const mine = '{ "name": "mine", \n';
  let project: TempProject;
  let server: VsCodeServer;
  let workbench: Workbench;
  let panel: Dashboard;
  let standing: object;

  before(async function () {
    this.timeout(120_000);
    project = createTempProject({ files: { 'package.json': manifest, 'index.js': '\n' }, registry });
    server = await startVsCodeServer({ vsix, registry });
    const env = hermeticEnvironment({ home: server.home, registry });
    const args = [path.join(root, 'dist/cli.js'), 'install', 'fx-esm', '--cwd', project.folder];
    const { code, stderr } = await run(process.execPath, args, { env });
    assert.equal(code, 0, stderr);
    standing = bytesOf(project);
    await interruptedInstall(project, registry, 'SIGKILL', env);
    registry.setFault();
    project.write('package.json', mine);
    workbench = await Workbench.open({ server, open: project.folder });
  });
  after(async function () {
    this.timeout(30_000);
    await workbench?.close();
    await server?.stop();
    project?.dispose();
  });

  const shot = (name: string): Promise<void> => workbench.screenshot(path.join(screens, `editor-${name}.png`));

  it('tells of it at its start, and leads to its page, which offers both ways', async () => {
    const toast = workbench.toast(/Install fx-heavy \S+ needs you: Quartermaster was ended/);
    await toast.waitFor({ timeout: installMs }).finally(() => shot('left-told'));
    await toast.getByRole('button', { name: 'Review' }).click();
    panel = await workbench.openPanel();
    await panel.frame.getByRole('heading', { name: /^Install fx-heavy/ }).waitFor();
    await panel.button('Keep What Stands There').waitFor();
    await panel.frame.getByText('Puts back byte for byte: package.json.').waitFor();
    await shot('left-page');
    assert.deepEqual(await panel.accessibilityViolations(), []);
    assert.equal(project.read('package.json'), mine);
  });

  it('compares what was there before with what stands there', async () => {
    await panel.button(/^package\.json: compare/).click();
    await workbench.page.getByRole('tab', { name: /package\.json \(before \/ now\)/ }).waitFor();
    const now = workbench.page.locator('.monaco-diff-editor .modified .view-line', { hasText: 'mine' });
    await now
      .first()
      .waitFor()
      .finally(() => shot('left-diff'));
  });

  it('puts back what was there before, once it was asked and answered', async () => {
    await workbench.command('Quartermaster: Open Dashboard');
    panel = await workbench.openPanel();
    await panel.button('Put Back What Was Before…').click();
    const dialog = workbench.dialog();
    await dialog.getByText('Puts back byte for byte: package.json.').waitFor();
    await shot('left-asked');
    await dialog.getByRole('button', { name: 'Put Back' }).click();
    await panel.button('Open What Took It Back').waitFor({ timeout: installMs });
    assert.deepEqual(bytesOf(project), standing);
  });
});

describe('a window on a clone', () => {
  let window: Window;
  const text = /The dependencies of \S+ are not installed\./;
  const dependencies = { 'fx-tiny': '1.1.0', 'fx-major': '1.0.0', '@fx/core': '1.0.0' };

  before(async function () {
    this.timeout(120_000);
    const imports = Object.keys(dependencies).map((name) => `import '${name}';\n`);
    window = await openWindow({
      files: { 'package.json': { ...manifest, dependencies }, 'index.js': imports.join('') },
    });
  });
  after(async function () {
    this.timeout(30_000);
    await window?.close();
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
});
