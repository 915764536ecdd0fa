import { boundsSchema, isWithin, wholeNumber } from './bounds.ts';
import { answer, condition, type Condition } from './condition.ts';

/**
 * Days since the new version was released: `{ "atLeast": 14 }`, `{ "below": 7 }`, or both; whole numbers up to 3650. A
 * version from the future has no age.
 */
export const releaseAgeCondition: Condition = condition('releaseAge', boundsSchema(wholeNumber(3_650)), (bounds) => {
  return ({ releaseAgeDays: days }) =>
    days !== undefined && days >= 0 ? answer(isWithin(days, bounds)) : 'not-applicable';
});
