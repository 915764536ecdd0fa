import assert from 'node:assert/strict';
import { manifest, shoot, useWindows, versionOf, type Window } from './support/window.ts';

describe('a window that is restricted, then trusted', () => {
  const { registry, open } = useWindows();
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    registry().requests.length = 0;
    const files = { 'package.json': manifest, 'index.js': "import 'fx-tiny';\n" };
    window = await open({ files, workspaceTrust: true });
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
    await shoot(window.workbench, 'restricted');
    assert.deepEqual(await sidebar.accessibilityViolations(), []);
  });

  it('asked the registry nothing and wrote nothing', () => {
    assert.deepEqual(registry().requests, []);
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
