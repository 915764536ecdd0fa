import type { RuleId } from '../model/audit.ts';
import { ownId, type OwnRule, type RuleRow } from '../model/rule.ts';
import type { StoredRules } from '../model/rules-in-force.ts';
import { idFromName, readOwnRule, tooMany } from '../policy/own-rules.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import { invalidRule } from './own-rule-faults.ts';

/** Rules that are about to be saved. */
export interface ReadyRules {
  /** As they are stored, with the ids of new ones. */
  readonly saved: readonly RuleRow[];
  /** All that the user would have then. */
  readonly all: readonly RuleRow[];
}

/** Throws QM_RULE_INVALID. `stored`: what there is. */
export function readyRules(rules: readonly OwnRule[], stored: StoredRules): ReadyRules {
  const taken = new Set([...stored.rules.map(({ id }) => id), ...stored.faults.map(({ rule }) => rule)]);
  const saved = new Map<RuleId, RuleRow>();
  for (const given of rules) {
    const id = given.id === undefined ? idFromName(given.name, taken) : ownId(given.id);
    const rule = readOwnRule({ ...given, id });
    if (typeof rule === 'string') throw invalidRule(given.name, rule);
    taken.add(id);
    saved.set(id, rule);
  }
  const all = [...stored.rules.filter(({ id }) => !saved.has(id)), ...saved.values()];
  const much = tooMany(all);
  if (much !== undefined) throw invalidRule(rules.at(-1)?.name ?? '', much);
  return { saved: [...saved.values()], all };
}

/** Stores rules, all or none; one with the id of a stored one takes its place. Rejects as {@link readyRules} and the journal do. */
export async function saveRules(
  keeper: Pick<JournalKeeper, 'write'>,
  rules: readonly OwnRule[],
): Promise<readonly RuleRow[]> {
  const journal = await keeper.write();
  let saved: readonly RuleRow[] = [];
  // Another window may save one at this moment.
  journal.together(() => {
    ({ saved } = readyRules(rules, journal.rules()));
    for (const rule of saved) journal.saveRule(rule);
  });
  return saved;
}

/** False where none of the user's own has this id, whose prefix may be left out. Rejects where the journal cannot be opened. */
export async function removeRule(keeper: Pick<JournalKeeper, 'look'>, id: RuleId): Promise<boolean> {
  const { journal, problem } = await keeper.look();
  if (problem !== undefined) throw problem;
  // As it stands first: a row that cannot be read may have any id.
  return journal?.removeRule(id) === true || journal?.removeRule(ownId(id)) === true;
}
