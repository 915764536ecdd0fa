import { advisoryCheck } from './advisory.ts';
import type { TrustCheck } from './check.ts';
import { deprecatedCheck } from './deprecated.ts';
import { existsCheck } from './exists.ts';
import { installScriptsCheck } from './install-scripts.ts';
import { lookalikeCheck } from './lookalike.ts';
import { malwareCheck } from './malware.ts';
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
  malwareCheck,
  advisoryCheck,
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

/** For what comes along: all but whether it exists, since the package manager has found it. */
export const newcomerChecks: readonly TrustCheck[] = trustChecks.filter((check) => check !== existsCheck);

/** Those that are about a name and not about a version: a name that the project has already was judged before. */
const ofNames: ReadonlySet<TrustCheck> = new Set([
  nameCheck,
  lookalikeCheck,
  nameAgeCheck,
  popularityCheck,
  deprecatedCheck,
]);

/** For a new version of a name that the project has already. */
export const newVersionChecks: readonly TrustCheck[] = newcomerChecks.filter((check) => !ofNames.has(check));
