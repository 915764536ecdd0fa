import { t } from '@vscode/l10n';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { ownRuleNamed } from './own-rule-named.ts';

/** Removes a rule of the user's own, be it one that cannot be read. */
export async function removeRule(session: Session, typed: string, isDry: boolean): Promise<VerbResult> {
  const { id } = await ownRuleNamed(session, typed);
  if (!isDry) await session.engine.rules.remove(id);
  return {
    document: isDry ? { removed: null, planned: { removed: id } } : { removed: id },
    lines: [isDry ? t('Would remove the rule {0}.', id) : t('The rule {0} is removed.', id)],
    problems: [],
    exitCode: 0,
  };
}
