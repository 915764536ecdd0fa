import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import type { InstallOptions } from '../../../model/install.ts';
import { operationDocument, operationLine, problemOf } from './operation-document.ts';
import type { Verb } from './verb.ts';
import { flagText, owningFolder, packageNamed } from './words.ts';

const byHand: InstallOptions = { trigger: 'manual', confirmed: 'unattended', automatic: false };

export const removeVerb: Verb = {
  name: 'remove',
  usage: () => 'remove NAME…',
  help: () => t('take packages out of package.json and node_modules'),
  flags: { project: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  options: () => [
    ['--project DIR', t('out of the package.json of another folder of this workspace')],
    ['--dry-run', t('say what would be done, change nothing')],
  ],
  mostWords: Infinity,
  async run(session, words, flags) {
    if (words.length === 0) {
      throw new QmError('QM_USAGE', {
        message: t('Name at least one package.'),
        hint: t('"quartermaster remove --help" shows how.'),
      });
    }
    const { engine, signal } = session;
    const manifest = await owningFolder(session, flagText(flags, 'project'));
    const requests = words.map((word) => ({ package: packageNamed(word), manifest }));
    const isDry = flags['dry-run'] === true;
    const operations = await engine.remove(requests, { ...byHand, dryRun: isDry }, signal);
    return {
      document: {
        operation: operations[0] === undefined ? null : operationDocument(session, operations[0]),
        ...(isDry ? { planned: words } : {}),
      },
      lines: isDry ? words.map((word) => t('Would remove {0}.', word)) : operations.map(operationLine),
      problems: operations.flatMap(problemOf),
      exitCode: operations.every(({ status }) => status === 'succeeded') ? 0 : 2,
    };
  },
};
