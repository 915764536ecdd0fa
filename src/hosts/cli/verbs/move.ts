import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import type { InstallOptions, MoveOutcome } from '../../../model/install.ts';
import { manifestPath, type DependencyType } from '../../../model/manifest.ts';
import type { MoveRequest } from '../../../model/plan.ts';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { operationDocument, operationLine, problemOf } from './operation-document.ts';
import type { Flags, Verb } from './verb.ts';
import { flagText, owningFolder, packageNamed } from './words.ts';

export const moveVerb: Verb = {
  name: 'move',
  usage: () => 'move NAME… --dev|--prod',
  help: () => t('move packages between dependencies and devDependencies, each with its range'),
  flags: {
    dev: { type: 'boolean' },
    prod: { type: 'boolean' },
    project: { type: 'string' },
    'dry-run': { type: 'boolean' },
    'triggered-by': { type: 'string' },
  },
  options: () => [
    ['--dev', t('to devDependencies')],
    ['--prod', t('to dependencies')],
    ['--project DIR', t('in the package.json of another folder of this workspace')],
    ['--dry-run', t('say what would be done, change nothing')],
    ['--triggered-by T', t('a note for the history of who asked')],
  ],
  mostWords: Infinity,
  async run(session, words, flags) {
    const field = fieldOf(flags);
    if (words.length === 0) throw usage(t('Name at least one package.'));
    const manifest = await owningFolder(session, flagText(flags, 'project'));
    const requests = [...new Set(words)].map((word) => ({ package: packageNamed(word), manifest, field }));
    const options: InstallOptions = {
      trigger: 'manual',
      claimedTrigger: flagText(flags, 'triggered-by'),
      confirmed: 'unattended',
      automatic: false,
      dryRun: flags['dry-run'] === true,
    };
    return resultOf(session, await session.engine.move(requests, options, session.signal), options);
  },
};

function resultOf(session: Session, outcome: MoveOutcome, { dryRun }: InstallOptions): VerbResult {
  const { operations, moved, stayed } = outcome;
  const [operation] = operations;
  return {
    document: {
      operation: operation === undefined ? null : operationDocument(session, operation),
      ...(dryRun === true ? { planned: moved.map((request) => requestDocument(session, request)) } : {}),
      ...(stayed.length > 0 ? { stayed: stayed.map((request) => requestDocument(session, request)) } : {}),
    },
    lines: [
      ...operations.map(operationLine),
      ...(dryRun === true ? moved.map(({ package: name, field }) => t('Would move {0} to {1}.', name, field)) : []),
      ...stayed.map(({ package: name, field }) => t('{0} is in {1} already.', name, field)),
    ],
    problems: operations.flatMap(problemOf),
    exitCode: operations.every(({ status }) => status === 'succeeded') ? 0 : 2,
  };
}

function requestDocument(session: Session, request: MoveRequest): Readonly<Record<string, unknown>> {
  const { package: name, manifest, field } = request;
  return { package: name, manifest: session.fromCwd(manifestPath(manifest)), field };
}

function fieldOf(flags: Flags): DependencyType {
  const [dev, prod] = [flags['dev'] === true, flags['prod'] === true];
  if (dev !== prod) return dev ? 'devDependencies' : 'dependencies';
  throw usage(dev ? t('--dev and --prod are two answers.') : t('Say where to: --dev or --prod.'));
}

function usage(message: string): QmError {
  return new QmError('QM_USAGE', { message, hint: t('"quartermaster move --help" shows how.') });
}
