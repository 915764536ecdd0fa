import { boundsSchema, isWithin, wholeNumber } from './bounds.ts';
import { answer, condition, type Condition } from './condition.ts';

/** The safety score, 0 to 100: `{ "atLeast": 80 }`, `{ "below": 60 }`, or both. An install has none. */
export const scoreCondition: Condition = condition('score', boundsSchema(wholeNumber(100)), (bounds) => {
  return ({ action, score }) => {
    if (action === 'install') return 'no';
    return isKnown(score) ? answer(isWithin(score, bounds)) : 'not-applicable';
  };
});

function isKnown(score: number | undefined): score is number {
  return score !== undefined && !Number.isNaN(score);
}
