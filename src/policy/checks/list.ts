import type { TrustCheck } from './check.ts';
import { existsCheck } from './exists.ts';
import { lookalikeCheck } from './lookalike.ts';
import { nameCheck } from './name.ts';
import { placeholderCheck } from './placeholder.ts';
import { popularityCheck } from './popularity.ts';
import { versionAgeCheck } from './version-age.ts';

/** Every check of the gate, in the order in which they are shown. A test walks the folder and compares. */
export const trustChecks: readonly TrustCheck[] = [
  nameCheck,
  existsCheck,
  placeholderCheck,
  lookalikeCheck,
  popularityCheck,
  versionAgeCheck,
];
