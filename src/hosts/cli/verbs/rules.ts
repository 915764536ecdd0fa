import { t } from '@vscode/l10n';
import { oneLine } from '../../../base/one-line.ts';
import { policyFileName, type RuleRow } from '../../../model/rule.ts';
import type { Verb } from './verb.ts';

/** Letters of a rule's name, which anybody may have written who can push to the repository. */
const mostShown = 120;

export const rulesVerb: Verb = {
  name: 'rules',
  usage: () => 'rules',
  help: () => t('list the rules that hold here, and what of quartermaster.json does not'),
  flags: {},
  options: () => [],
  mostWords: 0,
  async run({ engine }) {
    const { rules, waiting, faults } = await engine.rules();
    return {
      document: {
        rules: rules.map((rule) => rowOf(rule, true)),
        waiting: waiting.map((rule) => rowOf(rule, false)),
        faults: faults.map(({ reason, message, line, column, drops }) => ({ reason, message, line, column, drops })),
      },
      lines: [
        ...rules.map(lineOf),
        ...waiting.map((rule) => t('{0}  waits: nobody accepted it', lineOf(rule))),
        ...faults.map(
          ({ line, column, message }) => `${policyFileName}:${line}:${column}  ${oneLine(message, mostShown)}`,
        ),
      ],
      problems: [],
      exitCode: faults.length > 0 ? 1 : 0,
    };
  },
};

function rowOf({ id, name, kind, priority, enabled, source, conditions }: RuleRow, holds: boolean) {
  return { id, name, kind, priority, enabled, source, conditions, holds };
}

function lineOf({ id, name, kind, priority, enabled }: RuleRow): string {
  const off = enabled ? '' : `  ${t('switched off')}`;
  return `${id}  ${kind}  ${priority}  ${oneLine(name, mostShown)}${off}`;
}
