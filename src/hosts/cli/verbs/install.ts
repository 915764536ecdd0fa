import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import { isInside, upward } from '../../../base/path.ts';
import { isMissing } from '../../../model/finding.ts';
import type { GateReport } from '../../../model/gate.ts';
import type { InstallOptions, InstallOutcome } from '../../../model/install.ts';
import { manifestPath } from '../../../model/manifest.ts';
import type { Operation } from '../../../model/operation.ts';
import { parsePackageName } from '../../../model/package-name.ts';
import { isRangeOrTag, type InstallRequest } from '../../../model/plan.ts';
import { sentence, type ExitCode, type VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { manifestProblem } from './manifest-problem.ts';
import { operationDocument, operationLine } from './operation-document.ts';
import type { Flags, Verb } from './verb.ts';

export const installVerb: Verb = {
  name: 'install',
  usage: () => 'install NAME[@RANGE]… | --missing',
  help: () => t('install packages through the gate, recorded and reversible'),
  flags: {
    dev: { type: 'boolean' },
    missing: { type: 'boolean' },
    project: { type: 'string' },
    'triggered-by': { type: 'string' },
    yes: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
  },
  async run(session, words, flags) {
    const options: InstallOptions = {
      trigger: 'manual',
      claimedTrigger: text(flags, 'triggered-by'),
      confirmed: flags['yes'] === true,
      automatic: false,
      dryRun: flags['dry-run'] === true,
    };
    if (flags['missing'] === true) return installMissing(session, options);
    const outcome = await session.engine.install(await named(session, words, flags), options, session.signal);
    return resultOf(outcome, [], options.dryRun === true);
  },
};

/** All that `scan` finds: single packages, and projects of which nothing is installed. What is unknown is never clean. */
async function installMissing(session: Session, options: InstallOptions): Promise<VerbResult> {
  const { engine, signal } = session;
  await engine.scan(signal);
  const { findings } = engine;
  const wanted = findings
    .filter(isMissing)
    .filter((finding) => finding.uses.some((use) => session.shown(use.site.file) !== undefined));
  const bare = findings.flatMap((finding) =>
    finding.kind === 'not-installed' && session.shown(manifestPath(finding.project)) !== undefined
      ? finding.project
      : [],
  );
  const outcome = await engine.install(engine.requestsFor(wanted), options, signal);
  const done = new Set(outcome.operations.map((operation) => operation.project));
  const restored: Operation[] = [];
  // An install brings the rest of its project along.
  const rest = options.dryRun === true ? [] : bare.filter((project) => !done.has(project));
  for (const project of rest) restored.push(await engine.restore(project, options, signal));
  const operations = [...outcome.operations, ...restored];
  const unknown = findings.flatMap((finding) => manifestProblem(session, finding));
  const result = resultOf({ ...outcome, operations }, options.dryRun === true ? bare : [], options.dryRun === true);
  const isClean = wanted.length + bare.length + unknown.length === 0;
  return {
    document: result.document,
    lines: isClean ? [t('Nothing is missing.')] : result.lines,
    problems: [...unknown, ...result.problems],
    exitCode: result.exitCode === 0 && unknown.length > 0 ? 1 : result.exitCode,
  };
}

async function named(session: Session, words: readonly string[], flags: Flags): Promise<readonly InstallRequest[]> {
  if (words.length === 0) throw usage(t('Name at least one package, or use --missing.'));
  const folder = await owningFolder(session, text(flags, 'project'));
  return words.map((word) => {
    const { name, range } = splitSpec(word);
    const parsed = parsePackageName(name);
    if (parsed === undefined) {
      throw new QmError('QM_NAME_INVALID', {
        message: t('"{0}" is not a package name.', name),
        hint: t('Give a name such as "lodash" or "@scope/name", without a path behind it.'),
      });
    }
    return {
      package: parsed,
      range,
      manifest: folder,
      field: flags['dev'] === true ? 'devDependencies' : 'dependencies',
    };
  });
}

/** `name@range`, with the scope's own @ left alone. A range is a semver range or a tag, never a URL or a path. */
function splitSpec(word: string): { readonly name: string; readonly range: string | undefined } {
  const at = word.indexOf('@', 1);
  if (at < 0) return { name: word, range: undefined };
  const range = word.slice(at + 1);
  if (!isRangeOrTag(range)) throw usage(t('"{0}" is not a version range.', range));
  return { name: word.slice(0, at), range };
}

/** The folder of the manifest that owns `--project`, or the current folder. */
async function owningFolder(session: Session, project: string | undefined): Promise<string> {
  const map = await session.engine.projects(session.signal);
  const folders = new Set([
    ...map.projects.flatMap((candidate) => candidate.manifests.map((manifest) => manifest.folder)),
    ...map.faults.map((fault) => fault.folder),
  ]);
  const below = session.cwd === session.root ? '' : session.cwd.slice(session.root.length + 1).replaceAll('\\', '/');
  const wanted = [below, project?.replaceAll('\\', '/').replace(/^\.?\/|\/$/g, '')].filter((part) => part).join('/');
  const start = wanted === '.' ? '' : wanted;
  for (const folder of upward(start)) if (folders.has(folder) && isInside(folder, start)) return folder;
  return start;
}

/** `bare`: root folders of projects that would be installed as they are declared. */
export function resultOf(outcome: InstallOutcome, bare: readonly string[], dryRun: boolean): VerbResult {
  const gate = [...outcome.asked, ...outcome.blocked];
  const decision = outcome.blocked.length > 0 ? 'block' : outcome.asked.length > 0 ? 'ask' : undefined;
  const operations = outcome.operations.map(operationDocument);
  const failed = outcome.operations.filter((operation) => operation.status !== 'succeeded');
  const exitCode: ExitCode = failed.length > 0 ? 2 : decision === undefined ? 0 : 1;
  return {
    document: {
      operation: operations[0] ?? (gate.length > 0 ? undone(gate) : null),
      ...(operations.length > 1 ? { operations } : {}),
      ...(decision === undefined ? {} : { decision, gate }),
      ...(dryRun ? { planned: outcome.planned } : {}),
    },
    lines: [
      ...outcome.operations.map(operationLine),
      ...(dryRun ? outcome.planned.map((request) => t('Would install {0}.', request.package)) : []),
      ...bare.map((project) => t('Would install what {0} declares.', manifestPath(project))),
    ],
    problems: [...failed.flatMap(problemOf), ...gate.map(gateSentence)],
    exitCode,
  };
}

function undone(gate: readonly GateReport[]): Readonly<Record<string, unknown>> {
  return { id: null, status: 'needs-user', packages: [], gate, durationMs: 0 };
}

function problemOf(operation: Operation): readonly string[] {
  if (operation.error === undefined) return [];
  const details = operation.error.details ?? '';
  return details === '' ? [sentence(operation.error)] : [sentence(operation.error), details];
}

function gateSentence(report: GateReport): string {
  const check = report.checks.find((candidate) => candidate.result === report.verdict);
  const reason = check?.reason ?? '';
  return report.verdict === 'block'
    ? sentence({
        code: 'QM_GATE_BLOCK',
        message: t('{0} was not installed. {1}', report.package, reason),
        hint: didYouMean(report) ?? t('Check the spelling. A block cannot be overridden.'),
      })
    : sentence({
        code: 'QM_GATE_ASK',
        message: t('{0} was not installed. {1}', report.package, reason),
        hint: t('If it is what you want, run it again with --yes.'),
      });
}

function didYouMean(report: GateReport): string | undefined {
  return report.didYouMean === undefined ? undefined : t('Did you mean {0}?', report.didYouMean);
}

function usage(message: string): QmError {
  return new QmError('QM_USAGE', { message, hint: t('"quartermaster help" shows how.') });
}

function text(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}
