/** A column of rows of one height. Pixels. */
export interface VirtualColumn {
  readonly count: number;
  readonly rowHeight: number;
}

interface VirtualRange {
  /** First row to draw. */
  readonly start: number;
  /** One past the last. */
  readonly end: number;
}

/** Rows that touch a span of the column, with `spare` more on each side. `top` may be negative. */
export function visibleRange(column: VirtualColumn, top: number, height: number, spare: number): VirtualRange {
  const first = Math.floor(top / column.rowHeight) - spare;
  const last = Math.floor((top + height) / column.rowHeight) + 1 + spare;
  const start = Math.max(0, Math.min(first, column.count));
  return { start, end: Math.max(start, Math.min(last, column.count)) };
}

/** Where a row begins. */
export function rowTop({ rowHeight }: VirtualColumn, index: number): number {
  return index * rowHeight;
}

export function columnHeight({ count, rowHeight }: VirtualColumn): number {
  return count * rowHeight;
}
