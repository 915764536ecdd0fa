import { randomBytes } from 'node:crypto';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { errorText } from '../../../base/errors.ts';
import { DisposableStore, type Disposable } from '../../../base/lifecycle.ts';
import type { Log } from '../../../ports/log.ts';
import { dashboardHtml } from '../../../view/dashboard-html.ts';
import { isRuleMessage } from '../../../view/rule-messages.ts';
import {
  parseWebviewMessage,
  type DashboardState,
  type L10nContents,
  type Surface,
  type WebviewMessage,
} from '../../../view/protocol.ts';
import { panelType } from '../contributions.ts';
import type { FolderEntry, Folders } from '../folders.ts';
import type { Ui } from '../ui.ts';
import { DashboardModel } from './dashboard-model.ts';
import { answerMessage } from './dashboard-messages.ts';
import { OperationPage } from './operation-page.ts';
import { Pushes } from './pushes.ts';
import { answerRuleMessage } from './rule-answers.ts';
import { RulesPage } from './rules-page.ts';

/** The dashboard as a view of the sidebar and as a panel of the editor: one page, two hosts. */
export function registerDashboard(context: vscode.ExtensionContext, folders: Folders, ui: Ui, log: Log): Disposable {
  const store = new DisposableStore();
  const model = new DashboardModel({
    folders,
    isTrusted: () => vscode.workspace.isTrusted,
    now: () => folders.clock.now(),
    failed: onceEach((entry, error) => log.error(`the history of ${entry.engine.root} could not be read`, error)),
  });
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
  // Our own messages name the operation that they tell of; a menu of the editor may pass something else.
  const open = (row: unknown): void => pages.showPanel(typeof row === 'string' ? row : undefined);
  store.add(vscode.commands.registerCommand('quartermaster.openDashboard', open));
  store.add(vscode.commands.registerCommand('quartermaster.openRules', () => pages.showRules(undefined)));
  store.add(folders.onDidChange(() => pages.refresh()));
  store.add(folders.onDidChangeFolders(() => pages.refresh()));
  return store;
}

/** The page asks every few seconds: an error that stays is written down once. */
function onceEach(told: (entry: FolderEntry, error: unknown) => void): (entry: FolderEntry, error: unknown) => void {
  const last = new WeakMap<FolderEntry, string>();
  return (entry, error) => {
    const text = errorText(error);
    if (last.get(entry) !== text) told(entry, error);
    last.set(entry, text);
  };
}

interface Page {
  readonly surface: Surface;
  readonly webview: vscode.Webview;
  isVisible(): boolean;
}

class Pages implements Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #model: DashboardModel;
  readonly #folders: Folders;
  readonly #ui: Ui;
  readonly #log: Log;
  readonly #pages = new Map<Page, Disposable>();
  readonly #store = new DisposableStore();
  readonly #pushes: Pushes;
  readonly #details: OperationPage;
  readonly #rules: RulesPage;
  #panel: vscode.WebviewPanel | undefined;
  #sequence = 0;

  constructor(context: vscode.ExtensionContext, model: DashboardModel, folders: Folders, ui: Ui, log: Log) {
    this.#context = context;
    this.#model = model;
    this.#folders = folders;
    this.#ui = ui;
    this.#log = log;
    this.#pushes = this.#store.add(new Pushes(() => this.#send(), folders.clock.schedule));
    this.#details = new OperationPage(model, vscode.env.language, () => this.changed());
    this.#rules = new RulesPage(model, () => this.changed());
  }

  /** Opens the panel, at an operation where one is named. */
  showPanel(row: string | undefined): void {
    if (row !== undefined) this.#openDetails(row);
    this.#openPanel();
    this.#send();
  }

  /** Opens the panel at the rules of a folder; undefined: of the one that is shown. */
  showRules(folder: string | undefined): void {
    this.#details.close();
    this.#rules.open(folder);
    this.#openPanel();
    this.#send();
  }

  attachPanel(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    panel.iconPath = { light: this.#uri('media', 'panel-light.svg'), dark: this.#uri('media', 'panel-dark.svg') };
    const page: Page = { surface: 'panel', webview: panel.webview, isVisible: () => panel.visible };
    this.#attach(page);
    panel.onDidChangeViewState(() => panel.visible && this.changed());
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#details.close();
      this.#rules.leave();
      this.#detach(page);
    });
  }

  attachView(view: vscode.WebviewView): void {
    const page: Page = { surface: 'sidebar', webview: view.webview, isVisible: () => view.visible };
    this.#attach(page);
    view.onDidChangeVisibility(() => view.visible && this.changed());
    view.onDidDispose(() => this.#detach(page));
  }

  /** Something that is shown changed. */
  changed(): void {
    this.#pushes.changed();
  }

  /** Something changed in the folders: what a rollback would do may be another thing by now. */
  refresh(): void {
    this.#details.refresh();
    this.#rules.refresh();
    this.changed();
  }

  dispose(): void {
    this.#store.dispose();
    this.#panel?.dispose();
  }

  #openPanel(): void {
    if (this.#panel !== undefined) return this.#panel.reveal();
    const title = t('Quartermaster');
    this.attachPanel(vscode.window.createWebviewPanel(panelType, title, vscode.ViewColumn.Active));
  }

  #openDetails(row: string): void {
    this.#rules.leave();
    this.#details.open(row);
  }

  /** Shows an operation in the panel, which is opened for it where it was not asked for there; undefined: what was there before. */
  #showOperation(row: string | undefined, { surface }: Page): void {
    if (row !== undefined && surface === 'sidebar') return this.showPanel(row);
    if (row !== undefined) this.#openDetails(row);
    else if (this.#rules.isOpen) this.#rules.back();
    else this.#details.close();
    this.#send();
  }

  #attach(page: Page): void {
    this.#pages.set(page, this.#pushes.attach());
    const { webview } = page;
    webview.options = { enableScripts: true, localResourceRoots: ['dist', 'media'].map((name) => this.#uri(name)) };
    this.#store.add(webview.onDidReceiveMessage((message: unknown) => void this.#receive(page, message)));
    webview.html = this.#html(webview);
  }

  #detach(page: Page): void {
    this.#pages.get(page)?.dispose();
    this.#pages.delete(page);
  }

  async #receive(page: Page, raw: unknown): Promise<void> {
    const message = parseWebviewMessage(raw);
    if (message === undefined) return this.#log.warn('the dashboard sent a message that is none');
    if (message.type === 'ready') {
      const { surface } = page;
      const state = this.#stateFor(surface, this.#model.state());
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
    try {
      await this.#answer(message, page);
    } catch (error) {
      this.#log.error(`what the dashboard asked (${message.type}) failed`, error);
    }
    this.changed();
  }

  async #answer(message: WebviewMessage, page: Page): Promise<void> {
    const [folders, ui, rules] = [this.#folders, this.#ui, this.#rules];
    if (isRuleMessage(message)) {
      return answerRuleMessage(message, { rules, folders, ui, showRules: (folder) => this.showRules(folder) });
    }
    await answerMessage(message, this.#model, folders, ui, (row) => this.#showOperation(row, page));
  }

  #send(): void {
    const visible = [...this.#pages.keys()].filter((page) => page.isVisible());
    if (visible.length === 0) return;
    const state = this.#model.state();
    const sequence = ++this.#sequence;
    for (const page of visible) {
      void page.webview.postMessage({ type: 'state', sequence, state: this.#stateFor(page.surface, state) });
    }
  }

  /** The sidebar has no room for the details of an operation, nor for rules: it opens the panel. */
  #stateFor(surface: Surface, state: DashboardState): DashboardState {
    return surface === 'panel' ? { ...state, details: this.#rules.details() ?? this.#details.details() } : state;
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
