import { actionCondition } from './action.ts';
import { branchCondition } from './branch.ts';
import { bumpCondition } from './bump.ts';
import type { Condition } from './condition.ts';
import { dependencyTypeCondition } from './dependency-type.ts';
import { licenseCondition } from './license.ts';
import { packageCondition } from './package.ts';
import { projectCondition } from './project.ts';
import { releaseAgeCondition } from './release-age.ts';
import { scoreCondition } from './score.ts';
import { severityCondition } from './severity.ts';
import { timeCondition } from './time.ts';
import { triggerCondition } from './trigger.ts';

/** Every condition, in the order in which they are asked: cheap ones that say `no` to most come first. */
export const conditions: readonly Condition[] = [
  actionCondition,
  packageCondition,
  dependencyTypeCondition,
  bumpCondition,
  severityCondition,
  triggerCondition,
  scoreCondition,
  releaseAgeCondition,
  projectCondition,
  branchCondition,
  licenseCondition,
  timeCondition,
];
