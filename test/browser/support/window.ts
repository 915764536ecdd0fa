import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { startRegistry, type Registry } from '../../registry/registry.ts';
import { hermeticEnvironment } from '../../support/environment.ts';
import { packVsix } from '../../support/pack-vsix.ts';
import { run } from '../../support/run-command.ts';
import { createTempProject, type FileBody, type TempProject } from '../../support/temp-project.ts';
import { startVsCodeServer, type Settings, type VsCodeServer } from '../../support/vscode-server.ts';
import { Workbench } from '../../support/workbench.ts';

// The packed extension in a real window, by keys and clicks alone: without VS Code's automation hooks, so that messages
// and dialogs are the real ones.

const root = path.join(import.meta.dirname, '../../..');
const screens = path.join(root, 'out/screens');

export const statusBar = 'quartermaster.quartermaster.status';
export const installMs = 30_000;

/** The package.json of a project without a dependency. */
export const manifest = { name: 'shop', version: '1.0.0', private: true, type: 'module' };

export interface Window {
  readonly project: TempProject;
  readonly server: VsCodeServer;
  readonly workbench: Workbench;
}

export interface WindowOptions {
  readonly files: Readonly<Record<string, FileBody>>;
  readonly workspaceTrust?: boolean;
  /** What of the project is opened; default: all of it. */
  readonly folder?: string;
  /** Where advisories are asked for; default: nobody answers. */
  readonly osv?: { readonly url: string };
  /** User settings over the quiet defaults. */
  readonly settings?: Settings;
  /** The folder of another extension that is there too. */
  readonly beside?: string;
  /** What the extension host sees besides. */
  readonly env?: Readonly<Record<string, string>>;
  /** Done to the project before its window opens. */
  readonly prepare?: (project: TempProject, server: VsCodeServer) => Promise<void>;
}

export interface Windows {
  readonly registry: () => Registry;
  open(options: WindowOptions): Promise<Window>;
}

/**
 * A registry, and windows with projects of it, for the suite around: closed behind it. Its tests are one story: after the
 * first that fails, the others say so, in place of waiting for what cannot come.
 */
export function useWindows(): Windows {
  const closing: (() => Promise<void> | void)[] = [];
  const shown: Workbench[] = [];
  let registry: Registry;
  let failure: string | undefined;
  beforeEach(() => {
    if (failure !== undefined) throw new Error(`not run, since one before it failed: ${failure}`);
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    const windows = await Promise.all(shown.map(whatIsShown));
    failure = [this.currentTest.title, ...windows].join('\n');
  });
  before(async () => {
    registry = await startRegistry();
  });
  after(async function () {
    this.timeout(30_000);
    for (const close of closing.toReversed()) await close();
    await registry?.stop();
  });
  return {
    registry: () => registry,
    async open({ files, folder = '', prepare, ...options }) {
      const project = createTempProject({ files, registry });
      closing.push(() => project.dispose());
      const server = await startVsCodeServer({ vsix: await packVsix(), registry, ...options });
      closing.push(() => server.stop());
      await prepare?.(project, server);
      const workbench = await Workbench.open({ server, open: folder === '' ? project.folder : project.path(folder) });
      closing.push(() => workbench.close());
      shown.push(workbench);
      return { project, server, workbench };
    },
  };
}

/** Our status bar item, messages, dialogs and open lists of a window, for whoever was not there. */
async function whatIsShown({ page }: Workbench): Promise<string> {
  const places = {
    'status bar': `.part.statusbar [id="${statusBar}"]`,
    tab: '.tab.active',
    message: '.notification-toast',
    dialog: '.monaco-dialog-box',
    list: '.quick-input-list .monaco-list-row, .action-widget, .monaco-hover:visible',
    marked: '.squiggly-error, .squiggly-warning',
  };
  const found = Object.entries(places).map(async ([name, place]) => {
    const texts = await page.locator(place).allInnerTexts();
    return `${name}: ${JSON.stringify(texts.map((text) => text.replaceAll(/\s+/g, ' ').slice(0, 200)))}`;
  });
  return (await Promise.all(found).catch((error: unknown) => [`nothing: ${String(error)}`])).join('; ');
}

/** A picture of the window in out/screens/. */
export function shoot(workbench: Workbench, name: string): Promise<void> {
  fs.mkdirSync(screens, { recursive: true });
  return workbench.screenshot(path.join(screens, `editor-${name}.png`));
}

/** Runs the command line as the user of a window does, in its project. */
export async function byCommandLine(
  place: Pick<Window, 'project' | 'server'>,
  registry: Registry,
  args: readonly string[],
): Promise<void> {
  const { code, stderr } = await commandLine(place, registry, args);
  assert.equal(code, 0, stderr);
}

/** The same, with what it said and how it ended. `osv`: where it asks for advisories; default: nobody answers. */
export function commandLine(
  { project, server }: Pick<Window, 'project' | 'server'>,
  registry: Registry,
  args: readonly string[],
  osv?: { readonly url: string },
): ReturnType<typeof run> {
  const env = hermeticEnvironment({ home: server.home, registry, osv });
  const argv = [path.join(root, 'dist/cli.js'), ...args, '--cwd', project.folder];
  return run(process.execPath, argv, { env });
}

/** What an operation may change: the bytes of manifest and lockfile, and the names in node_modules. */
export function bytesOf(project: TempProject): object {
  const read = (file: string): string | undefined => (project.exists(file) ? project.read(file) : undefined);
  const modules = project.exists('node_modules') ? fs.readdirSync(project.path('node_modules')) : [];
  return {
    manifest: read('package.json'),
    lockfile: read('package-lock.json'),
    modules: modules.filter((name) => !name.startsWith('.')).toSorted(),
  };
}

export function versionOf(project: TempProject, name: string): string | undefined {
  const file = `node_modules/${name}/package.json`;
  return project.exists(file) ? project.readJson<{ version: string }>(file).version : undefined;
}
