import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { isSince } from '../../src/managers/since.ts';
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
    await workbench.dialog().getByText('node_modules/fx-native/build.js').waitFor();
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

  // npm before 11.16 has no list of what may be built, and then nothing is offered.
  const npm = execFileSync('npm', ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  if (!isSince(npm, 11, 16)) return;

  it('offers to share that then, and writes it where npm looks once that is answered too', async () => {
    const { workbench, project } = window;
    const told = await workbench.notification('fx-native 1.0.0 is built.');
    await told.getByRole('button', { name: 'Share With the Team…' }).click();
    await workbench.dialog().getByText('"fx-native@1.0.0" into "allowScripts" of package.json').waitFor();
    await shoot(workbench, 'share-asked');
    assert.doesNotMatch(project.read('package.json'), /allowScripts/);
    await workbench.dialog().getByRole('button', { name: 'Share', exact: true }).click();
    const sidebar = await workbench.openSidebar('Quartermaster');
    await sidebar.frame
      .getByText(/^\s*Shared the approval of fx-native 1\.0\.0/)
      .first()
      .waitFor({ timeout: installMs });
    assert.match(project.read('package.json'), /"allowScripts": \{\s*"fx-native@1\.0\.0": true\s*\}/);
  });
});
