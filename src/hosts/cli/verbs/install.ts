import { t } from '@vscode/l10n';
import { isMendable } from '../../../model/finding.ts';
import type { GateReport } from '../../../model/gate.ts';
import type { InstallOptions, InstallOutcome, PlannedInstall } from '../../../model/install.ts';
import { manifestPath } from '../../../model/manifest.ts';
import type { InstallRequest } from '../../../model/plan.ts';
import { cleanSentence, ignoredLines, isIncomplete, unreadLines } from './coverage.ts';
import { sentence, type ExitCode, type VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { manifestProblem } from './manifest-problem.ts';
import { operationDocument, operationLine, problemOf, reportDocument } from './operation-document.ts';
import { flagText, owningFolder, packageNamed, splitSpec, unsureWords, usage } from './words.ts';
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
  options: () => [
    ['--missing', t('all that scan finds')],
    ['--dev', t('into devDependencies')],
    ['--project DIR', t('into the package.json of another folder of this workspace')],
    ['--yes', t('answer what the gate asks; without a terminal it answers for no lookalike and no new version')],
    ['--dry-run', t('look everything up, change nothing')],
    ['--triggered-by T', t('a note for the history of who asked')],
  ],
  mostWords: Infinity,
  async run(session, words, flags) {
    const isDry = flags['dry-run'] === true;
    const options: InstallOptions = {
      trigger: 'manual',
      claimedTrigger: flagText(flags, 'triggered-by'),
      confirmed: flags['yes'] === true && (session.isTerminal || 'unattended'),
      automatic: false,
      dryRun: isDry,
    };
    if (flags['missing'] === true) {
      if (words.length > 0) throw usage('install', t('Name packages, or use --missing: not both.'));
      return installMissing(session, options);
    }
    const outcome = await session.engine.install(await named(session, words, flags), options, session.signal);
    const result = resultOf(session, outcome, { isDry, bare: [], confirmed: options.confirmed });
    const notes = flags['dev'] === true ? staying(outcome, flagText(flags, 'project')) : [];
    return { ...result, problems: [...result.problems, ...notes] };
  },
};

/**
 * All that `scan` finds: single packages, those of another version, and projects of which nothing is installed. What is
 * unknown is never clean.
 */
async function installMissing(session: Session, options: InstallOptions): Promise<VerbResult> {
  const { engine, signal } = session;
  const snapshot = await engine.scan(signal);
  const { findings } = engine;
  const wanted = findings
    .filter(isMendable)
    .filter((finding) =>
      finding.kind === 'mismatched'
        ? session.shown(manifestPath(finding.manifest)) !== undefined
        : finding.uses.some((use) => session.shown(use.site.file) !== undefined),
    );
  const bare = findings.flatMap((finding) =>
    finding.kind === 'not-installed' && session.shown(manifestPath(finding.project)) !== undefined
      ? finding.project
      : [],
  );
  const outcome = await engine.install(engine.requestsFor(wanted), options, signal);
  const done = new Set(outcome.operations.map((operation) => operation.project));
  // An install brings the rest of its project along.
  const rest = options.dryRun === true ? [] : bare.filter((project) => !done.has(project));
  const restored = await Promise.all(rest.map((project) => engine.restore(project, options, signal)));
  const operations = [...outcome.operations, ...restored];
  const unknown = findings.flatMap((finding) => manifestProblem(session, finding));
  const isDry = options.dryRun === true;
  const result = resultOf(session, { ...outcome, operations }, { isDry, bare: isDry ? bare : [], ...options });
  const unsure = unsureWords(
    findings.filter((finding) => finding.kind === 'unsure' && finding.uses.some((use) => session.shown(use.site.file)))
      .length,
  );
  const nothing = unsure.length > 0 ? unsure : [cleanSentence(session, snapshot)];
  const isUnknown = unknown.length > 0 || isIncomplete(session, snapshot);
  return {
    document: result.document,
    lines: [
      ...result.lines,
      ...unreadLines(session, snapshot),
      ...ignoredLines(session),
      ...(wanted.length + bare.length === 0 ? nothing : unsure),
    ],
    problems: [...unknown, ...result.problems],
    exitCode: result.exitCode === 0 && isUnknown ? 1 : result.exitCode,
  };
}

async function named(session: Session, words: readonly string[], flags: Flags): Promise<readonly InstallRequest[]> {
  if (words.length === 0) throw usage('install', t('Name at least one package, or use --missing.'));
  const folder = await owningFolder(session, flagText(flags, 'project'));
  const field = flags['dev'] === true ? 'devDependencies' : 'dependencies';
  return words.map((word) => {
    const { name, range } = splitSpec(word, 'install');
    return { package: packageNamed(name), range, manifest: folder, field };
  });
}

interface ResultOptions {
  readonly isDry: boolean;
  /** Root folders of projects that would be installed as they are declared. */
  readonly bare: readonly string[];
  /** How the gate's questions were answered. */
  readonly confirmed?: InstallOptions['confirmed'];
}

/** What an install came to, as the headless contract has it. What the gate stopped is no operation. */
export function resultOf(session: Session, outcome: InstallOutcome, options: ResultOptions): VerbResult {
  const { isDry, bare } = options;
  const gate = [...outcome.asked, ...outcome.blocked];
  const decision = outcome.blocked.length > 0 ? 'block' : outcome.asked.length > 0 ? 'ask' : undefined;
  const operations = outcome.operations.map((operation) => operationDocument(session, operation));
  const failed = outcome.operations.filter((operation) => operation.status !== 'succeeded');
  const exitCode: ExitCode = failed.length > 0 ? 2 : decision === undefined ? 0 : 1;
  const declared = bare.map((project) => session.fromCwd(manifestPath(project)));
  return {
    document: {
      operation: operations[0] ?? null,
      ...(operations.length > 1 ? { operations } : {}),
      ...(decision === undefined ? {} : { decision, gate: gate.map(reportDocument) }),
      ...(isDry ? { planned: outcome.planned.map((item) => plannedDocument(session, item)), declared } : {}),
    },
    lines: [
      ...outcome.operations.map(operationLine),
      ...outcome.planned.filter(({ decision: what }) => what === 'install').map(plannedLine),
      ...declared.map((path) => t('Would install what {0} declares.', path)),
    ],
    problems: [...failed.flatMap(problemOf), ...gate.map((report) => gateSentence(report, options))],
    exitCode,
  };
}

function plannedDocument(session: Session, item: PlannedInstall): Readonly<Record<string, unknown>> {
  const { package: name, manifest, field, range, version, decision, report } = item;
  return {
    package: name,
    manifest: session.fromCwd(manifestPath(manifest)),
    field,
    range,
    version: version ?? null,
    verdict: report?.verdict ?? null,
    decision,
  };
}

/** Where the manager chooses, the range is all that can be said beforehand. */
function plannedLine({ package: name, version, range, field }: PlannedInstall): string {
  const what = version ?? range ?? '';
  return field === 'devDependencies'
    ? t('Would install {0} {1} as a dev dependency.', name, what)
    : t('Would install {0} {1}.', name, what);
}

/** What --dev did not place, since it stands elsewhere already: an entry is not moved in passing. */
function staying({ operations, planned }: InstallOutcome, project: string | undefined): readonly string[] {
  const placed = [
    ...operations.flatMap(({ packages }) => packages),
    ...planned.map(({ package: name, field }) => ({ name, field })),
  ];
  return placed.flatMap(({ name, field }) => {
    if (field === undefined || field === 'devDependencies') return [];
    const words = project === undefined ? name : `${name} --project ${project}`;
    return field === 'dependencies'
      ? [t('{0} stays in dependencies. "quartermaster move {1} --dev" moves it.', name, words)]
      : [t('{0} stays in {1}, where it is declared already: --dev places what is new.', name, field)];
  });
}

function gateSentence(report: GateReport, { isDry, confirmed }: ResultOptions): string {
  const check = report.checks.find((candidate) => candidate.result === report.verdict);
  const reason = check?.reason ?? '';
  const message = isDry
    ? t('{0} would not be installed. {1}', report.package, reason)
    : t('{0} was not installed. {1}', report.package, reason);
  if (report.verdict === 'block') {
    const hint = didYouMean(report) ?? t('Check the spelling. A block cannot be overridden.');
    return sentence({ code: 'QM_GATE_BLOCK', message, hint });
  }
  const hint =
    confirmed === 'unattended'
      ? t('--yes answers this at a terminal only: a person has to look at it.')
      : t('If it is what you want, run it again with --yes.');
  return sentence({ code: 'QM_GATE_ASK', message, hint });
}

function didYouMean(report: GateReport): string | undefined {
  return report.didYouMean === undefined ? undefined : t('Did you mean {0}?', report.didYouMean);
}
