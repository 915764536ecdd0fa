import { t } from '@vscode/l10n';
import { mapLimited } from '../base/async.ts';
import { QmError } from '../base/errors.ts';
import { absolute } from '../base/path.ts';
import type { GateReport } from '../model/gate.ts';
import type { Newcomer } from '../model/lockfile.ts';
import { parsePackageName, type PackageName } from '../model/package-name.ts';
import type { Project } from '../model/project.ts';
import type { RuleDecision } from '../model/rule.ts';
import type { GateInput } from '../policy/checks/check.ts';
import { decidingCheck, judgeNewcomer } from '../policy/gate.ts';
import type { Packument, RegistryAnswer } from '../ports/registry.ts';
import { adviseOnNewcomers, type Advise } from './advising.ts';
import { askSignature } from './ask-signature.ts';
import type { EngineContext } from './context.ts';
import { isAllowed, isSha512, worstOf, type Answers } from './gatekeeper.ts';
import { inTime, within, type Limits } from './in-time.ts';
import { popularityOf } from './popularity.ts';
import type { Judge } from './resolving.ts';
import { strayingOf } from './straying.ts';

/** Packages that are asked about at once. */
const askedAtOnce = 16;

/** How long somebody waits for all that is asked about what comes along, in milliseconds. */
const patience = { person: 10_000, automation: 60_000 };

/** What others say of the packages that come along. */
interface Opinions {
  readonly advise: Advise;
  /** By the rules, where they are about what comes along. */
  readonly decide?: (newcomer: Newcomer, packument: Packument | undefined) => RuleDecision;
}

/** Who brings something in, and where to. */
export interface Incoming {
  readonly project: Pick<Project, 'root'>;
  /** What was asked for itself, and is judged as that. */
  readonly asked: readonly PackageName[];
  readonly options: Answers;
}

/**
 * Judges what comes along with what was asked for, each by what its registry and the services say of it. What they did not say in
 * time is unknown. Returns a report on each; rejects only on cancellation.
 */
export async function judgeNewcomers(
  context: EngineContext,
  newcomers: readonly Newcomer[],
  { project, asked, options }: Incoming,
  { advise, decide }: Opinions,
  signal: AbortSignal,
): Promise<readonly GateReport[]> {
  const { popular, clock } = context;
  const now = clock.now();
  const known = new Set<string>(asked);
  const along = newcomers.filter(({ name }) => !known.has(name));
  return within(clock, options.automatic ? patience.automation : patience.person, signal, (limits) =>
    // A few at a time, each judged as soon as it is told: a thousand packuments are never held at once.
    mapLimited(along, askedAtOnce, async (newcomer) => {
      const facts = await factsOf(context, project, newcomer, limits);
      const packument = facts.registry?.ok === true ? facts.registry.packument : undefined;
      const opinions = { rules: decide?.(newcomer, packument), advisories: advise(newcomer) };
      return judgeNewcomer(newcomer, asked, { popular, now, ...opinions, ...facts });
    }),
  );
}

type Facts = Pick<GateInput, 'registry' | 'signature' | 'popularity' | 'straying'>;

const nothing: Facts = { registry: undefined, signature: undefined, popularity: undefined };

/** What a registry and those who count downloads say. Nobody is asked about what comes past the registries. */
async function factsOf(
  context: EngineContext,
  project: Pick<Project, 'root'>,
  newcomer: Newcomer,
  limits: Limits,
): Promise<Facts> {
  const { name: told, version, source, integrity, isNewName } = newcomer;
  const name = parsePackageName(told);
  if (source !== 'registry' || name === undefined) return nothing;
  const folder = absolute(context.root, project.root);
  const late: RegistryAnswer = { ok: false, reason: 'unreachable', message: t('It did not answer in time.') };
  const registry = await inTime(context.registry.packument(name, folder, limits.limit), late, limits);
  const packument = registry.ok ? registry.packument : undefined;
  const lands = { packument, version, integrity: isSha512(integrity) ? integrity : undefined };
  const [straying, signature, popularity] = await Promise.all([
    strayingOf(context, project, newcomer),
    inTime(askSignature(context, context.registry, project, lands, limits.limit), undefined, limits),
    isNewName ? inTime(popularityOf(context, folder, name, limits.limit), undefined, limits) : undefined,
  ]);
  return { registry, signature, popularity, straying };
}

/** Reports on what came along that an operation keeps. */
const mostNoted = 50;

/** What is kept with an operation of what came along: the doubts, the gravest first, and not the hundreds of checks that passed. */
export function doubtsOf(reports: readonly GateReport[]): readonly GateReport[] {
  return reports
    .map(({ rules, ...report }): GateReport => {
      const checks = report.checks.filter(({ result }) => result !== 'allow');
      const isByRules = checks.some(({ check }) => check === 'rules');
      return { ...report, checks, ...(isByRules ? { rules } : {}) };
    })
    .filter(({ checks }) => checks.length > 0)
    .toSorted((a, b) => gravity[b.verdict] - gravity[a.verdict])
    .slice(0, mostNoted);
}

const gravity = { allow: 0, ask: 1, block: 2 } as const;

/**
 * Whether what was judged lands, as a {@link Judge} says it. Throws QM_GATE_BLOCK or QM_GATE_ASK for the worst that may not;
 * `onStopped` is told all of them before.
 */
export function landingOf(
  reports: readonly GateReport[],
  options: Incoming['options'],
  isLast: boolean,
  onStopped: (reports: readonly GateReport[]) => void = () => undefined,
): 'lands' | 'too-young' {
  const stopped = reports.filter((report) => !isAllowed(report, options));
  if (!isLast && stopped.some(isTooYoung)) return 'too-young';
  const worst = worstOf(stopped);
  if (worst === undefined) return 'lands';
  onStopped(stopped);
  const reason = decidingCheck(worst)?.reason ?? '';
  throw new QmError(worst.verdict === 'block' ? 'QM_GATE_BLOCK' : 'QM_GATE_ASK', {
    message: t('{0} {1} would come along. {2}', worst.package, worst.version ?? '', reason),
    hint: t('Nothing was changed. Look at it before you install what brings it along.'),
  });
}

/** Whether an older version of it might land. */
function isTooYoung({ checks }: GateReport): boolean {
  return checks.some(
    ({ check, result, source }) => check === 'version-age' && result === 'ask' && source === 'registry',
  );
}

/** The judge of an operation that lets in nothing by itself, but perhaps something along with what it does. */
export function judgeAlong(context: EngineContext, incoming: Incoming, signal: AbortSignal): Judge {
  return async (newcomers, isLast) => {
    const advise = await adviseOnNewcomers(context, incoming.project, newcomers, signal);
    const reports = await judgeNewcomers(context, newcomers, incoming, { advise }, signal);
    return landingOf(reports, incoming.options, isLast);
  };
}

/** Throws QM_GATE_BLOCK for what nobody may have, where a person has decided about the rest before. */
export function keepAwayBlocked(context: EngineContext, newcomers: readonly Newcomer[], advise: Advise): void {
  const { popular, clock } = context;
  const unasked = { ...nothing, popular, now: clock.now(), rules: undefined };
  const reports = newcomers.map((found) => judgeNewcomer(found, [], { ...unasked, advisories: advise(found) }));
  landingOf(reports, { confirmed: true, automatic: false }, true);
}
