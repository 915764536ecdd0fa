import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import { isMode, modes } from '../../../model/mode.ts';
import type { Verb } from './verb.ts';

export const modeVerb: Verb = {
  name: 'mode',
  usage: () => `mode [${modes.join('|')}] [--dry-run]`,
  help: () => t('show or choose what may happen here without asking'),
  flags: { 'dry-run': { type: 'boolean' } },
  options: () => [['--dry-run', t('say what would be done, change nothing')]],
  mostWords: 1,
  async run({ engine }, [word], flags) {
    if (word !== undefined && !isMode(word)) {
      throw new QmError('QM_USAGE', {
        message: t('"{0}" is not a mode.', word),
        hint: t('The modes are {0}.', modes.join(', ')),
      });
    }
    const isDry = flags['dry-run'] === true;
    if (word !== undefined && !isDry) await engine.setMode(word);
    const { mode } = engine;
    if (word === undefined || !isDry) return { document: { mode }, lines: [mode], problems: [], exitCode: 0 };
    const line = t('Would choose {0} in place of {1}.', word, mode);
    return { document: { mode, planned: { mode: word } }, lines: [line], problems: [], exitCode: 0 };
  },
};
