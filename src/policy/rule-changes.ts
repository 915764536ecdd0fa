import { t } from '@vscode/l10n';
import { oneLine } from '../base/one-line.ts';
import type { RuleRow } from '../model/rule.ts';
import { canonicalJson } from './rules-hash.ts';

/** A field of a rule that is another now; `conditions.package` for one condition. Undefined: is not there. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What became of a rule. */
export type RuleChange =
  | { readonly kind: 'added'; readonly rule: RuleRow }
  | { readonly kind: 'removed'; readonly rule: RuleRow }
  | {
      readonly kind: 'changed';
      readonly before: RuleRow;
      readonly rule: RuleRow;
      readonly fields: readonly FieldChange[];
    };

/** How two sets of rules differ, by id; in the order of the ids. Where they stood does not count. */
export function changesBetween(before: readonly RuleRow[], after: readonly RuleRow[]): readonly RuleChange[] {
  const [old, current] = [before, after].map((rules) => new Map(rules.map((rule) => [rule.id, rule])));
  const ids = [...new Set([...before, ...after].map(({ id }) => id))].toSorted();
  return ids.flatMap((id): readonly RuleChange[] => {
    const [was, rule] = [old?.get(id), current?.get(id)];
    if (rule === undefined) return was === undefined ? [] : [{ kind: 'removed', rule: was }];
    if (was === undefined) return [{ kind: 'added', rule }];
    const fields = fieldChanges(was, rule);
    return fields.length === 0 ? [] : [{ kind: 'changed', before: was, rule, fields }];
  });
}

function fieldChanges(before: RuleRow, after: RuleRow): readonly FieldChange[] {
  const names = [...new Set([...Object.keys(before.conditions), ...Object.keys(after.conditions)])].toSorted();
  const own = (rule: RuleRow, name: string): unknown =>
    Object.hasOwn(rule.conditions, name) ? rule.conditions[name] : undefined;
  const all: readonly FieldChange[] = [
    ...(['name', 'kind', 'priority', 'enabled'] as const).map((field) => ({
      field,
      before: before[field],
      after: after[field],
    })),
    ...names.map((name) => ({ field: `conditions.${name}`, before: own(before, name), after: own(after, name) })),
  ];
  return all.filter((change) => canonicalJson(change.before) !== canonicalJson(change.after));
}

/** One localized line for each thing that changed, with text of the rules in it, untrusted. */
export function sayChanges(changes: readonly RuleChange[]): readonly string[] {
  return changes.flatMap((change): readonly string[] => {
    const name = oneLine(change.rule.name, 120);
    switch (change.kind) {
      case 'added':
        return [t('New: {0} ({1})', name, sayRule(change.rule))];
      case 'removed':
        return [t('Gone: {0} ({1})', name, sayRule(change.rule))];
      case 'changed':
        return change.fields.map((field) => t('Changed: {0}: {1}', name, sayField(field)));
    }
  });
}

function sayField({ field, before, after }: FieldChange): string {
  return t('{0} is {1}, was {2}', field, sayValue(after), sayValue(before));
}

function sayRule({ kind, priority, enabled, conditions }: RuleRow): string {
  const parts = Object.entries(conditions).map(([name, argument]) => `${name} ${sayValue(argument)}`);
  const state = enabled ? [] : [t('off')];
  return [kind, t('priority {0}', priority), ...state, ...parts].join(', ');
}

function sayValue(value: unknown): string {
  return value === undefined ? t('nothing') : oneLine(canonicalJson(value), 300);
}
