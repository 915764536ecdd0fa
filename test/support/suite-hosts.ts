import fs from 'node:fs';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { hermeticEnvironment, type EnvironmentOptions } from './environment.ts';
import { reportMark, requestMark, type SuiteLaunch } from './suite-launch.ts';
import { quietSettings, startVsCodeServer } from './vscode-server.ts';
import { Workbench } from './workbench.ts';

/** A bundled suite and the world it runs in. */
export interface SuiteRun extends Pick<EnvironmentOptions, 'registry' | 'osv'> {
  readonly launch: SuiteLaunch;
  readonly developmentPath: string;
  readonly testsPath: string;
  /** Stands for the user's home folder; the caller's. */
  readonly home: string;
  /** The folder or the workspace file to open. */
  readonly open: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs a suite in an extension host and returns its exit code. */
export type SuiteHost = (run: SuiteRun) => Promise<number>;

/** Far above what any suite takes, on a machine at a quarter of the usual speed too. */
const limitMs = 20 * 60_000;

/** The VS Code server from npm, its workbench in a headless browser: for machines where VS Code cannot be downloaded. */
export const runInServer: SuiteHost = async (run) => {
  const { settings, workspaceTrust } = run.launch;
  const otherOutput: string[] = [];
  const exited = Promise.withResolvers<number>();
  const print = (_type: string, args: readonly unknown[]): void => {
    const text = args.join(' ');
    if (text === `${requestMark}trust`) workbench?.trustFolder().catch(exited.reject);
    if (text.startsWith(reportMark)) console.log(text.replaceAll(`\n${reportMark}`, '\n').slice(reportMark.length));
    else otherOutput.push(text);
  };
  const server = await startVsCodeServer({
    home: run.home,
    registry: run.registry,
    osv: run.osv,
    env: run.env,
    automation: true,
    ...(settings === undefined ? {} : { settings }),
    ...(workspaceTrust === undefined ? {} : { workspaceTrust }),
  });
  let workbench: Workbench | undefined;
  try {
    workbench = await Workbench.open({
      server,
      open: run.open,
      developmentPath: run.developmentPath,
      testsPath: run.testsPath,
      // VS Code calls these two functions of the page, where they exist, while it runs extension tests.
      async prepare(page) {
        await page.exposeFunction('codeAutomationLog', print);
        await page.exposeFunction('codeAutomationExit', (code: number) => exited.resolve(code));
        page.once('crash', () => exited.reject(new Error('The browser page crashed.')));
      },
    });
    const limit = setTimeout(() => exited.reject(new Error(`No end after ${limitMs} ms.`)), limitMs);
    try {
      return await exited.promise;
    } finally {
      clearTimeout(limit);
      await workbench.close();
    }
  } finally {
    // For whoever looks into a failure: what VS Code and the extension said besides the report.
    const log = path.join(path.dirname(run.testsPath), 'host.log');
    fs.writeFileSync(log, [...otherOutput, server.hostLog()].join('\n'));
    await server.stop();
  }
};

/** VS Code itself, as VSCODE_EXECUTABLE names it. Nobody sits before it: a suite that asks its user for something fails. */
export const runInDesktop: SuiteHost = async (run) => {
  const { home } = run;
  const userData = path.join(home, 'vscode');
  fs.mkdirSync(path.join(userData, 'User'), { recursive: true });
  const settings = { ...quietSettings, ...run.launch.settings };
  fs.writeFileSync(path.join(userData, 'User/settings.json'), JSON.stringify(settings));
  return runTests({
    vscodeExecutablePath: process.env.VSCODE_EXECUTABLE ?? '',
    extensionDevelopmentPath: run.developmentPath,
    extensionTestsPath: run.testsPath,
    extensionTestsEnv: { ...hermeticEnvironment({ home, registry: run.registry, osv: run.osv }), ...run.env },
    launchArgs: [
      run.open,
      `--user-data-dir=${userData}`,
      `--extensions-dir=${path.join(home, 'extensions')}`,
      ...(run.launch.workspaceTrust ? [] : ['--disable-workspace-trust']),
    ],
  });
};
