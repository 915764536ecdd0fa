/** A column of rows of one height, one of which may have an open block below it. Pixels. */
export interface VirtualColumn {
  readonly count: number;
  readonly rowHeight: number;
  /** Index of the row with the open block; -1: none. */
  readonly openIndex: number;
  readonly openHeight: number;
}

interface VirtualRange {
  /** First row to draw. */
  readonly start: number;
  /** One past the last. */
  readonly end: number;
}

/** Rows that touch a span of the column, with `spare` more on each side. `top` may be negative. */
export function visibleRange(column: VirtualColumn, top: number, height: number, spare: number): VirtualRange {
  const first = indexAt(column, top) - spare;
  const last = indexAt(column, top + height) + 1 + spare;
  const start = Math.max(0, Math.min(first, column.count));
  return { start, end: Math.max(start, Math.min(last, column.count)) };
}

/** Where a row begins. */
export function rowTop({ rowHeight, openIndex, openHeight }: VirtualColumn, index: number): number {
  return index * rowHeight + (openIndex >= 0 && index > openIndex ? openHeight : 0);
}

export function columnHeight(column: VirtualColumn): number {
  return column.count * column.rowHeight + (column.openIndex >= 0 ? column.openHeight : 0);
}

/** The row at a height; may lie outside of the column. */
function indexAt({ rowHeight, openIndex, openHeight }: VirtualColumn, y: number): number {
  const blockTop = (openIndex + 1) * rowHeight;
  if (openIndex < 0 || y < blockTop) return Math.floor(y / rowHeight);
  return y < blockTop + openHeight ? openIndex : Math.floor((y - openHeight) / rowHeight);
}
