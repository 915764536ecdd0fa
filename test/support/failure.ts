import type { Test } from 'mocha';

const lines = 6;

/** A failed test in a few lines, for the end of a run: its title, and how what it threw begins. */
export function describeFailure(test: Test, error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const beginning = text.split('\n').filter(Boolean).slice(0, lines);
  return [test.fullTitle(), ...beginning.map((line) => `    ${line}`)].join('\n');
}
