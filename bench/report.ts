import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly unit: 'ms' | 'MB' | 'KB' | '';
  readonly values: readonly number[];
  /** What the median must not exceed; a row without one is there to be read. */
  readonly bar?: number;
  readonly note?: string;
}

/** Rows of one subject; a subject that could not be measured has the reason instead. */
export interface Section {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly error?: string;
  /** Of the machine, one minute before the section ended. */
  readonly load: number;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Nearest rank; NaN of nothing. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  if (share === 0.5 && sorted.length % 2 === 0 && sorted.length > 0) {
    return ((sorted[sorted.length / 2 - 1] as number) + (sorted[sorted.length / 2] as number)) / 2;
  }
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

function verdict({ values, bar }: Row): 'ok' | 'MISSED' | '' {
  if (bar === undefined) return '';
  return median(values) <= bar ? 'ok' : 'MISSED';
}

const widths = [64, 10, 10, 10, 4, 10, 7];

export function printSections(sections: readonly Section[]): void {
  const line = (cells: readonly string[]): void =>
    console.log(cells.map((cell, index) => pad(cell, widths[index] ?? 0, index)).join(' '));
  console.log('');
  line(['what', 'median', 'min', 'p90', 'n', 'bar', 'verdict']);
  for (const { name, rows, error, load } of sections) {
    console.log(`-- ${name} (load ${load.toFixed(1)})`);
    if (error !== undefined) console.log(`   could not be measured: ${error}`);
    for (const row of rows) {
      line(cellsOf(row));
      if (row.note !== undefined) console.log(`   ${row.note}`);
    }
  }
}

function cellsOf(row: Row): readonly string[] {
  const { what, unit, values, bar } = row;
  const show = (value: number): string => (Number.isNaN(value) ? '-' : `${figure(value)} ${unit}`.trim());
  return [
    what,
    show(median(values)),
    show(Math.min(...values)),
    show(quantile(values, 0.9)),
    String(values.length),
    bar === undefined ? '' : `<= ${figure(bar)}`,
    verdict(row),
  ];
}

function figure(value: number): string {
  return Math.abs(value) < 100 && !Number.isInteger(value) ? value.toFixed(1) : value.toFixed(0);
}

function pad(cell: string, width: number, index: number): string {
  return index === 0 || index === widths.length - 1 ? cell.padEnd(width) : cell.padStart(width);
}

/** Writes everything that was measured, value by value. */
export function writeSections(file: string, sections: readonly Section[]): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const machine = { cpu: os.cpus()[0]?.model, cores: os.cpus().length, node: process.version, load: os.loadavg() };
  const judged = sections.map((section) => ({
    ...section,
    rows: section.rows.map((row) => ({ ...row, median: median(row.values), verdict: verdict(row) })),
  }));
  const document = { at: new Date().toISOString(), machine, sections: judged };
  fs.writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
}
