import { t } from '@vscode/l10n';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import type { Verb } from './verb.ts';

export const forgetVerb: Verb = {
  name: 'forget',
  usage: () => 'forget [--yes] [--dry-run]',
  help: () => t('remove the history, mode, caches and consents that are kept of this folder'),
  flags: { yes: { type: 'boolean' }, 'dry-run': { type: 'boolean' } },
  options: () => [
    ['--yes', t('do not ask at a terminal')],
    ['--dry-run', t('say what would be done, change nothing')],
  ],
  mostWords: 0,
  async run(session, _words, flags) {
    if (flags['dry-run'] === true) return foreseen(session);
    if (flags['yes'] !== true && !(await isWanted(session))) return kept();
    await session.engine.forget();
    return {
      document: { forgotten: true },
      lines: [t('What was kept of this folder is gone. The project itself is as it was.')],
      problems: [],
      exitCode: 0,
    };
  },
};

/** A person is told first what there is; a script has said what it wants. A history that cannot be read goes as well. */
async function isWanted(session: Session): Promise<boolean> {
  const { engine, confirm } = session;
  if (confirm === undefined) return true;
  const operations = await engine.history.count();
  session.tell(
    engine.stateProblem === undefined
      ? planLine(operations, engine.mode)
      : t('Would forget a history that cannot be read, the mode {0}, what you allowed and the caches.', engine.mode),
  );
  return confirm(t('Forget it?'));
}

function kept(): VerbResult {
  return { document: { forgotten: false }, lines: [t('Nothing was forgotten.')], problems: [], exitCode: 1 };
}

/** How much there is: what cannot be read is not counted for nothing. */
async function foreseen({ engine }: Session): Promise<VerbResult> {
  const operations = await engine.history.count();
  if (engine.stateProblem !== undefined) throw engine.stateProblem;
  const { mode } = engine;
  return {
    document: { forgotten: false, planned: { operations, mode } },
    lines: [planLine(operations, mode)],
    problems: [],
    exitCode: 0,
  };
}

function planLine(operations: number, mode: string): string {
  return operations === 1
    ? t(
        'Would forget 1 operation, the mode {0}, what you allowed and the caches. The project itself would stay as it is.',
        mode,
      )
    : t(
        'Would forget {0} operations, the mode {1}, what you allowed and the caches. The project itself would stay as it is.',
        operations,
        mode,
      );
}
