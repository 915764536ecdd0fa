import assert from 'node:assert/strict';
import { byCommandLine, installMs, manifest, shoot, useWindows, type Window } from './support/window.ts';

describe('a window on a package that stands unbuilt', () => {
  const { registry, open } = useWindows();
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    registry().publish({
      name: 'fx-native',
      versions: {
        '1.0.0': {
          ageDays: 90,
          manifest: { scripts: { install: 'node build.js' } },
          files: { 'build.js': "require('node:fs').writeFileSync('built.node', '');\n" },
        },
      },
    });
    window = await open({
      files: { 'package.json': manifest, 'index.js': "import 'fx-native';\n" },
      prepare: (project, server) => byCommandLine({ project, server }, registry(), ['install', 'fx-native', '--yes']),
    });
  });

  const built = 'node_modules/fx-native/built.node';

  it('offers to build it, and shows what would run before it does', async () => {
    const { workbench, project } = window;
    const sidebar = await workbench.openSidebar('Quartermaster');
    await sidebar.button(/^Build… fx-native/).click();
    await workbench.dialog().getByText('install: node build.js').waitFor();
    await shoot(workbench, 'build-asked');
    await workbench.dialog().getByRole('button', { name: 'Cancel' }).click();
    assert.equal(project.exists(built), false);
  });

  it('builds it once that is answered', async () => {
    const { workbench, project } = window;
    const sidebar = await workbench.openSidebar('Quartermaster');
    await sidebar.button(/^Build… fx-native/).click();
    await workbench.dialog().getByRole('button', { name: 'Build', exact: true }).click();
    await sidebar.frame
      .getByText(/^\s*Built fx-native 1\.0\.0/)
      .first()
      .waitFor({ timeout: installMs })
      .finally(() => shoot(workbench, 'build-done'));
    await sidebar.button(/^Build… fx-native/).waitFor({ state: 'detached' });
    assert.equal(project.exists(built), true);
  });
});
