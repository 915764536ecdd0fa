import { t } from '@vscode/l10n';
import { sentence, type VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { operationDocument, operationLine } from './operation-document.ts';
import type { Verb } from './verb.ts';

export const recoverVerb: Verb = {
  name: 'recover',
  usage: () => 'recover',
  help: () => t('put interrupted operations right; every command does so at its start'),
  flags: {},
  options: () => [],
  mostWords: 0,
  async run(session) {
    const { recovered } = session.engine;
    const open = recovered.filter((operation) => operation.status === 'needs-user');
    return {
      document: { operations: recovered.map((operation) => operationDocument(session, operation)) },
      lines: recovered.length > 0 ? recovered.map(operationLine) : [t('Nothing was interrupted.')],
      problems: recovered.flatMap(({ error }) => (error === undefined ? [] : [sentence(error)])),
      exitCode: open.length > 0 ? 1 : 0,
    };
  },
};

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
  const operations = await engine.operationCount();
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
