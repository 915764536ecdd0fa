import type { PackageName } from './package-name.ts';
import type { KeptDecision } from './rule.ts';

export const gateChecks = [
  'name',
  'exists',
  'placeholder',
  'malware',
  'advisory',
  'lookalike',
  'name-age',
  'version-age',
  'popularity',
  'install-scripts',
  'publisher',
  'signature',
  'deprecated',
  'source-kind',
  'rules',
] as const;
export type GateCheckName = (typeof gateChecks)[number];

/** `unknown`: the source did not answer. It is never `allow`. */
export type GateResult = 'allow' | 'ask' | 'block' | 'unknown';

/** What one check of the gate answered. */
export interface GateCheck {
  readonly check: GateCheckName;
  readonly result: GateResult;
  /** One localized sentence: what was looked at and what came out. */
  readonly reason: string;
  /** Who answered: `local`, `popular-list`, `registry`, `rules`, `osv`, `downloads`. */
  readonly source: string;
  /** ISO 8601 UTC. */
  readonly checkedAt: string;
}

/** The gate's answer about one package that would be new to the project. */
export interface GateReport {
  readonly package: PackageName;
  /** The version that would land; undefined where none is known. */
  readonly version: string | undefined;
  readonly verdict: 'allow' | 'ask' | 'block';
  readonly checks: readonly GateCheck[];
  /** The packages that were asked for and bring this one along; empty where it was asked for itself. */
  readonly broughtBy: readonly PackageName[];
  /** What its check `rules` goes by; undefined where no rule was asked, or where it is not kept: of what came along without a doubt. */
  readonly rules?: KeptDecision | undefined;
  /** Nearest real name, for a lookalike or a name that does not exist. */
  readonly didYouMean: PackageName | undefined;
}

/** What the gate asks about one package, one for each check that asks: what a person was shown, and has said yes to. */
export function questionsOf({ package: name, checks }: GateReport): readonly string[] {
  return checks.filter(({ result }) => result === 'ask').map(({ check }) => `${name} ${check}`);
}
