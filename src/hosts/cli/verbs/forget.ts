import { t } from '@vscode/l10n';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import type { Verb } from './verb.ts';

export const forgetVerb: Verb = {
  name: 'forget',
  usage: () => 'forget [--yes] [--dry-run]',
  help: () => t('remove the history, your own rules, mode, caches and consents that are kept of this folder'),
  flags: { yes: { type: 'boolean' }, 'dry-run': { type: 'boolean' } },
  options: () => [
    ['--yes', t('do not ask at a terminal')],
    ['--dry-run', t('say what would be done, change nothing')],
  ],
  mostWords: 0,
  async run(session, _words, flags) {
    if (flags['dry-run'] === true) return foreseen(session);
    if (flags['yes'] !== true && !(await isWanted(session))) return nothingForgotten();
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
  const kept = await keptIn(session);
  session.tell(
    engine.stateProblem === undefined
      ? planLine(kept)
      : t(
          'Would forget a history that cannot be read, your own rules, the mode {0}, what you allowed and the caches.',
          engine.mode,
        ),
  );
  return confirm(t('Forget it?'));
}

function nothingForgotten(): VerbResult {
  return { document: { forgotten: false }, lines: [t('Nothing was forgotten.')], problems: [], exitCode: 1 };
}

/** How much there is: what cannot be read is not counted for nothing. */
async function foreseen(session: Session): Promise<VerbResult> {
  const planned = await keptIn(session);
  const { stateProblem } = session.engine;
  if (stateProblem !== undefined) throw stateProblem;
  return { document: { forgotten: false, planned }, lines: [planLine(planned)], problems: [], exitCode: 0 };
}

interface Kept {
  readonly operations: number;
  /** The user's own. */
  readonly rules: number;
  readonly mode: string;
}

async function keptIn({ engine }: Session): Promise<Kept> {
  const [operations, { rules, ownFaults }] = await Promise.all([engine.history.count(), engine.rules.inForce()]);
  const own = rules.filter(({ source }) => source === 'dashboard');
  return { operations, rules: own.length + ownFaults.length, mode: engine.mode };
}

function planLine({ operations, rules, mode }: Kept): string {
  return t(
    'Would forget {0}, {1}, the mode {2}, what you allowed and the caches. The project itself would stay as it is.',
    operations === 1 ? t('1 operation') : t('{0} operations', operations),
    rules === 1 ? t('1 rule of your own') : t('{0} rules of your own', rules),
    mode,
  );
}
