import { t } from '@vscode/l10n';
import type { RuleRow } from '../model/rule.ts';

/** Days that a version has to stand the world before it comes in by itself: it would have stopped 8 of 10 large attacks. */
const cooldownDays = 7;
/** The safety score from which an update may be made by itself. */
const leastScore = 80;

/**
 * The rules that everybody has, by names in the user's language. Their priorities are below zero and those of all other
 * rules are not, so any rule of the user's comes before them. A mode is the ceiling, and the gate and the vetoes of the
 * safety score stand above every rule: what they refuse, no rule allows.
 */
export function builtInRuleRows(): readonly RuleRow[] {
  return [
    builtIn('ask-breaking', -10, 'ask', t('Ask before an update that may break something'), { bump: 'major' }),
    builtIn('ask-downgrade', -10, 'ask', t('Ask before going back to an older version'), { bump: 'downgrade' }),
    builtIn('ask-young', -10, 'ask', t('Ask about an update that was released less than {0} days ago', cooldownDays), {
      action: 'update',
      releaseAge: { below: cooldownDays },
    }),
    builtIn('install', -100, 'auto-install', t('In autopilot, install what passes every check of the gate'), {}),
    builtIn(
      'update',
      -100,
      'auto-update',
      t('In autopilot, update where the safety score is {0} or more', leastScore),
      {
        action: 'update',
        score: { atLeast: leastScore },
      },
    ),
    builtIn(
      'fix',
      -100,
      'auto-update',
      t('In autopilot, fix what is vulnerable where the safety score is {0} or more', leastScore),
      {
        action: 'security-fix',
        score: { atLeast: leastScore },
      },
    ),
    builtIn('resolve', -100, 'auto-update', t('In autopilot, resolve conflicts without breaking changes'), {
      action: 'resolve',
      bump: ['minor', 'patch'],
    }),
  ];
}

function builtIn(
  id: string,
  priority: number,
  kind: RuleRow['kind'],
  name: string,
  conditions: RuleRow['conditions'],
): RuleRow {
  return { id: `built-in:${id}`, name, kind, priority, enabled: true, conditions, source: 'built-in' };
}
