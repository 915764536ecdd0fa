import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { BusyState, DashboardState, ErrorFacts, Surface, WebviewMessage } from '../view/protocol.ts';
import type { Feed } from './feed.ts';
import type { Formats } from './formats.ts';
import type { UiState } from './vscode-api.ts';
import { stateMark, type Mark } from './words.ts';

/** What a part of the page is drawn from. Drawing changes nothing; `post` and `update` are for its event handlers. */
export interface View {
  readonly state: DashboardState;
  readonly surface: Surface;
  readonly ui: UiState;
  readonly formats: Formats;
  /** The host's clock, in milliseconds. */
  readonly now: number;
  readonly feed: Feed;
  readonly post: (message: WebviewMessage) => void;
  readonly update: (change: Partial<UiState>) => void;
}

export type Part = TemplateResult | typeof nothing;

/** A decorative icon; its word stands beside it or in the name of its button. */
export function icon(name: string, tone = ''): TemplateResult {
  return html`<span
    class="codicon codicon-${name} ${tone} ${name === 'loading' ? 'spin' : ''}"
    aria-hidden="true"
  ></span>`;
}

/** A mark where there is no room for its word: tooltip and screen reader text. */
export function markIcon({ icon: name, tone, word }: Mark): TemplateResult {
  return html`<span class="mark" title=${word}>${icon(name, tone)}<span class="sr">${word}</span></span>`;
}

/** In place of a button whose work is under way: `running` says what it does, else why it has not begun. */
export function busyWord(state: BusyState, running: string): TemplateResult {
  const { icon: name, tone, word } = stateMark(state);
  return html`<span class="busy small dim nw">${icon(name, tone)}${state === 'running' ? running : word}</span>`;
}

/** What went wrong and what to do, where it is said in place. */
export function errorLine({ code, message, hint }: ErrorFacts): TemplateResult {
  return html`<div class="error" role="alert">
    ${icon('error', 'bad')}
    <p class="grow"><span class="b">${message}</span> ${hint} <span class="dim nw small">${code}</span></p>
  </div>`;
}

interface IconButton {
  readonly icon: string;
  readonly label: string;
  readonly run: (event: Event) => void;
  /** Finds the button again after a redraw that moved it; parts from the outside to the inside, split by `|`. */
  readonly key: string;
  readonly tabindex?: -1;
}

export function iconButton(button: IconButton): TemplateResult {
  return html`<button
    type="button"
    class="ib"
    data-key=${button.key}
    tabindex=${ifDefined(button.tabindex)}
    aria-label=${button.label}
    title=${button.label}
    @click=${button.run}
  >
    ${icon(button.icon)}
  </button>`;
}

interface TextButton {
  readonly text: string;
  /** A longer name, starting with the text; undefined: the text says it all. */
  readonly label?: string;
  readonly run: (event: Event) => void;
  readonly key: string;
  readonly primary?: boolean;
  readonly block?: boolean;
  readonly tabindex?: -1;
}

export function textButton(button: TextButton): TemplateResult {
  return html`<vscode-button
    class=${button.block ? '' : 'sm'}
    ?secondary=${!button.primary}
    ?block=${button.block ?? false}
    data-key=${button.key}
    .tabIndex=${button.tabindex ?? 0}
    aria-label=${ifDefined(button.label)}
    title=${ifDefined(button.label)}
    @click=${button.run}
    >${button.text}</vscode-button
  >`;
}

/** Leaves the place; looks like a link, is a button, since there is no address to go to. */
export function linkButton(text: string, key: string, run: (event: Event) => void, label?: string): TemplateResult {
  return html`<button
    type="button"
    class="link"
    data-key=${key}
    aria-label=${ifDefined(label)}
    title=${ifDefined(label)}
    @click=${run}
  >
    ${text}
  </button>`;
}

/** The page's one heading of the first level: the editor shows the name already, a screen reader has to hear it. */
export function pageHeading(): TemplateResult {
  return html`<h1 class="sr">${t({ message: 'Quartermaster', args: [], comment: 'The name of the product.' })}</h1>`;
}
