const dayMs = 86_400_000;

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: dayMs,
  w: 7 * dayMs,
  mo: 30 * dayMs,
  y: 365.25 * dayMs,
};

/** Units by all the names that they have; `M` alone is a month. */
const unitNames: readonly (readonly [unit: string, names: RegExp])[] = [
  ['ms', /^(?:ms|msecs?|milliseconds?)$/i],
  ['mo', /^(?:M|mo|months?)$/],
  ['s', /^(?:s|secs?|seconds?)$/i],
  ['m', /^(?:m|mins?|minutes?)$/i],
  ['h', /^(?:h|hrs?|hours?)$/i],
  ['d', /^(?:d|days?)$/i],
  ['w', /^(?:w|weeks?)$/i],
  ['y', /^(?:y|yrs?|years?)$/i],
];

/**
 * Days of a time such as `3 days`, `1 week 2 days` or `90m`; a number alone counts in `unit`, as does a text with no unit.
 * Undefined for what is no time, or a negative one. Sources: Renovate documentation, minimumReleaseAge (the names of the
 * package `ms`, and months of 30 days); Yarn documentation, npmMinimalAgeGate (`ms` to `w`).
 */
export function daysOf(value: unknown, unit: keyof typeof unitMs): number | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  if (text === '' || text.length > 100) return undefined;
  let total = 0;
  const rest = text.replaceAll(/(\d+(?:\.\d+)?)\s*([a-z]*)\s*/gi, (_whole, count: string, name: string) => {
    const found = name === '' ? unit : unitNames.find(([, names]) => names.test(name))?.[0];
    total += Number(count) * (unitMs[found ?? ''] ?? Number.NaN);
    return '';
  });
  return rest === '' && Number.isFinite(total) ? total / dayMs : undefined;
}
