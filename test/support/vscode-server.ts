import fs from 'node:fs';
import path from 'node:path';
import { hermeticEnvironment, type EnvironmentOptions } from './environment.ts';
import { startProcessGroup } from './process-group.ts';
import { run } from './run-command.ts';
import { tempFolder } from './temp-project.ts';

export type Settings = Readonly<Record<string, unknown>>;

export interface ServerOptions extends Pick<EnvironmentOptions, 'registry' | 'osv'> {
  /** What stands for the user's home folder, and stays when the server ends; default: a fresh one that goes with it. */
  readonly home?: string;
  /** User settings over the quiet defaults. */
  readonly settings?: Settings;
  /** Variables that the extension host sees, besides those of `hermeticEnvironment`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether VS Code asks before it trusts a folder; default: every folder is trusted. */
  readonly workspaceTrust?: boolean;
  /** VS Code's own automation hooks. They are needed for suites in the host, and they suppress toasts and dialogs. */
  readonly automation?: boolean;
  /** A packed extension to install. */
  readonly vsix?: string;
  /** The folder of an extension to pack and install beside it. */
  readonly beside?: string | undefined;
}

/** A real VS Code server on 127.0.0.1 with a home of its own. */
export interface VsCodeServer {
  readonly url: string;
  /** "127.0.0.1:port", as remote URIs name it. */
  readonly authority: string;
  /** Process number: each window's extension host is below it. */
  readonly pid: number;
  /** What stands for the user's home folder in the extension host. */
  readonly home: string;
  /** Merges into the user's settings.json; a running window follows within a moment (not the theme: `useTheme`). */
  updateSettings(settings: Settings): void;
  /** The newest log of an extension host, with activation times and errors. */
  hostLog(): string;
  /** Ends every process of the server and removes its home. */
  stop(): Promise<void>;
}

/** Nothing that asks the network, opens by itself or writes without being told. */
export const quietSettings: Settings = {
  'chat.disableAIFeatures': true,
  'editor.fontFamily': "'JetBrains Mono', monospace",
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'js/ts.tsserver.automaticTypeAcquisition.enabled': false,
  'json.schemaDownload.enable': false,
  'npm.fetchOnlinePackageInfo': false,
  'telemetry.telemetryLevel': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'workbench.colorTheme': 'Dark Modern',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

export async function startVsCodeServer(options: ServerOptions = {}): Promise<VsCodeServer> {
  const home = options.home ?? tempFolder('home-');
  const data = path.join(home, 'vscode-server');
  const settingsFile = path.join(data, 'data/User/settings.json');
  const updateSettings = (changes: Settings): void => {
    // Read again each time: VS Code writes into the same file.
    const settings = { ...JSON.parse(fs.readFileSync(settingsFile, 'utf8')), ...changes };
    fs.writeFileSync(settingsFile, JSON.stringify(settings, null, 2));
  };
  fs.mkdirSync(path.dirname(settingsFile), { recursive: true });
  fs.writeFileSync(settingsFile, JSON.stringify({ ...quietSettings, ...options.settings }, null, 2));

  const { registry, osv } = options;
  const env = { ...serverEnvironment({ home, registry, osv }), ...options.env };
  const server = [path.join(serverFolder(), 'out/server-main.js'), '--server-data-dir', data];
  if (options.vsix !== undefined) await installExtension(server, options.vsix, env);
  if (options.beside !== undefined) await installExtension(server, await packFolder(options.beside, home), env);
  const group = startProcessGroup(process.execPath, [...server, ...serverFlags(options)], env);
  const [, port] = await group.waitForOutput(/Extension host agent listening on (\d+)/);
  return {
    url: `http://127.0.0.1:${port}`,
    authority: `127.0.0.1:${port}`,
    pid: group.child.pid ?? 0,
    home,
    updateSettings,
    hostLog: () => newestHostLog(path.join(data, 'data/logs')),
    async stop() {
      await group.stop();
      if (options.home === undefined) fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function serverEnvironment(options: EnvironmentOptions): Record<string, string> {
  // The server leaves its sockets where temporary files go.
  const temporary = path.join(options.home, 'tmp');
  fs.mkdirSync(temporary, { recursive: true });
  return {
    ...hermeticEnvironment(options),
    TMPDIR: temporary,
    // Without a gallery of its own, code-server would ask one on the internet about every extension.
    EXTENSIONS_GALLERY: '{}',
    // Started from a terminal: else the extension host would get the PATH of a login shell in the place of this one.
    VSCODE_CLI: '1',
  };
}

function serverFlags({ workspaceTrust = false, automation = false }: ServerOptions): string[] {
  return [
    '--host=127.0.0.1',
    '--port=0',
    '--without-connection-token',
    '--accept-server-license-terms',
    '--disable-telemetry',
    ...(workspaceTrust ? [] : ['--disable-workspace-trust']),
    ...(automation ? ['--enable-smoke-test-driver'] : []),
  ];
}

async function installExtension(server: readonly string[], vsix: string, env: Record<string, string>): Promise<void> {
  const args = [...server, '--accept-server-license-terms', '--install-extension', vsix];
  const { code, stdout, stderr } = await run(process.execPath, args, { env });
  if (code !== 0) throw new Error(`Installing ${vsix} ended with ${code}:\n${stdout}${stderr}`);
}

async function packFolder(folder: string, home: string): Promise<string> {
  const file = path.join(home, 'beside.vsix');
  const vsce = path.join(import.meta.dirname, '../../node_modules/@vscode/vsce/vsce');
  const args = [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '-o', file];
  const { code, stdout, stderr } = await run(process.execPath, args, { cwd: folder });
  if (code !== 0) throw new Error(`Packing ${folder} ended with ${code}:\n${stdout}${stderr}`);
  return file;
}

/** `npm test` sets the variable; a test that is started by hand finds the usual place. */
function serverFolder(): string {
  return process.env.VSCODE_SERVER ?? path.join(import.meta.dirname, '../../.tools/vscode');
}

function newestHostLog(folder: string): string {
  const logs = fs
    .globSync('**/remoteexthost.log', { cwd: folder })
    .map((relative) => path.join(folder, relative))
    .sort((a, b) => fs.statSync(a).mtimeMs - fs.statSync(b).mtimeMs);
  const newest = logs.at(-1);
  return newest === undefined ? '' : fs.readFileSync(newest, 'utf8');
}
