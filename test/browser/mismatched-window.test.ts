import assert from 'node:assert/strict';
import type { FileBody } from '../support/temp-project.ts';
import { installMs, manifest, shoot, statusBar, useWindows, versionOf, type Window } from './support/window.ts';

type Files = Readonly<Record<string, FileBody>>;

/** A package.json, and what is installed below it. */
function project(folder: string, declared: object, versions: Readonly<Record<string, string>>): Files {
  const modules = Object.entries(versions).map(
    ([name, version]) => [`${folder}node_modules/${name}/package.json`, { name, version }] as const,
  );
  return { [`${folder}package.json`]: { ...manifest, ...declared }, ...Object.fromEntries(modules) };
}

describe('a window on packages that are installed in other versions than are declared', () => {
  const { open } = useWindows();
  let window: Window;

  before(async function () {
    this.timeout(120_000);
    window = await open({
      files: {
        // An install brings in all that a project declares: each of the two has one.
        ...project(
          '',
          { dependencies: { 'fx-tiny': '1.0.0' }, devDependencies: { 'fx-esm': '^1.0.0' } },
          { 'fx-tiny': '1.2.0', 'fx-esm': '1.0.0' },
        ),
        ...project('site/', { dependencies: { 'fx-major': '^1.0.0' } }, { 'fx-major': '2.0.0' }),
        'index.js': "import 'fx-tiny';\n",
        'site/index.js': "import 'fx-major';\n",
      },
    });
  });

  const status = (text: string) =>
    window.workbench.page.locator(`.part.statusbar [id="${statusBar}"]`, { hasText: text }).waitFor();

  it('counts them in the status bar and in the dashboard', async () => {
    const { workbench } = window;
    const sidebar = await workbench.openSidebar('Quartermaster');
    await sidebar.frame.getByText('2 versions mismatched').waitFor();
    await sidebar.frame.getByText('1.2.0 is installed, 1.0.0 is declared.').waitFor();
    await status('2 mismatched');
    await workbench.page.locator(`.part.statusbar [id="${statusBar}"]`).hover();
    await workbench.page
      .getByText('2 packages are installed in other versions than are declared')
      .first()
      .waitFor()
      .finally(() => shoot(workbench, 'mismatched'));
  });

  it('tells them in every theme', async function () {
    this.timeout(90_000);
    const { workbench } = window;
    await workbench.command('Quartermaster: Open Dashboard');
    const panel = await workbench.openPanel();
    await panel.frame.getByText('1.2.0 is installed, 1.0.0 is declared.').waitFor();
    for (const theme of ['light', 'highContrastDark', 'dark'] as const) {
      await workbench.useTheme(theme);
      await shoot(workbench, `mismatched-${theme}`);
    }
  });

  it('declares what is there', async () => {
    const { workbench, project } = window;
    const sidebar = await workbench.openSidebar('Quartermaster');
    await sidebar.button(/^Declare 1\.2\.0/).click();
    await sidebar.frame.getByText('1 version mismatched').waitFor({ timeout: installMs });
    const { dependencies } = project.readJson<{ dependencies: Record<string, string> }>('package.json');
    assert.equal(dependencies['fx-tiny'], '1.2.0');
    assert.equal(versionOf(project, 'fx-tiny'), '1.2.0');
    await status('1 mismatched');
  });

  it('brings in what is declared, advised where it is all that is left', async () => {
    const { workbench, project } = window;
    const sidebar = await workbench.openSidebar('Quartermaster');
    await sidebar.button(/^Install fx-major \^1\.0\.0/).click();
    await sidebar.frame.getByText('Nothing needs you').waitFor({ timeout: installMs });
    assert.equal(project.readJson<{ version: string }>('site/node_modules/fx-major/package.json').version, '1.1.0');
  });

  it('lists what nothing uses, to be ticked', async () => {
    const { workbench, project } = window;
    const sidebar = await workbench.openSidebar('Quartermaster');
    await sidebar.button('Look for Unused Packages…').click();
    const list = workbench.page.locator('.quick-input-widget');
    await list.locator('.monaco-list-row', { hasText: 'fx-esm' }).click();
    await list
      .getByText('1 Selected')
      .waitFor()
      .finally(() => shoot(workbench, 'unused'));
    await list.getByRole('button', { name: 'OK' }).click();
    await sidebar.frame
      .getByText(/^\s*Removed fx-esm/)
      .first()
      .waitFor({ timeout: installMs });
    assert.equal(versionOf(project, 'fx-esm'), undefined);
  });
});
