import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import { isMode, modes } from '../../../model/mode.ts';
import type { Verb } from './verb.ts';

export const modeVerb: Verb = {
  name: 'mode',
  usage: () => `mode [${modes.join('|')}]`,
  help: () => t('show or choose what may happen here without asking'),
  flags: {},
  options: () => [],
  mostWords: 1,
  async run(session, [word]) {
    if (word !== undefined) {
      if (!isMode(word)) {
        throw new QmError('QM_USAGE', {
          message: t('"{0}" is not a mode.', word),
          hint: t('The modes are {0}.', modes.join(', ')),
        });
      }
      await session.engine.setMode(word);
    }
    const { mode } = session.engine;
    return { document: { mode }, lines: [mode], problems: [], exitCode: 0 };
  },
};
