import { randomBytes } from 'node:crypto';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../../base/lifecycle.ts';
import type { Log } from '../../../ports/log.ts';
import { dashboardHtml } from '../../../view/dashboard-html.ts';
import { parseWebviewMessage, type DashboardState, type L10nContents, type Surface } from '../../../view/protocol.ts';
import { panelType } from '../contributions.ts';
import type { Folders } from '../folders.ts';
import type { Ui } from '../ui.ts';
import { DashboardModel } from './dashboard-model.ts';
import { answerMessage } from './dashboard-messages.ts';

/** Several changes within this time are one message: a push is seen within 200 ms all the same. */
const pushMs = 60;
/** The safety net beside the pushes. */
const refreshMs = 5_000;

/** The dashboard as a view of the sidebar and as a panel of the editor: one page, two hosts. */
export function registerDashboard(context: vscode.ExtensionContext, folders: Folders, ui: Ui, log: Log): Disposable {
  const store = new DisposableStore();
  const model = new DashboardModel(folders);
  const pages = new Pages(context, model, folders, ui, log);
  store.add(pages);
  store.add(
    vscode.window.registerWebviewViewProvider('quartermaster.dashboard', {
      resolveWebviewView: (view) => pages.attachView(view),
    }),
  );
  store.add(
    vscode.window.registerWebviewPanelSerializer(panelType, {
      deserializeWebviewPanel: async (panel) => pages.attachPanel(panel),
    }),
  );
  store.add(vscode.commands.registerCommand('quartermaster.openDashboard', () => pages.openPanel()));
  store.add(folders.onDidChange(() => pages.changed()));
  store.add(folders.onDidChangeFolders(() => pages.changed()));
  return store;
}

interface Page {
  readonly webview: vscode.Webview;
  isVisible(): boolean;
}

class Pages implements Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #model: DashboardModel;
  readonly #folders: Folders;
  readonly #ui: Ui;
  readonly #log: Log;
  readonly #pages = new Set<Page>();
  readonly #store = new DisposableStore();
  #panel: vscode.WebviewPanel | undefined;
  #sequence = 0;
  #push: NodeJS.Timeout | undefined;
  #refresh: NodeJS.Timeout | undefined;

  constructor(context: vscode.ExtensionContext, model: DashboardModel, folders: Folders, ui: Ui, log: Log) {
    this.#context = context;
    this.#model = model;
    this.#folders = folders;
    this.#ui = ui;
    this.#log = log;
  }

  openPanel(): void {
    if (this.#panel !== undefined) return this.#panel.reveal();
    const title = t('Quartermaster');
    this.attachPanel(vscode.window.createWebviewPanel(panelType, title, vscode.ViewColumn.Active));
  }

  attachPanel(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    panel.iconPath = { light: this.#uri('media', 'panel-light.svg'), dark: this.#uri('media', 'panel-dark.svg') };
    const page: Page = { webview: panel.webview, isVisible: () => panel.visible };
    this.#attach(page, 'panel');
    panel.onDidChangeViewState(() => panel.visible && this.changed());
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#detach(page);
    });
  }

  attachView(view: vscode.WebviewView): void {
    const page: Page = { webview: view.webview, isVisible: () => view.visible };
    this.#attach(page, 'sidebar');
    view.onDidChangeVisibility(() => view.visible && this.changed());
    view.onDidDispose(() => this.#detach(page));
  }

  /** Something that is shown changed. */
  changed(): void {
    if (this.#pages.size === 0) return;
    this.#push ??= setTimeout(() => {
      this.#push = undefined;
      this.#send();
    }, pushMs);
  }

  dispose(): void {
    clearTimeout(this.#push);
    clearInterval(this.#refresh);
    this.#store.dispose();
    this.#panel?.dispose();
  }

  #attach(page: Page, surface: Surface): void {
    this.#pages.add(page);
    this.#refresh ??= setInterval(() => this.#send(), refreshMs);
    const { webview } = page;
    webview.options = { enableScripts: true, localResourceRoots: ['dist', 'media'].map((name) => this.#uri(name)) };
    this.#store.add(webview.onDidReceiveMessage((message: unknown) => void this.#receive(page, surface, message)));
    webview.html = this.#html(webview);
  }

  #detach(page: Page): void {
    this.#pages.delete(page);
    if (this.#pages.size > 0) return;
    clearInterval(this.#refresh);
    this.#refresh = undefined;
  }

  async #receive(page: Page, surface: Surface, raw: unknown): Promise<void> {
    const message = parseWebviewMessage(raw);
    if (message === undefined) return this.#log.warn('the dashboard sent a message that is none');
    if (message.type === 'ready') {
      const state = this.#model.state();
      const l10n = vscode.l10n.bundle as L10nContents | undefined;
      await page.webview.postMessage({
        type: 'init',
        sequence: ++this.#sequence,
        state,
        surface,
        locale: vscode.env.language,
        l10n,
      });
      return;
    }
    await answerMessage(message, this.#model, this.#folders, this.#ui);
    this.changed();
  }

  #send(): void {
    const visible = [...this.#pages].filter((page) => page.isVisible());
    if (visible.length === 0) return;
    const state: DashboardState = this.#model.state();
    const sequence = ++this.#sequence;
    for (const page of visible) void page.webview.postMessage({ type: 'state', sequence, state });
  }

  #html(webview: vscode.Webview): string {
    const uri = (...path: string[]): string => webview.asWebviewUri(this.#uri(...path)).toString();
    return dashboardHtml({
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('hex'),
      scriptUri: uri('dist', 'webview.js'),
      styleUri: uri('dist', 'webview.css'),
      codiconUri: uri('dist', 'codicons', 'codicon.css'),
      lang: vscode.env.language,
      title: t('Quartermaster'),
    });
  }

  #uri(...path: string[]): vscode.Uri {
    return vscode.Uri.joinPath(this.#context.extensionUri, ...path);
  }
}
