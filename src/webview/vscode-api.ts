import type { OperationId } from '../model/operation.ts';
import type { WebviewMessage } from '../view/protocol.ts';

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

/** What the user did to the page itself. It outlives hiding, reload and restart; nothing in it gives power. */
export interface UiState {
  readonly page: string;
  readonly text: string;
  readonly filter: FeedFilter;
  readonly selected: OperationId | undefined;
  /** The operation, or the row of the package, whose page is open. */
  readonly opened: string | undefined;
  /** Rows of missing packages that show all their places. */
  readonly unfolded: readonly string[];
  /** Sections of the sidebar that were closed. */
  readonly closed: readonly string[];
  readonly scroll: number;
}

const fresh: UiState = {
  page: 'automation',
  text: '',
  filter: 'all',
  selected: undefined,
  opened: undefined,
  unfolded: [],
  closed: [],
  scroll: 0,
};

/** The kept state, field by field: it may come from another version of the extension. */
export function readUiState(kept: unknown): UiState {
  if (typeof kept !== 'object' || kept === null) return fresh;
  const from = kept as Partial<Record<keyof UiState, unknown>>;
  return {
    page: textOr(from.page, fresh.page),
    text: textOr(from.text, ''),
    filter: feedFilters.find((filter) => filter === from.filter) ?? 'all',
    selected: textOr(from.selected, undefined),
    opened: textOr(from.opened, undefined),
    unfolded: texts(from.unfolded),
    closed: texts(from.closed),
    scroll: typeof from.scroll === 'number' && Number.isFinite(from.scroll) ? from.scroll : 0,
  };
}

function textOr<T>(value: unknown, fallback: T): string | T {
  return typeof value === 'string' ? value : fallback;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
