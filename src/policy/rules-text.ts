import type { RuleRow } from '../model/rule.ts';

/**
 * Rules as a text to be compared line by line, JSON in the order of their ids. Letters that an editor would not show, or that
 * turn others around, are written by their codes: who accepts it has to see it.
 */
export function textOfRules(rules: readonly RuleRow[]): string {
  const sorted = rules
    .map(({ id, name, kind, priority, enabled, conditions, source }) => ({
      id,
      name,
      kind,
      priority,
      enabled,
      conditions,
      source,
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
  const text = JSON.stringify(sorted, undefined, 2);
  return `${text.replaceAll(/[\p{Cf}\p{Zl}\p{Zp}\u0080-\u009F]/gu, escaped)}\n`;
}

function escaped(letter: string): string {
  return Array.from({ length: letter.length }, (_, index) => letter.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}
