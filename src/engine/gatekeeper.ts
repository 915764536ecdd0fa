import { t } from '@vscode/l10n';
import { mapLimited } from '../base/async.ts';
import { QmError } from '../base/errors.ts';
import { absolute } from '../base/path.ts';
import type { BuiltInRule } from '../model/audit.ts';
import type { GateReport } from '../model/gate.ts';
import type { InstallOptions } from '../model/install.ts';
import type { Newcomer } from '../model/lockfile.ts';
import type { RuleDecision } from '../model/rule.ts';
import type { PackageName } from '../model/package-name.ts';
import type { Project } from '../model/project.ts';
import { approverWord, isApproved, needsPerson } from '../policy/approved.ts';
import { allowsAutomatic, decidingCheck, judgeNewcomer } from '../policy/gate.ts';
import type { Packument } from '../ports/registry.ts';
import type { Advise } from './advising.ts';
import { askSignature } from './ask-signature.ts';
import type { EngineContext } from './context.ts';
import { popularityOf } from './popularity.ts';
import { incomingOf, judge, type JudgedRequest } from './proposals.ts';
import type { DecideInstall } from './rule-book.ts';

/** Questions to the registry at once. */
const askedAtOnce = 8;

/** How whoever asks has answered the gate's questions. */
type Answers = Pick<InstallOptions, 'confirmed' | 'automatic' | 'approval'>;

/** Whether a request may go on, by the gate's report and by how its questions were answered. */
export function passes(item: JudgedRequest, options: Answers): boolean {
  return item.report === undefined || isAllowed(item.report, options);
}

function isAllowed(report: GateReport, options: Answers): boolean {
  if (options.automatic) return allowsAutomatic(report);
  // What was approved is one version: another one is another question, be it a good one.
  if (report.verdict === 'allow') return options.approval === undefined || isApproved(report, options.approval.answers);
  return report.verdict === 'ask' && isAnswered(report, options);
}

function isAnswered(report: GateReport, { confirmed, approval }: Answers): boolean {
  if (approval !== undefined && !isApproved(report, approval.answers)) return false;
  return confirmed === 'unattended' ? !needsPerson(report) : confirmed;
}

/**
 * What was asked for, judged in the version that lands: a range names none, and the project's own package manager chooses it. What
 * the registry signed must be what its lockfile has.
 * `newcomers`: of the resolve.
 */
export async function judgeLanding(
  context: EngineContext,
  project: Pick<Project, 'root'>,
  items: readonly JudgedRequest[],
  newcomers: readonly Newcomer[],
  { decide, advise }: { readonly decide: DecideInstall; readonly advise: Advise },
  signal: AbortSignal,
): Promise<readonly JudgedRequest[]> {
  return mapLimited(items, askedAtOnce, async (item) => {
    const { request, report, packument } = item;
    if (report === undefined || packument === undefined) return item;
    const landing = newcomers.filter(
      (newcomer) => newcomer.name === request.package && !isWhat(report, packument, newcomer),
    );
    const others = await mapLimited(landing, askedAtOnce, async ({ version, integrity }) => {
      const rules = decide(incomingOf(project, request, version, packument));
      const lands = { packument, version, integrity: isSha512(integrity) ? integrity : undefined };
      const folder = absolute(context.root, project.root);
      const [signature, popularity] = await Promise.all([
        askSignature(context, context.registry, project, lands, signal),
        popularityOf(context, folder, request.package, signal),
      ]);
      const advisories = advise({ name: request.package, version });
      const answer = { ok: true, packument } as const;
      return judge(context, request.package, version, { answer, rules, signature, advisories, popularity });
    });
    const landed = report.version === undefined ? (others[0] ?? report) : report;
    return { ...item, report: others.find(({ verdict }) => verdict !== 'allow') ?? landed };
  });
}

/** Whether a report is about what lands: the very version, with the content that the registry named when it was judged. */
function isWhat({ version }: GateReport, { versions }: Packument, newcomer: Newcomer): boolean {
  const judged = versions.get(newcomer.version)?.integrity;
  const isComparable = newcomer.source === 'registry' && isSha512(judged) && isSha512(newcomer.integrity);
  return newcomer.version === version && !(isComparable && judged !== newcomer.integrity);
}

/** Lockfiles have hashes of many notations; two of one notation can be compared. */
function isSha512(integrity: string | undefined): boolean {
  return integrity !== undefined && /^sha512-[\w+/]+=*$/.test(integrity);
}

/** What others say of the packages that come along. */
interface Opinions {
  readonly advise: Advise;
  /** By the rules, where they are about what comes along. */
  readonly decide?: (newcomer: Newcomer) => RuleDecision;
}

/** Throws QM_GATE_BLOCK or QM_GATE_ASK for the first of {@link judgeLanding} that may not land; `onStopped` is told all of them before. */
export function keepAwayStopped(
  items: readonly JudgedRequest[],
  options: Answers,
  onStopped: (reports: readonly GateReport[]) => void,
): void {
  const stopped = items.filter((item) => !passes(item, options)).flatMap(({ report }) => report ?? []);
  const worst = worstOf(stopped);
  if (worst === undefined) return;
  onStopped(stopped);
  throw new QmError(worst.verdict === 'block' ? 'QM_GATE_BLOCK' : 'QM_GATE_ASK', {
    message: t(
      '{0} {1} would be installed. {2}',
      worst.package,
      worst.version ?? '',
      decidingCheck(worst)?.reason ?? '',
    ),
    hint: t('Nothing was changed. Look at it before you install it.'),
  });
}

/**
 * Judges what comes along with what was asked for. Throws QM_GATE_BLOCK or QM_GATE_ASK for the first that may not land;
 * `onStopped` is told all of them before.
 */
export function judgeNewcomers(
  context: EngineContext,
  newcomers: readonly Newcomer[],
  asked: readonly PackageName[],
  options: Answers,
  onStopped: (reports: readonly GateReport[]) => void,
  { advise, decide }: Opinions,
): void {
  const { popular, clock } = context;
  const now = clock.now();
  const known = new Set<string>(asked);
  const reports = newcomers
    .filter(({ name }) => !known.has(name))
    .map((newcomer) =>
      judgeNewcomer(newcomer, asked, { popular, now, rules: decide?.(newcomer), advisories: advise(newcomer) }),
    )
    .filter((report) => !isAllowed(report, options));
  const worst = worstOf(reports);
  if (worst === undefined) return;
  onStopped(reports);
  const reason = decidingCheck(worst)?.reason ?? '';
  throw new QmError(worst.verdict === 'block' ? 'QM_GATE_BLOCK' : 'QM_GATE_ASK', {
    message: t('{0} {1} would come along. {2}', worst.package, worst.version ?? '', reason),
    hint: t('Nothing was changed. Look at it before you install what brings it along.'),
  });
}

function worstOf(reports: readonly GateReport[]): GateReport | undefined {
  return reports.find(({ verdict }) => verdict === 'block') ?? reports[0];
}

/** Throws QM_GATE_BLOCK for what nobody may have, where a person has decided about the rest before. */
export function keepAwayBlocked(context: EngineContext, newcomers: readonly Newcomer[], advise: Advise): void {
  judgeNewcomers(context, newcomers, [], { confirmed: true, automatic: false }, () => undefined, { advise });
}

/** The sentence of the history that says who decided. */
export function decidedBy(passed: readonly JudgedRequest[], options: Answers): string {
  const reports = passed.flatMap((item) => item.report ?? []);
  const checks = reports.flatMap((report) => report.checks);
  const allowed = checks.filter((check) => check.result === 'allow').length;
  const asked = reports.find((report) => report.verdict === 'ask');
  const isUnattended = options.confirmed === 'unattended';
  if (options.approval !== undefined) {
    const who = approverWord(options.approval.by);
    return asked === undefined
      ? t('Approved by {0}', who)
      : t('Approved by {0}, though the gate asked: {1}', who, decidingCheck(asked)?.reason ?? '');
  }
  if (asked !== undefined) {
    const reason = decidingCheck(asked)?.reason ?? '';
    return isUnattended
      ? t('--yes without a terminal, though the gate asked: {0}', reason)
      : t('You, though the gate asked: {0}', reason);
  }
  if (checks.length === 0) return t('A package of this workspace');
  if (options.automatic) return t('Gate: allowed, {0} of {1} checks', allowed, checks.length);
  return isUnattended
    ? t('--yes without a terminal; gate: allowed, {0} of {1} checks', allowed, checks.length)
    : t('You; gate: allowed, {0} of {1} checks', allowed, checks.length);
}

/** What {@link decidedBy} says in a sentence. */
export function ruleOf(passed: readonly JudgedRequest[], options: Answers): BuiltInRule {
  if (passed.every((item) => item.report === undefined)) return 'workspace';
  if (options.automatic) return 'gate';
  return options.confirmed === 'unattended' ? 'yes-without-terminal' : 'you';
}
