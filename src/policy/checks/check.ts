import type { AdvisoryEvidence } from '../../model/advisory.ts';
import type { GateCheckName, GateResult } from '../../model/gate.ts';
import type { PackageSource } from '../../model/lockfile.ts';
import type { PackageName } from '../../model/package-name.ts';
import type { RuleDecision } from '../../model/rule.ts';
import type { PopularityEvidence } from '../../model/popularity.ts';
import type { PopularList } from '../../ports/popular-list.ts';
import type { RegistryAnswer, SignatureAnswer } from '../../ports/registry.ts';

/** What the checks look at. Gathered before, so that every check is a pure function. */
export interface GateInput {
  readonly package: PackageName;
  /** The version that would land; undefined where nobody could tell one. */
  readonly version: string | undefined;
  /** Undefined: nobody was asked (an untrusted workspace). */
  readonly registry: RegistryAnswer | undefined;
  /** Whether the registry's keys vouch for the version; undefined: nobody was asked. */
  readonly signature: SignatureAnswer | undefined;
  readonly popular: PopularList;
  /** Nobody named it: another package brings it. */
  readonly comesAlong: boolean;
  /** Where the bytes would come from. */
  readonly source: PackageSource;
  /** Set where a registry's package came from a private one before, and would come from the public one now. */
  readonly straying?: Straying | undefined;
  readonly now: Date;
  /** What the rules say about it; undefined: they were not asked. */
  readonly rules: RuleDecision | undefined;
  /** What databases of advisories say of the version; undefined: they were not asked. */
  readonly advisories: AdvisoryEvidence | undefined;
  /** What those who count downloads say of the name, where it is not on the bundled list; undefined: they were not asked. */
  readonly popularity: PopularityEvidence | undefined;
}

/** A change of registries: what `of` names came from one host, and comes from another. Hosts with their ports. */
export interface Straying {
  readonly of: 'name' | 'scope';
  readonly from: string;
  readonly to: string;
}

export interface CheckAnswer {
  readonly result: GateResult;
  readonly reason: string;
  readonly source: 'local' | 'popular-list' | 'registry' | 'rules' | 'osv' | 'downloads';
  /** When its source was asked, ISO 8601 UTC; undefined: at the time of the verdict. */
  readonly checkedAt?: string | undefined;
  readonly didYouMean?: PackageName | undefined;
}

/** One row of the trust gate. */
export interface TrustCheck {
  readonly name: GateCheckName;
  test(input: GateInput): CheckAnswer;
}
