import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { RuleId } from '../model/audit.ts';
import { policyFileName, type RuleRow } from '../model/rule.ts';

/** A rule that cannot be one; `reason`: one localized sentence. */
export function invalidRule(name: string, reason: string): QmError {
  return new QmError('QM_RULE_INVALID', {
    message: t('The rule "{0}" was not saved: {1}', name, reason),
    hint: t('Mend it, then try again. Nothing was changed.'),
  });
}

/** Why there is no rule of the user's own with this id. `others`: all that hold or wait, of which one may have it. */
export function noOwnRule(id: RuleId, others: readonly RuleRow[]): QmError {
  const found = others.find((rule) => rule.id === id);
  if (found === undefined) {
    return new QmError('QM_NO_RULE', {
      message: t('You have made no rule {0} here.', id),
      hint: t('The list of rules has the ids of all that there are.'),
    });
  }
  if (found.source === 'built-in') {
    return new QmError('QM_NO_RULE', {
      message: t('The rule {0} is built in.', id),
      hint: t('It cannot be changed. Any rule of your own that is about the same comes before it.'),
    });
  }
  const file = found.source === 'policy-file' ? policyFileName : found.source.slice(found.source.indexOf(':') + 1);
  return new QmError('QM_NO_RULE', {
    message: t('The rule {0} stands in {1}.', id, file),
    hint: t(
      'Change it there. Once you have accepted the rules of the repository, one of your own with a higher priority comes before it.',
    ),
  });
}
