import { t } from '@vscode/l10n';
import * as v from 'valibot';

/** At least the one, and less than the other; one of the two has to be there. */
export interface Bounds<T> {
  readonly atLeast?: T | undefined;
  readonly below?: T | undefined;
}

/** The argument of a condition about something that has an order. */
export function boundsSchema<T>(value: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, Bounds<T>> {
  return v.pipe(
    v.strictObject({ atLeast: v.optional(value), below: v.optional(value) }),
    v.check(
      ({ atLeast, below }) => atLeast !== undefined || below !== undefined,
      () => t('There has to be "atLeast" or "below".'),
    ),
  );
}

/** A whole number of so much at most. */
export function wholeNumber(most: number): v.GenericSchema<unknown, number> {
  return v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));
}

/** True for a number within the bounds. */
export function isWithin(value: number, { atLeast, below }: Bounds<number>): boolean {
  return (atLeast === undefined || value >= atLeast) && (below === undefined || value < below);
}
