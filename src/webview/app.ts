import { config } from '@vscode/l10n';
import { render } from 'lit';
import type { OperationDetails } from '../view/details-facts.ts';
import { formPrefix, rulesId } from '../view/rule-facts.ts';
import type { DashboardState, HostMessage, Surface, WebviewMessage } from '../view/protocol.ts';
import { Feed, type Anchor } from './feed.ts';
import { restoreFocus, type Focus, rememberFocus } from './focus.ts';
import { createFormats, type Formats } from './formats.ts';
import { shell } from './shell.ts';
import { readUiState, type UiState, type VsCodeApi } from './vscode-api.ts';

const second = 1000;
const halfMinute = 30_000;
/** Scrolling is kept once it has come to rest. */
const keepAfter = 200;

/** What the host said last. */
interface Told {
  readonly state: DashboardState;
  readonly surface: Surface;
  readonly formats: Formats;
  readonly sequence: number;
  /** The host's clock minus ours, in milliseconds. */
  readonly clockShift: number;
}

/** Draws what the host says into the page, keeps what the user did to it, and tells the host what the user wants. */
export class App {
  readonly #root: HTMLElement;
  readonly #api: VsCodeApi;
  readonly #feed = new Feed();
  #ui: UiState;
  #told: Told | undefined;
  #frame = 0;
  #keeper: ReturnType<typeof setTimeout> | undefined;
  #ticker: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement, api: VsCodeApi) {
    this.#root = root;
    this.#api = api;
    this.#ui = readUiState(api.getState());
  }

  start(): void {
    addEventListener('message', ({ data }: MessageEvent<HostMessage>) => this.#receive(data));
    addEventListener('scroll', () => this.#onScroll(), { passive: true });
    addEventListener('resize', () => this.#schedule());
    addEventListener('keydown', (event) => this.#onKey(event));
    this.#api.postMessage({ type: 'ready' });
  }

  #receive(message: HostMessage): void {
    const clockShift = Date.parse(message.state.now) - Date.now();
    if (message.type === 'init') {
      const first = this.#told === undefined;
      if (message.l10n !== undefined) config({ contents: message.l10n });
      const { state, surface, sequence } = message;
      this.#told = { state, surface, sequence, clockShift, formats: createFormats(message.locale) };
      this.#root.className = surface;
      this.#draw();
      if (first) this.#resume(state, surface);
    } else if (message.type === 'state' && this.#told !== undefined && message.sequence > this.#told.sequence) {
      const before = idOf(this.#told.state.details);
      const anchor = before === undefined ? this.#feed.anchor() : undefined;
      this.#told = { ...this.#told, state: message.state, sequence: message.sequence, clockShift };
      if (idOf(message.state.details) === before) this.#draw(anchor);
      else this.#turn(before, idOf(message.state.details));
    }
  }

  /** The page was made anew: the operation that was open is asked for again, unless the host shows another. */
  #resume({ details }: DashboardState, surface: Surface): void {
    const { opened } = this.#ui;
    if (details !== undefined) this.#update({ opened: idOf(details) });
    else if (surface === 'panel' && opened !== undefined) this.#reopen(opened);
    else this.#scrollBack(this.#ui.scroll);
  }

  /** The form of a rule is not opened again: its rule may be another by now. */
  #reopen(id: string): void {
    if (id === rulesId || id.startsWith(formPrefix)) this.#post({ type: 'openRules', folder: null });
    else this.#post({ type: 'openOperation', operation: id });
  }

  /** From the feed to the page of an operation or a package and back: to its head, and again to the row where the user was. */
  #turn(from: string | undefined, to: string | undefined): void {
    const leftOne = to === undefined && this.#told?.state.operations.some(({ id }) => id === from) === true;
    const leftForm = from?.startsWith(formPrefix) === true;
    this.#update({
      opened: to,
      ...(leftOne ? { selected: from } : {}),
      ...(leftForm ? { draft: undefined } : {}),
    });
    scrollTo(0, to === undefined ? this.#ui.scroll : 0);
    this.#draw();
    const keys = to === undefined ? ['op', 'missing', 'mismatched'].map((list) => `${list}|${from}`) : ['details'];
    this.#focus(keys, { preventScroll: true });
    if (to === rulesId && leftForm && this.#ui.rule !== undefined) {
      this.#focus(['edit', 'override'].map((button) => `rule|${this.#ui.rule}|${button}`));
    }
  }

  #focus(keys: readonly string[], options: FocusOptions = {}): void {
    const selector = keys.map((key) => `[data-key="${CSS.escape(key)}"]`).join();
    this.#root.querySelector<HTMLElement>(selector)?.focus(options);
  }

  #onKey(event: KeyboardEvent): void {
    const inList = event.target instanceof Element && event.target.closest('vscode-single-select, select') !== null;
    const open = idOf(this.#told?.state.details);
    if (event.key !== 'Escape' || event.defaultPrevented || inList || open === undefined) return;
    // What was typed is not thrown away by one key.
    if (this.#ui.draft?.form === open) return;
    event.preventDefault();
    this.#post({ type: 'closeOperation' });
  }

  /** The page is as long as it was only when the elements inside have drawn themselves: a frame later. */
  #scrollBack(to: number): void {
    requestAnimationFrame(() => {
      this.#draw();
      scrollTo(0, to);
    });
  }

  /** Redraws at once, so that a handler can move the focus to what it asked for. */
  readonly #update = (change: Partial<UiState>): void => {
    this.#ui = { ...this.#ui, ...change };
    this.#api.setState(this.#ui);
    this.#draw();
  };

  readonly #post = (message: WebviewMessage): void => this.#api.postMessage(message);

  #draw(anchor?: Anchor): void {
    if (this.#told === undefined) return;
    const focus = rememberFocus(this.#root);
    this.#render(this.#told);
    // What was measured may ask for other rows, and these for another measure; it settles at once.
    if (this.#feed.measure(this.#root)) this.#render(this.#told);
    const shift = anchor ? this.#feed.shiftOf(anchor) : 0;
    if (shift !== 0) scrollBy({ top: shift, behavior: 'instant' });
    if (this.#feed.measure(this.#root)) this.#render(this.#told);
    this.#settle(focus);
  }

  #settle(focus: Focus | undefined): void {
    restoreFocus(this.#root, focus);
    clearTimeout(this.#ticker);
    const running = this.#told !== undefined && isRunning(this.#told.state);
    this.#ticker = setTimeout(() => this.#draw(), running ? second : halfMinute);
  }

  #render({ state, surface, formats, clockShift }: Told): void {
    const now = Date.now() + clockShift;
    const { update, post, feed, ui } = { update: this.#update, post: this.#post, feed: this.#feed, ui: this.#ui };
    render(shell({ state, surface, formats, now, ui, feed, post, update }), this.#root);
  }

  #onScroll(): void {
    // What is kept is the place in the feed: it is gone back to.
    if (this.#told?.state.details !== undefined) return;
    if (this.#feed.scrolled()) this.#schedule();
    this.#ui = { ...this.#ui, scroll: scrollY };
    clearTimeout(this.#keeper);
    this.#keeper = setTimeout(() => this.#api.setState(this.#ui), keepAfter);
  }

  #schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }
}

/** Of the operation, or of the row of the package. */
function idOf(details: OperationDetails | undefined): string | undefined {
  return details?.kind === 'operation' ? details.row.id : details?.id;
}

function isRunning({ operations, details }: DashboardState): boolean {
  const isOpenOne = details?.kind === 'operation' && details.row.state === 'running';
  return isOpenOne || operations.some(({ state }) => state === 'running');
}
