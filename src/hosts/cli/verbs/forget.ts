import { t } from '@vscode/l10n';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import type { Verb } from './verb.ts';

export const forgetVerb: Verb = {
  name: 'forget',
  usage: () => 'forget [--dry-run]',
  help: () => t('remove the history, mode and caches that are kept of this folder'),
  flags: { 'dry-run': { type: 'boolean' } },
  options: () => [['--dry-run', t('say what would be done, change nothing')]],
  mostWords: 0,
  async run(session, _words, flags) {
    if (flags['dry-run'] === true) return foreseen(session);
    await session.engine.forget();
    return {
      document: { forgotten: true },
      lines: [t('What was kept of this folder is gone. The project itself is as it was.')],
      problems: [],
      exitCode: 0,
    };
  },
};

/** How much there is: what cannot be read is not counted for nothing. */
async function foreseen({ engine }: Session): Promise<VerbResult> {
  const operations = await engine.history.count();
  if (engine.stateProblem !== undefined) throw engine.stateProblem;
  const { mode } = engine;
  return {
    document: { forgotten: false, planned: { operations, mode } },
    lines: [
      operations === 1
        ? t('Would forget 1 operation, the mode {0} and the caches. The project itself would stay as it is.', mode)
        : t(
            'Would forget {0} operations, the mode {1} and the caches. The project itself would stay as it is.',
            operations,
            mode,
          ),
    ],
    problems: [],
    exitCode: 0,
  };
}
