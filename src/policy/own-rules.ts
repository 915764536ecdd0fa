import { t } from '@vscode/l10n';
import { parseTree } from 'jsonc-parser';
import type { RuleId } from '../model/audit.ts';
import { idPrefixes, ownId, type OwnRule, type RuleRow } from '../model/rule.ts';
import type { OwnRuleFault, StoredRules } from '../model/rules-in-force.ts';
import { parsePolicyFile, type PolicyFile } from './policy-file.ts';
import { fileFields, mostFileRules, mostPatternCost, patternCost } from './policy-schema.ts';

/** Letters of an id that is made from a name, so that a number fits behind it. */
const longestMade = 48;

/** As it stands in a policy file. */
function bareId(id: RuleId): string {
  return id.slice(id.indexOf(':') + 1);
}

/** An id that says what the rule is called, and that none of `taken` is. */
export function idFromName(name: string, taken: ReadonlySet<RuleId>): RuleId {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const words = plain.replaceAll(/[^a-z0-9]+/g, '-').slice(0, longestMade);
  const made = ownId(words.replaceAll(/^-+|-+$/g, '') || 'rule');
  for (let number = 1; ; number++) {
    const id = number === 1 ? made : `${made}-${number}`;
    if (!taken.has(id)) return id;
  }
}

/**
 * A rule that the user makes, as it is stored; or why it cannot be one, in one localized sentence. It is read as one of a policy
 * file is, so that whatever is refused there is refused here, by the same words.
 */
export function readOwnRule({ id, name, kind, priority, enabled, conditions }: OwnRule & { readonly id: RuleId }) {
  const text = textOf([{ id: bareId(ownId(id)), name, kind, priority, enabled, conditions }]);
  if (text === undefined) return t('It is nothing that can be written as JSON.');
  const { rules, faults } = parsePolicyFile(text);
  const [rule] = rules;
  const [fault] = faults;
  if (rule === undefined || fault !== undefined) return fault?.message ?? '';
  return { ...rule, id: ownId(id), source: 'dashboard' } satisfies RuleRow;
}

/**
 * The rules that somebody has written down for themselves: a policy file, or one rule of such a file alone. Those that cannot be
 * read are faults, as in a policy file.
 */
export function ownRulesIn(text: string): PolicyFile {
  const { rules, faults } = isOneRule(text) ? parseOneRule(text) : parsePolicyFile(text);
  return { faults, rules: rules.map((rule) => ({ ...rule, id: ownId(bareId(rule.id)), source: 'dashboard' })) };
}

/** A line of its own around it, so that columns stay and lines are one more. */
function parseOneRule(text: string): PolicyFile {
  const { rules, faults } = parsePolicyFile(`{"rules":[\n${text.replace(/^\uFEFF/, '')}\n]}`);
  return { rules, faults: faults.map((fault) => ({ ...fault, line: fault.line - 1 })) };
}

function isOneRule(text: string): boolean {
  // What drops the whole file may be too deep for the parser.
  if (parsePolicyFile(text).faults.some(({ drops }) => drops === 'file')) return false;
  const root = parseTree(text, [], { allowTrailingComma: true });
  const names = (root?.children ?? []).map(({ children: [key] = [] }) => String(key?.value));
  return !names.includes('rules') && names.some((name) => !fileFields.some((field) => field === name));
}

/** What a user's own rules may come to together; undefined where they do. One localized sentence. */
export function tooMany(rules: readonly RuleRow[]): string | undefined {
  if (rules.length > mostFileRules) return t('You can have {0} rules of your own.', mostFileRules);
  const cost = rules.reduce((sum, { conditions }) => sum + patternCost(conditions), 0);
  return cost > mostPatternCost ? t('There are too many patterns in your own rules.') : undefined;
}

/** The rules of the table that count, and what is wrong with the others. */
export function readOwnRules({ rules: stored, faults: unread }: StoredRules): StoredRules {
  const faults: OwnRuleFault[] = [...unread];
  const rules: RuleRow[] = [];
  let cost = 0;
  for (const row of stored) {
    const rule = row.id === ownId(row.id) ? readOwnRule(row) : t('Its id has to begin with "{0}".', idPrefixes.own);
    const added = typeof rule === 'string' ? 0 : patternCost(rule.conditions);
    if (typeof rule === 'string') faults.push({ rule: row.id, message: rule });
    else if (rules.length === mostFileRules || cost + added > mostPatternCost) {
      faults.push({ rule: row.id, message: tooMany([...rules, rule]) ?? '' });
    } else {
      cost += added;
      rules.push(rule);
    }
  }
  return { rules, faults };
}

/** Rules of the user's own as a policy file says them. */
export function policyTextOf(rules: readonly RuleRow[]): string {
  const bare = rules.map(({ id, name, kind, priority, enabled, conditions }) => ({
    id: bareId(id),
    name,
    kind,
    ...(priority === 0 ? {} : { priority }),
    ...(enabled ? {} : { enabled }),
    conditions,
  }));
  return `${JSON.stringify({ rules: bare }, undefined, 2)}\n`;
}

/** Undefined for what goes in circles, or too deep. */
function textOf(rules: readonly object[]): string | undefined {
  try {
    return JSON.stringify({ rules });
  } catch {
    return undefined;
  }
}
