import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fixtureOsvRecords } from '../registry/fixtures.ts';
import { startOsv, type Osv } from '../registry/osv.ts';
import type { Dashboard } from '../support/dashboard.ts';
import { hostsBelow } from '../support/extension-hosts.ts';
import type { TempProject } from '../support/temp-project.ts';
import type { VsCodeServer } from '../support/vscode-server.ts';
import type { Workbench, ThemeName } from '../support/workbench.ts';
import {
  byCommandLine,
  bytesOf,
  installMs,
  manifest,
  shoot,
  statusBar,
  useWindows,
  versionOf,
} from './support/window.ts';

// The tests of a window are one story, in the order in which they stand.

const explanations = fs.readFileSync(path.join(import.meta.dirname, '../../docs/findings.md'), 'utf8');

/** Longer than the time for which a name has to stand still before it may be installed by itself. */
const stillMs = 1_100;
/** Between two keys of somebody who looks for them: each pause is long enough for the text to be looked at. */
const slowKeyMs = 260;
/** Just over the time for which a name has to stand still, counted from the key before. */
const heldUpMs = 1_000;

const files = {
  'package.json': manifest,
  'tsconfig.json': { compilerOptions: { module: 'nodenext', target: 'es2022', strict: true, types: [] } },
  'index.js': '\n',
  'typed.ts': '\n',
  'auto.js': '\n',
  'doubt.js': '\n',
  'typo.js': '\n',
};

describe('a window with the extension', () => {
  const { registry, open } = useWindows();
  let project: TempProject;
  let workbench: Workbench;
  let server: VsCodeServer;
  let osv: Osv;

  before(async function () {
    this.timeout(120_000);
    osv = await startOsv({ records: fixtureOsvRecords });
    ({ project, workbench, server } = await open({ files, osv }));
  });
  after(() => osv.stop());
  afterEach(() => registry().setFault());

  const status = (text: string): Promise<void> =>
    workbench.statusBarItem(statusBar).filter({ hasText: text }).waitFor({ timeout: installMs });
  const toastsGone = (): Promise<void> => workbench.command('Notifications: Clear All Notifications');
  const shot = (name: string): Promise<void> => shoot(workbench, name);

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

    const noToast = async (when: string): Promise<void> => {
      const shown = await workbench.page.locator('.notifications-toasts .notification-toast').allInnerTexts();
      assert.deepEqual(shown, [], when);
    };

    it('is not asked about while its name is being typed, however slowly', async () => {
      await workbench.editor.goToEnd();
      let last = performance.now();
      const gaps: number[] = [];
      for (const key of "import 'fx-") {
        await workbench.page.keyboard.type(key, { delay: slowKeyMs });
        gaps.push(Math.round(performance.now() - last));
        last = performance.now();
        await noToast(`after gaps of ${gaps.join(', ')} ms`);
      }
    });

    it('is not either when the extensions are held up, and hear of the next keys too late', async () => {
      const { keyboard } = workbench.page;
      const [host = 0] = hostsBelow(server.pid);
      await keyboard.type('t', { delay: slowKeyMs });
      process.kill(host, 'SIGSTOP');
      try {
        await keyboard.type('in', { delay: heldUpMs / 2 });
      } finally {
        process.kill(host, 'SIGCONT');
      }
      await keyboard.type("y'");
      await noToast('after it was held up');
    });

    it('is marked, counted in the status bar, and asked about in one notification', async () => {
      await workbench.editor.squiggle('fx-tiny', 'warning');
      await status('1 missing');
      const toast = workbench.toast('fx-tiny is imported, but missing.');
      await toast.waitFor().finally(() => shot('first-missing'));
      const buttons = await toast.getByRole('button').allInnerTexts();
      assert.deepEqual(
        buttons.filter((text) => /[A-Z]/.test(text)),
        ['Install', 'Turn On Autopilot Here', 'Not Here'],
      );
      assert.equal(await workbench.page.locator('.notifications-toasts .notification-toast').count(), 1);
      await workbench.editor.type(';\n');
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
      const line = explanations.split('\n').indexOf('## undeclared') + 1;
      await workbench
        .statusBarItem('status.editor.selection')
        .filter({ hasText: `Ln ${line},` })
        .waitFor();
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
        'Install fx-tiny ^1.2.0 with npm · 1 check unknown',
        'Install fx-tiny ^1.2.0 as a dev dependency with npm',
        'Install all 2 missing packages of this file',
        'Install all 2 missing packages of the workspace',
        'Explain the decision about fx-tiny',
        'Ignore fx-tiny here',
        'Always ignore fx-tiny in this workspace',
      ]);
      await workbench.page.keyboard.press('Escape');
    });

    it('installs, and the status bar says that it is at work', async () => {
      registry().setFault({ kind: 'latency', ms: 700, match: /fx-tiny/ });
      await (await workbench.editor.quickFix('fx-tiny', 'Install fx-tiny ^1.2.0 with npm')).click();
      await status('Installing fx-tiny');
      await status('1 missing');
      assert.equal(versionOf(project, 'fx-tiny'), '1.2.0');
      await workbench.editor.noSquiggle('fx-tiny', 'warning');
    });

    it('advises the real name for a lookalike, and no install, though the registry keeps silent', async () => {
      registry().setFault({ kind: 'hang', match: /raect/ });
      await typeImport('typo.js', 'raect');
      const change = await workbench.editor.quickFix('raect', 'Change to "react"');
      const titles = await workbench.editor.quickFixTitles();
      assert.deepEqual(
        titles.filter((title) => title.startsWith('Install raect')),
        ['Install raect with npm… (the gate asks)'],
      );
      registry().setFault();
      await change.click();
      await workbench.editor.squiggle('react', 'warning');
      await workbench.page.keyboard.press('Control+A');
      await workbench.page.keyboard.press('Delete');
      await workbench.save();
      await status('1 missing');
      await workbench.openFile('index.js');
    });

    it('leaves the status bar quiet once nothing is missing', async () => {
      await (await workbench.editor.quickFix('fx-major', /^Install fx-major \S+ with npm( ·|$)/)).click();
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
      await (await workbench.editor.quickFix('fx-typed', /^Install fx-typed \S+ with npm( ·|$)/)).click();
      await workbench.editor.noSquiggle('fx-typed', 'warning');
      await workbench.editor.noSquiggle('fx-typed', 'error');
      await workbench.save();
    });

    it('lets an install that lasts be cancelled, and leaves every byte as it was', async () => {
      await typeImport('index.js', 'fx-heavy');
      const before = bytesOf(project);
      registry().setFault({ kind: 'hang', match: /fx-heavy.*\.tgz/ });
      await (await workbench.editor.quickFix('fx-heavy', /^Install fx-heavy \S+ with npm( ·|$)/)).click();
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
      registry().setFault({ kind: 'hang', match: /dayjs.*\.tgz/ });
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

    it('leads from that warning to the answer, and to nothing where none is given', async () => {
      await workbench.toast('Autopilot left lodahs to you.').getByRole('button', { name: 'Review…' }).click();
      const dialog = workbench.dialog();
      await dialog.getByText(/^Install lodahs 1\.0\.0\?$/).waitFor({ timeout: installMs });
      assert.match(await dialog.innerText(), /lodahs: Looks like lodash/);
      await shot('dialog');
      await workbench.page.keyboard.press('Escape');
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
      await byCommandLine({ server, project }, registry(), ['install', 'fx-esm']);
      await row('Install fx-esm 1.0.0').waitFor({ timeout: 5_000 });
    });

    it('takes an operation back by the keyboard alone', async () => {
      const { keyboard } = workbench.page;
      const target = row('Install fx-esm 1.0.0');
      const isFocused = (): Promise<boolean> =>
        target.evaluate((element) => element === element.ownerDocument.activeElement);
      const isInFeed = (): Promise<boolean> =>
        target.evaluate(
          (element) => element.closest('[role=grid]')?.contains(element.ownerDocument.activeElement) === true,
        );
      await workbench.command('Quartermaster: Open Dashboard');
      // What waits for its user stands above it.
      for (let presses = 0; presses < 60 && !(await isFocused()); presses += 1) {
        await keyboard.press((await isInFeed()) ? 'ArrowDown' : 'Tab');
      }
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
    it('wrote no error to the console', () => assert.deepEqual(workbench.consoleErrors, []));
    it('kept to its content security policy', () => assert.deepEqual(workbench.policyViolations, []));
  });
});
