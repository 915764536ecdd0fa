import type { OperationRow } from '../view/protocol.ts';
import { openOperation } from './feed-row.ts';
import type { View } from './view.ts';

/** Rows that PageUp and PageDown pass. */
const page = 20;

/**
 * The keyboard of the feed. One tab stop: arrows move between rows, Enter opens the page of an operation, Delete takes it
 * back or cancels it (the host asks first), Right goes into the buttons of a row and Left comes back.
 */
export function feedKeys(view: View, rows: readonly OperationRow[], active: number): (event: KeyboardEvent) => void {
  return (event) => {
    const row = rows[active];
    const target = event.target;
    if (row === undefined || !(target instanceof HTMLElement)) return;
    const next = moved(event.key, active, rows.length);
    if (next !== undefined) goTo(view, rows[next], event);
    else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') alongRow(event, target);
    else if (target.getAttribute('role') === 'row') actOn(view, row, event);
  };
}

function moved(key: string, active: number, count: number): number | undefined {
  const wanted: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: count - 1,
  };
  const index = wanted[key];
  return index === undefined ? undefined : Math.max(0, Math.min(count - 1, index));
}

function goTo(view: View, row: OperationRow | undefined, event: KeyboardEvent): void {
  if (row === undefined) return;
  event.preventDefault();
  view.update({ selected: row.id });
  const element = rowElement(event.currentTarget, row.id);
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: 'nearest' });
}

function actOn(view: View, row: OperationRow, event: KeyboardEvent): void {
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    openOperation(view, row);
  } else if (event.key === 'Delete') {
    event.preventDefault();
    if (row.canRollBack) view.post({ type: 'rollBack', operation: row.id });
    else if (row.canCancel) view.post({ type: 'cancel', operation: row.id });
  }
}

/** Stops of a row from left to right: the row itself, then its buttons. */
function alongRow(event: KeyboardEvent, target: HTMLElement): void {
  const row = target.closest<HTMLElement>('[role=row]');
  if (row === null) return;
  const stops = [row, ...row.querySelectorAll<HTMLElement>('button, vscode-button')];
  stops[stops.indexOf(target) + (event.key === 'ArrowRight' ? 1 : -1)]?.focus();
  event.preventDefault();
}

function rowElement(grid: EventTarget | null, id: string): HTMLElement | null {
  return (grid as HTMLElement).querySelector<HTMLElement>(`[data-key="${CSS.escape(`op|${id}`)}"]`);
}
