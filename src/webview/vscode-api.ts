import type { OperationId } from '../model/operation.ts';
import type { WebviewMessage } from '../view/protocol.ts';
import { readDraft, type RuleDraft } from '../view/rule-draft.ts';

/** What VS Code puts into every webview; to be asked for once. */
export interface VsCodeApi {
  postMessage(message: WebviewMessage): void;
  getState(): unknown;
  setState(state: UiState): void;
}

declare global {
  function acquireVsCodeApi(): VsCodeApi;
}

export const feedFilters = ['all', 'running', 'needs-you', 'failed'] as const;
export type FeedFilter = (typeof feedFilters)[number];

/** What was typed into the form of a rule. */
export interface KeptDraft {
  /** The opening of the form that it belongs to. */
  readonly form: string;
  readonly fields: RuleDraft;
  /** Its user asked for something: what is wrong is said. */
  readonly checked: boolean;
}

/** What the user did to the page itself. It outlives hiding, reload and restart; nothing in it gives power. */
export interface UiState {
  readonly text: string;
  readonly filter: FeedFilter;
  readonly selected: OperationId | undefined;
  /** The operation, or the row of the package, whose page is open. */
  readonly opened: string | undefined;
  /** Rows of missing packages that show all their places. */
  readonly unfolded: readonly string[];
  readonly draft: KeptDraft | undefined;
  /** Row of the rule whose form was opened last: it gets the focus again. */
  readonly rule: string | undefined;
  /** Sections of the sidebar that were closed. */
  readonly closed: readonly string[];
  readonly scroll: number;
}

const fresh: UiState = {
  text: '',
  filter: 'all',
  selected: undefined,
  opened: undefined,
  unfolded: [],
  draft: undefined,
  rule: undefined,
  closed: [],
  scroll: 0,
};

/** The kept state, field by field: it may come from another version of the extension. */
export function readUiState(kept: unknown): UiState {
  if (typeof kept !== 'object' || kept === null) return fresh;
  const from = kept as Partial<Record<keyof UiState, unknown>>;
  return {
    text: textOr(from.text, ''),
    filter: feedFilters.find((filter) => filter === from.filter) ?? 'all',
    selected: textOr(from.selected, undefined),
    opened: textOr(from.opened, undefined),
    unfolded: texts(from.unfolded),
    draft: draftIn(from.draft),
    rule: textOr(from.rule, undefined),
    closed: texts(from.closed),
    scroll: typeof from.scroll === 'number' && Number.isFinite(from.scroll) ? from.scroll : 0,
  };
}

function draftIn(kept: unknown): KeptDraft | undefined {
  if (typeof kept !== 'object' || kept === null || !('form' in kept && 'fields' in kept && 'checked' in kept))
    return undefined;
  const [form, fields] = [kept.form, readDraft(kept.fields)];
  return typeof form === 'string' && fields !== undefined
    ? { form, fields, checked: kept.checked === true }
    : undefined;
}

function textOr<T>(value: unknown, fallback: T): string | T {
  return typeof value === 'string' ? value : fallback;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
