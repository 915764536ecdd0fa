/** What of a set of names was asked about, by the half that limits may be tuned on and the one that is only looked at. */
export interface NameSet {
  readonly name: string;
  readonly tuned: readonly boolean[];
  readonly heldOut: readonly boolean[];
  /** In percent, of both halves. */
  readonly bar?: { readonly atLeast: number } | { readonly atMost: number };
}

export function printTable(sets: readonly NameSet[]): void {
  printLine(['set', 'half', 'names', 'asked', '', 'bar', '']);
  for (const { name, tuned, heldOut, bar } of sets) {
    const all = [...tuned, ...heldOut];
    printLine([name, 'tuned', ...figures(tuned), '', '']);
    printLine(['', 'held out', ...figures(heldOut), '', '']);
    printLine(['', 'both', ...figures(all), barText(bar), verdict(percent(all), bar)]);
  }
}

/** In columns of the table's widths. */
export function printLine(cells: readonly string[]): void {
  const widths = [52, 9, 7, 7, 9, 9, 7];
  const padded = cells.map((cell, index) =>
    index < 2 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
  );
  console.log(padded.join(' ').trimEnd());
}

/** Nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function percent(asked: readonly boolean[]): number {
  return (asked.filter(Boolean).length / asked.length) * 100;
}

function figures(asked: readonly boolean[]): readonly string[] {
  return [String(asked.length), String(asked.filter(Boolean).length), `${percent(asked).toFixed(2)} %`];
}

function barText(bar: NameSet['bar']): string {
  if (bar === undefined) return '';
  return 'atLeast' in bar ? `>= ${bar.atLeast} %` : `<= ${bar.atMost} %`;
}

function verdict(share: number, bar: NameSet['bar']): string {
  if (bar === undefined) return '';
  const met = 'atLeast' in bar ? share >= bar.atLeast : share <= bar.atMost;
  return met ? 'ok' : 'MISSED';
}
