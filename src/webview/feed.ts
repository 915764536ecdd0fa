import type { DashboardState, OperationRow } from '../view/protocol.ts';
import { openStates } from '../view/operation-rows.ts';
import { operationTitle } from './operation-title.ts';
import type { View } from './view.ts';
import { rowTop, visibleRange, type VirtualColumn } from './virtual-range.ts';
import type { FeedFilter } from './vscode-api.ts';
import { triggerName } from './words.ts';

/** Also in dashboard.css. */
const rowHeight = 24;
const spareRows = 12;

/** What of the feed is to be drawn now. */
interface FeedWindow {
  readonly rows: readonly OperationRow[];
  /** Indexes to draw: those in sight, and the one that holds the tab stop, so that focus never falls out of the page. */
  readonly drawn: readonly number[];
  /** Index of the row with the tab stop; -1 in an empty feed. */
  readonly active: number;
  readonly column: VirtualColumn;
}

/** Where a row stood on the screen before a redraw. */
export interface Anchor {
  readonly id: string;
  readonly top: number;
}

/**
 * Keeps what the virtual list of operations needs from one drawing to the next: the filtered rows, and what was measured
 * of the page. The page itself scrolls; the list only draws what is in sight.
 */
export class Feed {
  #rows: readonly OperationRow[] = [];
  #made: readonly unknown[] = [];
  #bodyTop = 0;
  #range = '';
  #body: HTMLElement | undefined;

  /** Rows that pass filter and text; computed anew only if one of them changed. */
  rows({ state, ui, formats }: Pick<View, 'state' | 'ui' | 'formats'>): readonly OperationRow[] {
    const from = [state.operations, ui.filter, ui.text];
    if (from.some((part, index) => part !== this.#made[index])) {
      const words = ui.text.trim().toLowerCase();
      this.#made = from;
      this.#rows = state.operations.filter(
        (row) =>
          passes(row, ui.filter) && (words === '' || searchable(row, operationTitle(row, formats)).includes(words)),
      );
    }
    return this.#rows;
  }

  window(view: View): FeedWindow {
    const rows = this.rows(view);
    const column = columnOf(rows);
    const { start, end } = visibleRange(column, -this.#bodyTop, innerHeight, spareRows);
    this.#range = `${start}-${end}`;
    const active = rows.length === 0 ? -1 : Math.max(0, indexOf(rows, view.ui.selected));
    const drawn = Array.from({ length: end - start }, (_, offset) => start + offset);
    if (active >= 0 && active < start) drawn.unshift(active);
    else if (active >= end) drawn.push(active);
    return { rows, drawn, active, column };
  }

  /** After a drawing: true if what was measured asks for another one. */
  measure(root: ParentNode): boolean {
    this.#body = root.querySelector<HTMLElement>('.feed-body') ?? undefined;
    return this.scrolled();
  }

  /** True if other rows than the drawn ones came into sight. */
  scrolled(): boolean {
    if (this.#body === undefined) return false;
    this.#bodyTop = this.#body.getBoundingClientRect().top;
    const { start, end } = visibleRange(columnOf(this.#rows), -this.#bodyTop, innerHeight, spareRows);
    return `${start}-${end}` !== this.#range;
  }

  /** The first row in sight, if the user has scrolled into the list: rows that come in above must not push it away. */
  anchor(): Anchor | undefined {
    if (this.#body === undefined) return undefined;
    const bodyTop = this.#body.getBoundingClientRect().top;
    if (bodyTop >= 0) return undefined;
    const column = columnOf(this.#rows);
    const index = visibleRange(column, -bodyTop, 0, 0).start;
    const row = this.#rows[index];
    return row && { id: row.id, top: bodyTop + rowTop(column, index) };
  }

  /** How far the anchored row has moved since. */
  shiftOf({ id, top }: Anchor): number {
    const index = indexOf(this.#rows, id);
    if (this.#body === undefined || index < 0) return 0;
    return this.#body.getBoundingClientRect().top + rowTop(columnOf(this.#rows), index) - top;
  }
}

function columnOf(rows: readonly OperationRow[]): VirtualColumn {
  return { count: rows.length, rowHeight };
}

function indexOf(rows: readonly OperationRow[], id: string | undefined): number {
  return id === undefined ? -1 : rows.findIndex((row) => row.id === id);
}

function passes({ state }: OperationRow, filter: FeedFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'running':
      return state === 'running' || state === 'queued' || state === 'paused';
    case 'needs-you':
      return state === 'needs-you';
    case 'failed':
      return state === 'failed' || state === 'rolled-back';
  }
}

function searchable(row: OperationRow, title: string): string {
  const packages = row.packages.map(({ name }) => name);
  return [title, ...packages, row.decidedBy, triggerName(row.trigger), row.error?.message ?? '']
    .join('\n')
    .toLowerCase();
}

/** What the sidebar lists below the rest: what has ended, the newest first. */
export function recentOperations({ operations }: DashboardState): readonly OperationRow[] {
  return operations.filter(({ state }) => !openStates.includes(state)).slice(0, 5);
}
