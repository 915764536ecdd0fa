import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { ruleDocument, ruleLine } from './list-rules.ts';
import { ownRuleNamed } from './own-rule-named.ts';

/** Has a rule of the user's own count, or keeps it without its counting. */
export async function switchRule(
  session: Session,
  typed: string,
  enabled: boolean,
  isDry: boolean,
): Promise<VerbResult> {
  const { id, rule } = await ownRuleNamed(session, typed);
  if (rule === undefined) throw unreadable(id);
  const wanted = { ...rule, enabled };
  const saved = isDry ? rule : await session.engine.rules.save(wanted);
  return {
    document: { rule: ruleDocument(saved), ...(isDry ? { planned: ruleDocument(wanted) } : {}) },
    lines: [isDry ? t('Would be: {0}', ruleLine(wanted)) : ruleLine(saved)],
    problems: [],
    exitCode: 0,
  };
}

function unreadable(id: string): QmError {
  return new QmError('QM_RULE_INVALID', {
    message: t('The rule {0} cannot be read.', id),
    hint: t('"quartermaster rules" says why. Remove it, or save another with this id.'),
  });
}
