import { t } from '@vscode/l10n';
import { QmError, errorText } from '../../../base/errors.ts';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { resultOf } from './install.ts';
import type { Verb } from './verb.ts';

/** The functions of the product by the names that programs know them by. */
const functions: Readonly<Record<string, (session: Session, payload: unknown, isDry: boolean) => Promise<VerbResult>>> =
  {
    async 'ai-package-auto-installer'(session, payload, isDry) {
      const { engine, signal } = session;
      const outcome = await engine.autoInstall(payload, { trigger: 'agent', dryRun: isDry }, signal);
      return resultOf(session, outcome, { isDry, bare: [] });
    },
  };

export const callVerb: Verb = {
  name: 'call',
  usage: () => `call ${Object.keys(functions).join('|')} [--dry-run]`,
  help: () => t('call a function by name, with its payload as JSON on stdin'),
  flags: { 'dry-run': { type: 'boolean' } },
  options: () => [['--dry-run', t('look everything up, change nothing')]],
  mostWords: 1,
  async run(session, [name = ''], flags) {
    const call = functions[name];
    if (call === undefined || !Object.hasOwn(functions, name)) {
      throw new QmError('QM_USAGE', {
        message: t('There is no function "{0}".', name),
        hint: t('The functions are {0}.', Object.keys(functions).join(', ')),
      });
    }
    return call(session, parse(await session.readInput()), flags['dry-run'] === true);
  },
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new QmError('QM_USAGE', {
      message: t('The payload on stdin is not JSON: {0}', errorText(error)),
      hint: t('It takes {0}.', '{"packages":[{"name","version"}],"projectId","triggeredBy"}'),
      cause: error,
    });
  }
}
