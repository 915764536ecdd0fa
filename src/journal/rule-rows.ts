import { t } from '@vscode/l10n';
import { oneLine } from '../base/one-line.ts';
import type { RuleId } from '../model/audit.ts';
import { ruleKinds, type RuleRow } from '../model/rule.ts';
import type { OwnRuleFault, StoredRules } from '../model/rules-in-force.ts';
import type { SqlDatabase, SqlRow } from '../ports/sql.ts';

const listRules = 'SELECT * FROM package_automation_rules ORDER BY priority DESC, id';
const putRule = `INSERT OR REPLACE INTO package_automation_rules
  (id, name, kind, priority, enabled, conditions, source) VALUES (?, ?, ?, ?, ?, ?, ?)`;

/** The rows of the table; one that cannot be read takes no other along. */
export function readRules(database: SqlDatabase): StoredRules {
  const rows = database.all(listRules).map(toRule);
  return { rules: rows.filter((row) => 'kind' in row), faults: rows.filter((row) => 'message' in row) };
}

export function writeRule(database: SqlDatabase, rule: RuleRow): void {
  const { id, name, kind, priority, enabled, conditions, source } = rule;
  database.run(putRule, id, name, kind, priority, enabled ? 1 : 0, JSON.stringify(conditions), source);
}

/** False where there was none. */
export function deleteRule(database: SqlDatabase, id: RuleId): boolean {
  return database.all('DELETE FROM package_automation_rules WHERE id = ? RETURNING id', id).length > 0;
}

function toRule(row: SqlRow): RuleRow | OwnRuleFault {
  const { id, name, priority, enabled, source } = row;
  const fault = (message: string): OwnRuleFault => ({ rule: String(id), message });
  const kind = ruleKinds.find((known) => known === row['kind']);
  if (kind === undefined) return fault(t('"{0}" is no kind of rule.', oneLine(String(row['kind']), 60)));
  if (source !== 'dashboard') return fault(t('It is none that you have made here.'));
  if (enabled !== 0 && enabled !== 1) return fault(t('Nobody can tell whether it is switched on.'));
  const conditions = objectIn(String(row['conditions']));
  if (conditions === undefined) return fault(t('Its conditions cannot be read.'));
  return {
    id: String(id),
    name: String(name),
    kind,
    priority: Number(priority),
    enabled: enabled === 1,
    conditions,
    source: 'dashboard',
  };
}

/** As it is parsed: a schema would leave out keys that are dangerous, and the rule would be about more than it says. */
function objectIn(text: string): RuleRow['conditions'] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as RuleRow['conditions']) : undefined;
  } catch {
    return undefined;
  }
}
