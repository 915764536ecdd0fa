import { t } from '@vscode/l10n';
import { mapLimited } from '../base/async.ts';
import { QmError } from '../base/errors.ts';
import { absolute } from '../base/path.ts';
import type { BuiltInRule } from '../model/audit.ts';
import { questionsOf, type GateReport } from '../model/gate.ts';
import type { InstallOptions } from '../model/install.ts';
import type { Newcomer } from '../model/lockfile.ts';
import type { Project } from '../model/project.ts';
import { approverWord, isApproved, needsPerson } from '../policy/approved.ts';
import { allowsAutomatic, decidingCheck } from '../policy/gate.ts';
import type { Packument } from '../ports/registry.ts';
import type { Advise } from './advising.ts';
import { askSignature } from './ask-signature.ts';
import type { EngineContext } from './context.ts';
import { popularityOf } from './popularity.ts';
import { incomingOf, judge, type JudgedRequest } from './proposals.ts';
import type { DecideInstall } from './rule-book.ts';
import { strayingOf } from './straying.ts';

/** Questions to the registry at once. */
const askedAtOnce = 8;

/** How whoever asks has answered the gate's questions. */
export type Answers = Pick<InstallOptions, 'confirmed' | 'shown' | 'automatic' | 'approval'>;

/** Whether a request may go on, by the gate's report and by how its questions were answered. */
export function passes(item: JudgedRequest, options: Answers): boolean {
  return item.report === undefined || isAllowed(item.report, options);
}

/** Whether what a report is about may go on. */
export function isAllowed(report: GateReport, options: Answers): boolean {
  if (options.automatic) return allowsAutomatic(report);
  // What was approved is one version: another one is another question, be it a good one.
  if (report.verdict === 'allow') return options.approval === undefined || isApproved(report, options.approval.answers);
  return report.verdict === 'ask' && isAnswered(report, options);
}

function isAnswered(report: GateReport, { confirmed, shown, approval }: Answers): boolean {
  if (approval !== undefined && !isApproved(report, approval.answers)) return false;
  if (confirmed === 'unattended') return !needsPerson(report);
  return confirmed && (shown === undefined || wasShown(report, shown));
}

function wasShown(report: GateReport, shown: readonly string[]): boolean {
  return questionsOf(report).every((question) => shown.includes(question));
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
    const found = newcomers.filter(({ name }) => name === request.package);
    const strayings = await Promise.all(found.map((newcomer) => strayingOf(context, project, newcomer)));
    const landing = found
      .map((newcomer, index) => ({ newcomer, straying: strayings[index] }))
      .filter(({ newcomer, straying }) => straying !== undefined || !isWhat(report, packument, newcomer));
    const others = await mapLimited(landing, askedAtOnce, async ({ newcomer, straying }) => {
      const { version, integrity } = newcomer;
      const rules = decide(incomingOf(project, request, version, packument));
      const lands = { packument, version, integrity: isSha512(integrity) ? integrity : undefined };
      const folder = absolute(context.root, project.root);
      const [signature, popularity] = await Promise.all([
        askSignature(context, context.registry, project, lands, signal),
        popularityOf(context, folder, request.package, signal),
      ]);
      const advisories = advise({ name: request.package, version });
      const answer = { ok: true, packument } as const;
      return judge(context, request.package, version, { answer, rules, signature, advisories, popularity, straying });
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
export function isSha512(integrity: string | undefined): integrity is string {
  return integrity !== undefined && /^sha512-[\w+/]+=*$/.test(integrity);
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

/** A block before all that is asked about; undefined where nothing was stopped. */
export function worstOf(reports: readonly GateReport[]): GateReport | undefined {
  return reports.find(({ verdict }) => verdict === 'block') ?? reports[0];
}

/** The sentence of the history that says who decided. `along`: reports on what comes along. */
export function decidedBy(
  passed: readonly JudgedRequest[],
  options: Answers,
  along: readonly GateReport[] = [],
): string {
  const reports = passed.flatMap((item) => item.report ?? []);
  const checks = reports.flatMap((report) => report.checks);
  const allowed = checks.filter((check) => check.result === 'allow').length;
  const asked = [...reports, ...along].find((report) => report.verdict === 'ask');
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
