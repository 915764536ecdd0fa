import assert from 'node:assert/strict';
import type { Dashboard } from '../support/dashboard.ts';
import { hermeticEnvironment } from '../support/environment.ts';
import { interruptedInstall } from '../support/interrupted.ts';
import type { TempProject } from '../support/temp-project.ts';
import type { Workbench } from '../support/workbench.ts';
import { byCommandLine, bytesOf, installMs, manifest, shoot, useWindows, type Window } from './support/window.ts';

describe('a window on an operation', () => {
  const { registry, open } = useWindows();
  let window: Window;
  let panel: Dashboard;
  const heading = () => panel.frame.getByRole('heading', { name: 'Install fx-esm 1.0.0' });

  before(async function () {
    this.timeout(120_000);
    window = await open({ files: { 'package.json': manifest, 'index.js': '\n' } });
    const { server, project } = window;
    await byCommandLine({ server, project }, registry(), ['install', 'fx-esm']);
  });

  const shot = (name: string): Promise<void> => shoot(window.workbench, name);

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

  it('shows what ran, and what that said once it is opened', async () => {
    await panel.frame.locator('#h-manager').scrollIntoViewIfNeeded();
    assert.match(await panel.frame.locator('section[aria-labelledby=h-manager]').innerText(), /npm install [^]*--json/);
    await panel.frame.locator('section[aria-labelledby=h-manager] summary').click();
    const output = panel.frame.getByRole('region', { name: 'Command and its output' });
    await output.getByText('"added": 1').waitFor();
    await output.scrollIntoViewIfNeeded();
    await shot('operation-output');
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
  const { registry, open } = useWindows();
  const mine = '{ "name": "mine", \n';
  let project: TempProject;
  let workbench: Workbench;
  let panel: Dashboard;
  let standing: object;

  before(async function () {
    this.timeout(120_000);
    ({ project, workbench } = await open({
      files: { 'package.json': manifest, 'index.js': '\n' },
      async prepare(left, server) {
        await byCommandLine({ server, project: left }, registry(), ['install', 'fx-esm']);
        standing = bytesOf(left);
        await interruptedInstall(
          left,
          registry(),
          'SIGKILL',
          hermeticEnvironment({ home: server.home, registry: registry() }),
        );
        registry().setFault();
        left.write('package.json', mine);
      },
    }));
  });

  const shot = (name: string): Promise<void> => shoot(workbench, name);

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
    await panel.button('Open Its Rollback').waitFor({ timeout: installMs });
    assert.deepEqual(bytesOf(project), standing);
  });
});
