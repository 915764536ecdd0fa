import { t } from '@vscode/l10n';
import type { CheckAnswer, TrustCheck } from './check.ts';

/** The rules of the user and of the repository let it in. What they let happen by themselves the other checks still decide. */
export const rulesCheck: TrustCheck = {
  name: 'rules',
  test({ rules }) {
    if (rules === undefined) return answer('unknown', t('The rules were not asked.'));
    const name = rules.rule?.name ?? '';
    if (rules.kind === 'block') return answer('block', t('The rule "{0}" forbids it.', name));
    if (rules.kind !== 'ask') return answer('allow', t('No rule speaks against it.'));
    return rules.doubtful
      ? answer('ask', t('The rule "{0}" may be about it: what it looks at is not known.', name))
      : answer('ask', t('The rule "{0}" wants a person to be asked.', name));
  },
};

function answer(result: CheckAnswer['result'], reason: string): CheckAnswer {
  return { result, reason, source: 'rules' };
}
