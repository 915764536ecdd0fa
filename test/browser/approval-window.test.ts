import assert from 'node:assert/strict';
import { cliFile } from '../support/cli.ts';
import type { Dashboard } from '../support/dashboard.ts';
import { hermeticEnvironment } from '../support/environment.ts';
import { run } from '../support/run-command.ts';
import { bytesOf, installMs, manifest, shoot, useWindows, versionOf, type Window } from './support/window.ts';

describe('a window on a project in which an agent asked for what the gate asks about', () => {
  const { registry, open } = useWindows();
  let window: Window;
  let panel: Dashboard;

  before(async function () {
    this.timeout(120_000);
    window = await open({
      files: { 'package.json': manifest },
      async prepare({ folder }, { home }) {
        registry().publish({ name: 'expresss', versions: { '1.0.0': {} } });
        const { code, stderr } = await run(
          process.execPath,
          [cliFile, 'call', 'ai-package-auto-installer', '--cwd', folder],
          {
            env: hermeticEnvironment({ home, registry: registry() }),
            input: JSON.stringify({ packages: [{ name: 'lodahs' }, { name: 'expresss' }] }),
          },
        );
        assert.equal(code, 1, stderr);
      },
    });
  });

  const review = (): Promise<void> => window.workbench.command('Quartermaster: Review Approvals…');
  const row = (name: string) => panel.frame.getByRole('row').filter({ hasText: `Install ${name} 1.0.0` });

  it('lists it with its reason, and shows plan and question before it is answered; Escape answers nothing', async () => {
    const { workbench, project } = window;
    const before = bytesOf(project);
    await review();
    await workbench.page.getByText('The gate asks: Looks like lodash').first().waitFor({ timeout: installMs });
    await shoot(workbench, 'approvals-listed');
    await workbench.pick(/^Install lodahs 1\.0\.0/);
    const dialog = workbench.dialog();
    await dialog.getByText('lodahs ^1.0.0 into dependencies of package.json').waitFor();
    await dialog.getByText('lodahs: Looks like lodash').waitFor();
    await shoot(workbench, 'approval-asked');
    await workbench.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    assert.deepEqual(bytesOf(project), before);
  });

  it('says so in the dashboard, and installs it after Approve', async () => {
    const { workbench, project } = window;
    await workbench.command('Quartermaster: Open Dashboard');
    panel = await workbench.openPanel();
    await row('lodahs').filter({ hasText: 'Awaiting approval' }).waitFor({ timeout: installMs });
    await shoot(workbench, 'approvals-feed');
    await panel.frame.getByRole('button', { name: 'Approve… Install lodahs 1.0.0' }).click();
    await workbench.dialog().getByRole('button', { name: 'Approve', exact: true }).click();
    await row('lodahs').filter({ hasText: 'Done' }).waitFor({ timeout: installMs });
    assert.equal(versionOf(project, 'lodahs'), '1.0.0');
  });

  it('lets go of it after Reject, and then nothing waits', async () => {
    const { workbench, project } = window;
    await panel.frame.getByRole('button', { name: 'Reject Install expresss 1.0.0' }).click();
    await row('expresss').filter({ hasText: 'Cancelled' }).waitFor({ timeout: installMs });
    assert.equal(versionOf(project, 'expresss'), undefined);
    await review();
    await workbench.toast('Nothing waits for your approval.').waitFor({ timeout: installMs });
  });
});
