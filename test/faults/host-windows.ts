import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { shareHome } from '../support/engine.ts';
import { packVsix } from '../support/pack-vsix.ts';
import type { TempProject } from '../support/temp-project.ts';
import { startVsCodeServer, type VsCodeServer } from '../support/vscode-server.ts';
import { Workbench } from '../support/workbench.ts';
import type { FaultOperation } from './operations.ts';
import { descendantsOf, killHard } from '../support/process-tree.ts';
import { hostsBelow, isHost } from '../support/extension-hosts.ts';
import { newestRow } from './project-state.ts';

/**
 * What can be set in motion in a window. It has nothing that updates or removes a package: what a rollback there takes back
 * may be either.
 */
export const hostKinds = [
  'install',
  'rollback',
  'restore',
  'build',
  'settle',
] as const satisfies readonly FaultOperation['kind'][];
export type HostKind = (typeof hostKinds)[number];

const patienceMs = 60_000;
/** Longer than a message takes to be drawn. */
const cancelMs = 2_000;

/** Windows of a real VS Code with the packed extension, one after another, to be killed in the middle of their work. */
export class HostWindows {
  readonly #server: VsCodeServer;
  /** Extension hosts of windows that are closed: a server keeps them for a while, in case their window comes back. */
  readonly #old = new Set<number>();

  private constructor(server: VsCodeServer) {
    this.#server = server;
  }

  /** `env`: with the package manager on its PATH. */
  static async open(registry: { readonly url: string }, env: Readonly<Record<string, string>>): Promise<HostWindows> {
    return new HostWindows(await startVsCodeServer({ vsix: await packVsix(), registry, env }));
  }

  /** Where operations leave what is temporary. */
  get temporary(): string {
    return path.join(this.#server.home, 'tmp');
  }

  close(): Promise<void> {
    return this.#server.stop();
  }

  /** Gives a project to the user of these windows, and to the command line in it. */
  adopt(app: TempProject): void {
    shareHome(app, this.#server.home);
  }

  /** What a project needs besides, so that the operation can be set in motion in a window. */
  prepare(app: TempProject, kind: HostKind): void {
    if (kind === 'install') app.write('missing.js', "require('tree-extra');\n");
  }

  /**
   * Opens a window, sets the operation in motion, waits for `reached` and kills the extension host, with all that it has
   * started or alone. `reached` is given what cancels the operation as a user does.
   */
  async kill(
    app: TempProject,
    kind: HostKind,
    whole: boolean,
    reached: (cancel: () => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const workbench = await Workbench.open({ server: this.#server, open: app.folder });
    try {
      await statusOf(workbench).waitFor({ timeout: patienceMs });
      // Looked up before: some states last for milliseconds.
      const host = this.#host();
      await begin(workbench, kind);
      await reached(() => cancel(workbench));
      for (const pid of [host, ...(whole ? descendantsOf(host) : [])]) killHard(pid);
      await gone(host);
    } finally {
      await workbench.close();
    }
  }

  /** Opens a window on the folder; whoever asked for it closes it. */
  async show(app: TempProject): Promise<Workbench> {
    const workbench = await Workbench.open({ server: this.#server, open: app.folder });
    await statusOf(workbench).waitFor({ timeout: patienceMs });
    return workbench;
  }

  /** Opens a new window on the folder and waits until what was left there has been put right. */
  async reopen(app: TempProject): Promise<readonly string[]> {
    const workbench = await Workbench.open({ server: this.#server, open: app.folder });
    try {
      await statusOf(workbench).waitFor({ timeout: patienceMs });
      const records = path.join(this.#server.home, 'quartermaster/write-ahead');
      const deadline = performance.now() + patienceMs;
      for (;;) {
        const status = newestRow(app)?.status;
        const isOpen = status === 'queued' || status === 'running';
        if (!isOpen && (!fs.existsSync(records) || fs.readdirSync(records).length === 0)) return [];
        if (performance.now() > deadline) return [`the next window left it ${status ?? 'without a row'}`];
        await delay(50);
      }
    } finally {
      const host = this.#host();
      await workbench.close();
      // Its window is not coming back, and it must not work beside the next one.
      for (const pid of [host, ...descendantsOf(host)]) killHard(pid);
      await gone(host);
    }
  }

  /** The process of the one window that is open. */
  #host(): number {
    const hosts = hostsBelow(this.#server.pid).filter((pid) => !this.#old.has(pid));
    const [host] = hosts;
    if (host === undefined || hosts.length > 1) throw new Error(`${hosts.length} extension hosts`);
    this.#old.add(host);
    return host;
  }
}

export function statusOf(workbench: Workbench): Locator {
  return workbench.statusBarItem('quartermaster.quartermaster.status');
}

/** Does what a user does, and leaves it running. */
async function begin(workbench: Workbench, kind: HostKind): Promise<void> {
  const status = statusOf(workbench);
  switch (kind) {
    case 'install':
      await status.filter({ hasText: '1 missing' }).waitFor({ timeout: patienceMs });
      return workbench.command('Quartermaster: Install Missing Packages');
    case 'restore':
      await status.filter({ hasText: /missing|not installed/i }).waitFor({ timeout: patienceMs });
      return workbench.command('Quartermaster: Install Dependencies');
    case 'rollback': {
      await workbench.command('Quartermaster: Roll Back an Operation…');
      await workbench.pick(/tree-extra/);
      return workbench.dialog().getByRole('button', { name: 'Roll Back', exact: true }).click();
    }
    case 'build': {
      const sidebar = await workbench.openSidebar('Quartermaster');
      await sidebar.button(/^Build… tree-native/).click({ timeout: patienceMs });
      return workbench.dialog().getByRole('button', { name: 'Build', exact: true }).click();
    }
    case 'settle': {
      const sidebar = await workbench.openSidebar('Quartermaster');
      await sidebar.frame.getByRole('row').filter({ hasText: 'tree-extra' }).first().click({ timeout: patienceMs });
      const panel = await workbench.openPanel();
      await panel.button('Put Back What Was Before…').click({ timeout: patienceMs });
      return workbench.dialog().getByRole('button', { name: 'Put Back' }).click();
    }
  }
}

/** By the button of the notification that tells of it; one that has ended by then is left so. */
async function cancel(workbench: Workbench): Promise<void> {
  const button = workbench.page.locator('.notification-toast').getByRole('button', { name: 'Cancel' });
  await button
    .first()
    .click({ timeout: cancelMs })
    .catch(() => undefined);
}

/** Dead, and not only told to be. */
async function gone(pid: number): Promise<void> {
  while (isHost(pid)) await delay(5);
}
