import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import { acceptRules } from './accept-rules.ts';
import { listRules } from './list-rules.ts';
import type { Verb } from './verb.ts';
import { flagText } from './words.ts';

export const rulesVerb: Verb = {
  name: 'rules',
  usage: () => 'rules [accept]',
  help: () => t('the rules that hold here and those that wait; accept what this repository has'),
  flags: { yes: { type: 'boolean' }, hash: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  options: () => [
    ['--hash H', t('accept these rules and no others, by the hash that was shown')],
    ['--yes', t('do not ask; needs --hash')],
    ['--dry-run', t('show what would be accepted')],
  ],
  mostWords: 1,
  async run(session, [word], flags) {
    const options = { hash: flagText(flags, 'hash'), yes: flags['yes'] === true, isDry: flags['dry-run'] === true };
    if (word === undefined || word === 'list') return listRules(session);
    if (word === 'accept') return acceptRules(session, options);
    throw new QmError('QM_USAGE', {
      message: t('"{0}" is nothing that can be done with rules.', word),
      hint: t('"quartermaster rules --help" shows how.'),
    });
  },
};
