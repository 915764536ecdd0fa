import type { TrustCheck } from './check.ts';
import { deprecatedCheck } from './deprecated.ts';
import { existsCheck } from './exists.ts';
import { installScriptsCheck } from './install-scripts.ts';
import { lookalikeCheck } from './lookalike.ts';
import { nameAgeCheck } from './name-age.ts';
import { nameCheck } from './name.ts';
import { placeholderCheck } from './placeholder.ts';
import { popularityCheck } from './popularity.ts';
import { publisherCheck } from './publisher.ts';
import { rulesCheck } from './rules.ts';
import { signatureCheck } from './signature.ts';
import { sourceKindCheck } from './source-kind.ts';
import { versionAgeCheck } from './version-age.ts';

/** Every check of the gate, in the order in which they are shown. A test walks the folder and compares. */
export const trustChecks: readonly TrustCheck[] = [
  nameCheck,
  existsCheck,
  placeholderCheck,
  lookalikeCheck,
  nameAgeCheck,
  versionAgeCheck,
  popularityCheck,
  installScriptsCheck,
  publisherCheck,
  signatureCheck,
  deprecatedCheck,
  sourceKindCheck,
  rulesCheck,
];

/** Those that need nobody's answer: for the packages, often hundreds, that come along with what was asked for. */
export const localChecks: readonly TrustCheck[] = [nameCheck, lookalikeCheck, sourceKindCheck, rulesCheck];

/** Those of them that concern a new version of a name which the project has already. */
export const localVersionChecks: readonly TrustCheck[] = [sourceKindCheck, rulesCheck];
