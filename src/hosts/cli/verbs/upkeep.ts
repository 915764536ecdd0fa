import { t } from '@vscode/l10n';
import { sentence } from '../output.ts';
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
  usage: () => 'forget',
  help: () => t('remove the history, mode and caches that are kept of this folder'),
  flags: {},
  options: () => [],
  mostWords: 0,
  async run(session) {
    await session.engine.forget();
    return {
      document: { forgotten: true },
      lines: [t('What was kept of this folder is gone. The project itself is as it was.')],
      problems: [],
      exitCode: 0,
    };
  },
};
