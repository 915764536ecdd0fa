import assert from 'node:assert/strict';
import type { VsCodeServer } from '../support/vscode-server.ts';
import { Workbench } from '../support/workbench.ts';
import { check, type ProjectCheck } from './check.ts';
import { recorded, storedMode, type Asker } from './command-line.ts';
import type { Drawn } from './draw.ts';
import type { Report } from './report.ts';

const statusBar = 'quartermaster.quartermaster.status';
/** A name that nobody has registered, in the style of a language model. */
const invented = 'node-quick-cart-total-helper-utils';
/** A slip of the finger away from lodash. */
const lookalike = 'lodahs';
/** A real install from a registry may take its time. */
const installMs = 120_000;

export interface Scenario {
  readonly server: VsCodeServer;
  /** Absolute folder of the sample's copy. */
  readonly project: string;
  /** Installed by the lightbulb. */
  readonly first: Drawn;
  /** Installed by autopilot. */
  readonly second: Drawn;
  readonly report: Report;
}

/** The main job as a user does it: typed, clicked and read in the window; each step is checked on disk from outside. */
export async function playScenario(scenario: Scenario): Promise<void> {
  const { server, project, report } = scenario;
  const workbench = await Workbench.open({ server, open: project, size: { width: 1400, height: 900 } });
  const shot = (file: string): Promise<void> => workbench.screenshot(file);
  try {
    await report.step('Open the sample', () => open(workbench), shot);
    await report.step('Type an import of a missing package', (show) => typeImport(workbench, scenario, show), shot);
    await report.step('Install it with the lightbulb', (show) => lightbulb(workbench, scenario, show), shot);
    await report.step('Turn autopilot on', () => turnOnAutopilot(workbench, scenario), shot);
    let base: ProjectCheck | undefined;
    await report.step(
      'Save an import, and autopilot installs it',
      async () => {
        base = await check(project, []);
        return autopilot(workbench, scenario);
      },
      shot,
    );
    await report.step(
      'Control: a lookalike and an invented name are left alone',
      () => control(workbench, project),
      shot,
    );
    await report.step('The dashboard shows both', () => dashboard(workbench, scenario), shot);
    await report.step('Roll the second one back', () => rollBack(workbench, scenario, base), shot);
    await report.step('Nothing broke on the way', async () => {
      assert.deepEqual(workbench.policyViolations, []);
      return 'no content security policy violation';
    });
  } finally {
    await workbench.close();
  }
}

async function open(workbench: Workbench): Promise<string> {
  await workbench.statusBarItem(statusBar).waitFor({ timeout: 60_000 });
  await workbench.openFile('index.js');
  await workbench.page.getByText('Activating Extensions').waitFor({ state: 'hidden' });
  return (await workbench.statusBarItem(statusBar).innerText()).trim();
}

/** Types at the top of the file, where imports stand. */
async function typeAtTop(workbench: Workbench, text: string): Promise<void> {
  await workbench.editor.focus();
  await workbench.page.keyboard.press('Control+Home');
  await workbench.editor.type(text);
}

function importOf(name: string, as: string): string {
  return `import * as ${as} from '${name}';\n`;
}

type Show = () => Promise<void>;

async function typeImport(workbench: Workbench, scenario: Scenario, show: Show): Promise<string> {
  const { project, first } = scenario;
  const { name } = first;
  const before = await check(project, [name]);
  await typeAtTop(workbench, importOf(name, 'first'));
  await workbench.editor.squiggle(name, 'warning');
  const message = await workbench.editor.hover(name, `${name} is missing`);
  await show();
  await workbench.page.keyboard.press('Escape');
  assert.deepEqual(await check(project, [name]), before, 'package.json, lockfile and node_modules are as before');
  // An install that has only begun may not have changed a byte yet, but it is written down first.
  assert.deepEqual(await recorded(askerOf(scenario)), [], 'no operation has begun');
  // Source and code of the diagnostic stand right behind its sentence.
  const said = /\S+ is missing: .*? nor installed\./.exec(message)?.[0] ?? message;
  return `"${said}", and no byte of package.json, lockfile or node_modules changed`;
}

async function lightbulb(workbench: Workbench, { project, first }: Scenario, show: Show): Promise<string> {
  const title = new RegExp(`^Install ${escape(first.name)} \\S+ with npm( ·|$)`);
  const item = await workbench.editor.quickFix(first.name, title);
  const text = (await item.innerText()).trim();
  await show();
  await item.click();
  await workbench.page.waitForFunction(`!document.querySelector('.editor-instance .squiggly-warning')`, undefined, {
    timeout: installMs,
  });
  const found = await check(project, [first.name]);
  assertInstalled(found, first.name);
  return `"${text}": ${found.packages[first.name]?.installed} in package.json, lockfile and node_modules, and it loads`;
}

async function turnOnAutopilot(workbench: Workbench, scenario: Scenario): Promise<string> {
  const sidebar = await workbench.openSidebar('Quartermaster');
  await sidebar.frame.getByRole('radio', { name: 'Autopilot' }).first().click();
  const chosen = sidebar.frame.locator('[role=radio][aria-checked=true]', { hasText: 'Autopilot' });
  await chosen.first().waitFor();
  await dismissToasts(workbench);
  assert.equal(await storedMode(askerOf(scenario)), 'autopilot', "the mode that is stored in the user's own folder");
  return "by the dashboard in the sidebar; stored in the user's own folder";
}

async function autopilot(workbench: Workbench, { project, first, second }: Scenario): Promise<string> {
  await typeAtTop(workbench, importOf(second.name, 'second'));
  await workbench.editor.squiggle(second.name, 'warning');
  // One save, at once: by the end of the quiet time that autopilot waits after it, the name has stood still.
  await workbench.save();
  const toast = workbench.toast(`Installed ${second.name}`);
  await toast.waitFor({ timeout: installMs });
  const found = await check(project, [first.name, second.name]);
  assertInstalled(found, second.name);
  assert.equal(found.packages[second.name]?.installed, second.version, 'autopilot takes the version of the list');
  return `${second.name} ${found.packages[second.name]?.installed}, told with an Undo`;
}

async function control(workbench: Workbench, project: string): Promise<string> {
  await dismissToasts(workbench);
  const before = await check(project, [lookalike, invented]);
  await typeAtTop(workbench, importOf(lookalike, 'third') + importOf(invented, 'fourth'));
  await workbench.editor.squiggle(lookalike, 'warning');
  await workbench.editor.squiggle(invented, 'warning');
  await workbench.save();
  await workbench.toast(/Autopilot left 2 packages to you/).waitFor({ timeout: installMs });
  const found = await check(project, [lookalike, invented]);
  for (const name of [lookalike, invented]) {
    assert.deepEqual(found.packages[name], { range: null, locked: null, installed: null, loads: false });
  }
  assert.deepEqual(found, before, 'package.json, lockfile and node_modules are as before');
  return `${lookalike} and ${invented} are not installed, and no byte changed`;
}

async function dashboard(workbench: Workbench, scenario: Scenario): Promise<string> {
  const { project, first, second } = scenario;
  await workbench.command('Quartermaster: Open Dashboard');
  const panel = await workbench.openPanel();
  await panel.frame.getByText(`Install ${first.name}`).first().waitFor();
  await panel.frame.getByText(`Install ${second.name}`).first().waitFor();
  const violations = await panel.accessibilityViolations();
  assert.deepEqual(violations, []);
  const { packages } = await check(project, [first.name, second.name]);
  assert.deepEqual(await recorded(askerOf(scenario)), [
    `ai_auto install succeeded: ${second.name} ${packages[second.name]?.installed}`,
    `manual install succeeded: ${first.name} ${packages[first.name]?.installed}`,
  ]);
  return 'both operations are in the feed and recorded with their triggers, and axe finds nothing';
}

async function rollBack(
  workbench: Workbench,
  { project, first, second }: Scenario,
  base: ProjectCheck | undefined,
): Promise<string> {
  const panel = await workbench.openPanel();
  await panel
    .button(new RegExp(`Roll back.*${escape(second.name)}`, 'i'))
    .first()
    .click();
  const dialog = workbench.dialog();
  await dialog.waitFor();
  await dialog.getByRole('button', { name: 'Roll Back' }).click();
  await panel.frame
    .getByText(/Roll back/)
    .first()
    .waitFor();
  await panel.frame
    .locator('body')
    .getByText(/Rolled back|Taken back|Undone/i)
    .first()
    .waitFor({ timeout: installMs });
  const found = await check(project, [first.name, second.name]);
  assert.equal(found.manifest, base?.manifest, 'package.json is as before the operation');
  assert.equal(found.lockfile, base?.lockfile, 'the lockfile is as before the operation');
  assertInstalled(found, first.name);
  assert.equal(found.packages[second.name]?.installed, null);
  return `package.json and lockfile are byte for byte as before; ${first.name} still loads`;
}

async function dismissToasts(workbench: Workbench): Promise<void> {
  await workbench.command('Notifications: Clear All Notifications');
}

function askerOf({ server, project }: Scenario): Asker {
  return { home: server.home, project };
}

function assertInstalled(found: Awaited<ReturnType<typeof check>>, name: string): void {
  const { range, locked, installed, loads } = found.packages[name] ?? {};
  assert.ok(range, `${name} is in package.json`);
  assert.ok(locked, `${name} is in the lockfile`);
  assert.equal(installed, locked, `${name} is in node_modules as the lockfile says`);
  assert.equal(loads, true, `${name} loads`);
  assert.equal(found.manifestAndLockfileAgree, true, 'package.json and the lockfile agree');
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
