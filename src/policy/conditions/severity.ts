import * as v from 'valibot';
import { severities } from '../../model/advisory.ts';
import { boundsSchema, isWithin } from './bounds.ts';
import { answer, condition, type Condition } from './condition.ts';

/**
 * The worst advisory that a security fix is about: `{ "atLeast": "high" }`, `{ "below": "moderate" }`, or both. Anything
 * but a security fix has none.
 */
export const severityCondition: Condition = condition('severity', boundsSchema(v.picklist(severities)), (bounds) => {
  const rank = (word: (typeof severities)[number] | undefined): number | undefined =>
    word === undefined ? undefined : severities.indexOf(word);
  const ranks = { atLeast: rank(bounds.atLeast), below: rank(bounds.below) };
  return ({ action, severity }) => {
    if (action !== 'security-fix') return 'no';
    return severity === undefined ? 'not-applicable' : answer(isWithin(severities.indexOf(severity), ranks));
  };
});
