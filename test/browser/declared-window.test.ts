import assert from 'node:assert/strict';
import { until } from '../support/until.ts';
import { byCommandLine, installMs, manifest, shoot, useWindows, versionOf, type Window } from './support/window.ts';

describe('a window on a project that declares other than it has and uses', () => {
  const { open, registry } = useWindows();
  let window: Window;

  before(async function () {
    this.timeout(180_000);
    window = await open({
      files: { 'package.json': manifest, 'index.js': "import 'fx-tiny';\n" },
      async prepare(project, server) {
        await byCommandLine({ project, server }, registry(), ['install', 'fx-tiny@1.0.0', 'fx-esm', 'fx-major']);
        project.write(
          'package.json',
          project.read('package.json').replace('"fx-tiny": "1.0.0"', '"fx-tiny": "^1.2.0"'),
        );
      },
    });
  });

  it('marks the range of which another version is installed, and brings it in by the lightbulb', async () => {
    const { workbench, project } = window;
    await workbench.openFile('package.json');
    await workbench.editor.squiggle('^1.2.0', 'warning');
    const fix = await workbench.editor.quickFix('^1.2.0', 'Install fx-tiny ^1.2.0 with npm');
    await shoot(workbench, 'mismatched-fix');
    await fix.click();
    await workbench.editor.noSquiggle('^1.2.0', 'warning');
    assert.equal(versionOf(project, 'fx-tiny'), '1.2.0');
  });

  it('lists what nothing uses, and takes out what is ticked of it', async () => {
    const { workbench, project } = window;
    await workbench.command('Quartermaster: Remove Unused Packages…');
    const pick = workbench.page.locator('.quick-input-widget');
    const labels = pick.locator('.monaco-list-row .label-name');
    await labels.filter({ hasText: 'fx-major' }).waitFor({ timeout: installMs });
    assert.deepEqual(await labels.allInnerTexts(), ['fx-esm', 'fx-major']);
    await workbench.pick('fx-major');
    await shoot(workbench, 'unused-pick');
    await pick.getByRole('button', { name: 'OK' }).click();
    await until(() => versionOf(project, 'fx-major') === undefined);
    assert.deepEqual(Object.keys(project.readJson<{ dependencies: object }>('package.json').dependencies), [
      'fx-esm',
      'fx-tiny',
    ]);
  });
});
