import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import { acceptRules } from './accept-rules.ts';
import { listRules } from './list-rules.ts';
import { simulateRules } from './simulate-rules.ts';
import type { Verb } from './verb.ts';
import { flagText } from './words.ts';

export const rulesVerb: Verb = {
  name: 'rules',
  usage: () => 'rules [accept | simulate [FILE]]',
  help: () => t('the rules that hold here and those that wait; accept them; try others on what happened here'),
  flags: { yes: { type: 'boolean' }, hash: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  options: () => [
    ['--hash H', t('accept these rules and no others, by the hash that was shown')],
    ['--yes', t('do not ask; needs --hash')],
    ['--dry-run', t('show what would be accepted')],
  ],
  mostWords: 2,
  async run(session, [word, file], flags) {
    const options = { hash: flagText(flags, 'hash'), yes: flags['yes'] === true, isDry: flags['dry-run'] === true };
    if (word === 'simulate') return simulateRules(session, file);
    if (file !== undefined) throw usage(t('"{0}" is one word too many.', file));
    if (word === undefined || word === 'list') return listRules(session);
    if (word === 'accept') return acceptRules(session, options);
    throw usage(t('"{0}" is nothing that can be done with rules.', word));
  },
};

function usage(message: string): QmError {
  return new QmError('QM_USAGE', { message, hint: t('"quartermaster rules --help" shows how.') });
}
