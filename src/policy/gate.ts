import type { GateCheck, GateCheckName, GateReport } from '../model/gate.ts';
import type { Newcomer } from '../model/lockfile.ts';
import type { PackageName } from '../model/package-name.ts';
import type { GateInput, TrustCheck } from './checks/check.ts';
import { keptDecision } from './kept-decision.ts';
import { newcomerChecks, newVersionChecks, trustChecks } from './checks/list.ts';

/**
 * The trust gate for a package that is new to the project. A block blocks whoever asks; an ask needs a person. An
 * unknown is shown to a person and stops whatever acts by itself: see {@link allowsAutomatic}.
 */
export function judgePackage(input: GateInput): GateReport {
  return judgeBy(trustChecks, input, []);
}

/** What is known of a package that comes along, besides what the lockfile says. */
export type NewcomerFacts = Omit<GateInput, 'package' | 'version' | 'source' | 'comesAlong'>;

/**
 * The gate for a package that comes along, which the package manager chose: by its name, if that is new here, and by its version.
 * `broughtBy`: what was asked for.
 */
export function judgeNewcomer(
  { name, version, source, isNewName }: Newcomer,
  broughtBy: readonly PackageName[],
  facts: NewcomerFacts,
): GateReport {
  const input = { ...facts, package: name as PackageName, version, source, comesAlong: true };
  return judgeBy(isNewName ? newcomerChecks : newVersionChecks, input, broughtBy);
}

function judgeBy(list: readonly TrustCheck[], input: GateInput, broughtBy: readonly PackageName[]): GateReport {
  const now = input.now.toISOString();
  const answers = list.map((check) => ({ check: check.name, ...check.test(input) }));
  const checks: GateCheck[] = answers.map(({ check, result, reason, source, checkedAt = now }) => ({
    check,
    result,
    reason,
    source,
    checkedAt,
  }));
  const results = new Set(checks.map((check) => check.result));
  return {
    package: input.package,
    version: input.version,
    verdict: results.has('block') ? 'block' : results.has('ask') ? 'ask' : 'allow',
    checks,
    broughtBy,
    ...(input.rules === undefined ? {} : { rules: keptDecision(input.rules) }),
    didYouMean: answers.find((answer) => answer.didYouMean !== undefined)?.didYouMean,
  };
}

/** What registries hide, and what the bundled list is evidence enough for where it has the very version. */
const mayBeHidden: ReadonlySet<GateCheckName> = new Set(['publisher', 'signature', 'deprecated']);

/**
 * Automation acts only on what is allowed by every check: unreachable is never clean. Of the very version that the bundled list
 * has, three checks may stay unknown.
 */
export function allowsAutomatic({ verdict, checks }: GateReport): boolean {
  if (verdict !== 'allow') return false;
  return checks.every(
    ({ check, result, source }) =>
      result === 'allow' || (result === 'unknown' && source === 'popular-list' && mayBeHidden.has(check)),
  );
}

/** Whether an advisory, or a report of malware, speaks against what would land. */
export function isKnownVulnerable({ checks }: Pick<GateReport, 'checks'>): boolean {
  return checks.some(
    ({ check, result }) => (check === 'advisory' || check === 'malware') && (result === 'ask' || result === 'block'),
  );
}

/** The check that decided: the first that blocks, asks or does not know. */
export function decidingCheck(report: GateReport): GateCheck | undefined {
  for (const result of ['block', 'ask', 'unknown'] as const) {
    const found = report.checks.find((check) => check.result === result);
    if (found !== undefined) return found;
  }
  return report.checks.at(-1);
}
