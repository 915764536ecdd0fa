import type { Locator, Page } from 'playwright-core';
import { retry } from './retry.ts';
import { launchBrowser, type TestBrowser, type WindowSize } from './browser.ts';
import { CodeEditor } from './code-editor.ts';
import { Dashboard } from './dashboard.ts';
import type { VsCodeServer } from './vscode-server.ts';

export interface WorkbenchOptions {
  readonly server: VsCodeServer;
  /** The folder, or the .code-workspace file, to open. */
  readonly open: string;
  /** An extension's folder, loaded as in development; the server has to be started with `automation`. */
  readonly developmentPath?: string;
  /** A compiled suite to run in the extension host; the server has to be started with `automation`. */
  readonly testsPath?: string;
  readonly size?: WindowSize;
  /** Before the page is opened: for what has to be in place from the first moment. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** A theme by its label in VS Code, and the class that the workbench carries while it is in force. */
const themes = {
  dark: { label: 'Dark Modern', className: 'vs-dark' },
  light: { label: 'Light Modern', className: 'vs' },
  highContrastDark: { label: 'Dark High Contrast', className: 'hc-black' },
  highContrastLight: { label: 'Light High Contrast', className: 'hc-light' },
} as const;

export type ThemeName = keyof typeof themes;

const startMs = 60_000;
const stepMs = 20_000;
const retryMs = 3000;

/** What Chromium and VS Code itself say in this set-up; none of it comes from an extension. */
const knownNoise = [
  /Failed to load resource/,
  /ServiceWorker|fetching the script/,
  /authentication provider 'github'/,
  // The page that a reload leaves still writes its own log.
  /Unable to write file 'vscode-log:.*IndexedDB database/,
  // VS Code says so about a reload.
  /\[lifecycle\] Long running operations/,
  // VS Code waits 1.75 s for the extension host before a save. Its own extensions, while they load, make it longer than
  // that on a slow machine; how long ours hold the host up is what bench:editor measures.
  /Aborted onWillSaveTextDocument-event/,
];

/** A VS Code window in a headless browser, driven as a user would: by keys, by clicks, by what can be seen. */
export class Workbench {
  readonly page: Page;
  readonly editor: CodeEditor;
  /** Errors that a page or an extension printed to the console, in order. */
  readonly consoleErrors: string[] = [];
  /** What a content security policy refused, in any frame. */
  readonly policyViolations: string[] = [];
  readonly #browser: TestBrowser;

  private constructor(browser: TestBrowser, page: Page) {
    this.#browser = browser;
    this.page = page;
    this.editor = new CodeEditor(page);
    page.on('pageerror', (error) => this.consoleErrors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#recordError(message.text());
    });
  }

  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage(options.size);
      page.setDefaultTimeout(stepMs);
      const workbench = new Workbench(browser, page);
      await options.prepare?.(page);
      await page.goto(addressOf(options));
      await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: startMs });
      return workbench;
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  /**
   * Runs a command by its title in the command palette, for example "Quartermaster: Install Missing Packages". An open
   * palette does not learn of commands that are registered later, so it is opened again until the command is there.
   */
  async command(title: string): Promise<void> {
    const row = this.page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: title }).first();
    await retry(async () => {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      await this.page.locator('.quick-input-widget input').first().fill(`>${title}`);
      await row.click({ timeout: retryMs });
    });
  }

  /** Chooses a row of the open quick pick, after typing `query` where that is given. */
  async pick(label: string | RegExp, query?: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    const input = widget.locator('input').first();
    if (query !== undefined) {
      await input.waitFor();
      await input.fill(query);
    }
    await widget.locator('.monaco-list-row').filter({ hasText: label }).first().click();
  }

  /**
   * Opens a file of the workspace by its name and waits until its text stands. The list of a slow window is drawn anew
   * under a click, which is then for nothing.
   */
  async openFile(name: string): Promise<void> {
    const fileName = name.split('/').at(-1);
    const tab = this.page.locator(`.tab.active[data-resource-name="${fileName}"]`);
    await retry(async () => {
      await this.page.keyboard.press('Control+P');
      try {
        await this.pick(fileName ?? name, name);
        await tab.waitFor({ timeout: retryMs });
      } catch (error) {
        await this.page.keyboard.press('Escape');
        throw error;
      }
    });
    await this.page.locator('.editor-instance .monaco-editor .view-line').first().waitFor();
  }

  /** Saves the active editor and waits until it is no longer marked as changed. */
  async save(): Promise<void> {
    await this.page.keyboard.press('Control+S');
    await this.page.locator('.tab.active:not(.dirty)').waitFor();
  }

  /** The rows of the Problems panel that hold `text`, as soon as there is one. */
  async problems(text: string | RegExp): Promise<string[]> {
    const rows = this.page.locator('.markers-panel .monaco-list-row').filter({ hasText: text });
    if (!(await this.page.locator('.markers-panel').isVisible())) await this.page.keyboard.press('Control+Shift+M');
    await rows.first().waitFor();
    return (await rows.allInnerTexts()).map((row) => row.replace(/\s+/g, ' ').trim());
  }

  /** An item of the status bar by `<publisher>.<extension>.<item>`. */
  statusBarItem(id: string): Locator {
    return this.page.locator(`.part.statusbar [id="${id}"]`);
  }

  /** A notification as it pops up. VS Code shows none while the server runs with `automation`. */
  toast(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-toast').filter({ hasText: text }).first();
  }

  /** A notification in the notification centre, which is opened for it. */
  async notification(text: string | RegExp): Promise<Locator> {
    const centre = this.page.locator('.notifications-center');
    if (!(await centre.isVisible())) await this.command('Notifications: Show Notifications');
    const item = centre.locator('.notification-list-item').filter({ hasText: text }).first();
    await item.waitFor();
    return item;
  }

  /** The open modal dialog. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** Trusts the opened folder, where the server was started with `workspaceTrust`. */
  async trustFolder(): Promise<void> {
    await this.statusBarItem('status.workspaceTrust').click();
    await this.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await this.page.locator('.workspace-trust-editor.trusted').waitFor();
    // It lies over the workbench.
    await this.page.locator('.modal-editor-action-container a[aria-label^="Close"]').click();
    await this.page.locator('.workspace-trust-editor').waitFor({ state: 'hidden' });
  }

  /** Opens an extension's container in the activity bar and gives the webview in it. */
  async openSidebar(title: string): Promise<Dashboard> {
    const item = this.page.locator(`.activitybar .action-item:has(a[aria-label*="${title}"])`);
    const isOpen = await item.evaluate((element) => element.classList.contains('checked'));
    if (!isOpen) await item.locator('a').first().click();
    return Dashboard.in(this.page, 'sidebar');
  }

  /** The webview in the editor area, after whatever opened it. */
  openPanel(): Promise<Dashboard> {
    return Dashboard.in(this.page, 'panel');
  }

  /** Changes the colour theme as a user does: VS Code does not follow that one setting when its file is changed. */
  async useTheme(theme: ThemeName): Promise<void> {
    const { label, className } = themes[theme];
    await this.command('Preferences: Color Theme');
    await this.page.locator('.quick-input-widget input').first().fill(label);
    await this.page.locator('.quick-input-widget .monaco-list-row.focused').filter({ hasText: label }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator(`.monaco-workbench.${className}`).waitFor();
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** What slides in is not in its place at once: what moves, and will come to an end, is waited for. */
  async screenshot(file: string): Promise<void> {
    await this.page.waitForFunction(`document.getAnimations().every((each) => each.playState !== 'running' ||
      each.effect.getComputedTiming().iterations === Infinity)`);
    await this.page.screenshot({ path: file });
  }

  /** Loads the window again, as after a crash of the browser: the extension host starts anew. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: startMs });
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  #recordError(text: string): void {
    if (/Content Security Policy/i.test(text)) this.policyViolations.push(text);
    else if (!knownNoise.some((pattern) => pattern.test(text))) this.consoleErrors.push(text);
  }
}

function addressOf({ server, open, developmentPath, testsPath }: WorkbenchOptions): string {
  const remote = (path: string): string => `vscode-remote://${server.authority}${path}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  if (developmentPath !== undefined) payload.push(['extensionDevelopmentPath', remote(developmentPath)]);
  if (testsPath !== undefined) payload.push(['extensionTestsPath', remote(testsPath)]);
  const target = open.endsWith('.code-workspace') ? 'workspace' : 'folder';
  const query = new URLSearchParams({ [target]: open, payload: JSON.stringify(payload) });
  return `${server.url}/?${query}`;
}
