import { t } from '@vscode/l10n';
import { severities } from '../model/advisory.ts';
import { splitPatterns } from './rule-conditions.ts';
import { patternFields, type DraftFaults, type RuleDraft, type TextField } from './rule-draft.ts';

/** As policy/policy-schema.ts and policy/conditions/ have them. */
const highestPriority = 1_000;
const longestName = 200;
const mostPatterns = 100;
const longestPattern = 256;
const most = { score: 100, age: 3_650 } as const;

type Fault = readonly [field: TextField, sentence: string | undefined];

/** What of a form is not right, as far as it can be told without reading a pattern. */
export function faultsOf({ texts, choices }: RuleDraft): DraftFaults {
  const { name, priority } = texts;
  const found: readonly Fault[] = [
    ['name', nameFault(name.trim())],
    ['priority', numberFault(priority, highestPriority, true)],
    ...patternFields.map((field) => [field, patternsFault(splitPatterns(texts[field]))] as const),
    ...(['score', 'age'] as const).flatMap((field) => boundsFaults(texts, field)),
    ['severityBelow', severityFault(texts)],
    ...timeFaults(texts, choices.days),
  ];
  return Object.fromEntries(found.filter(([, fault]) => fault !== undefined));
}

function nameFault(name: string): string | undefined {
  if (name === '') return t('Give the rule a name.');
  return name.length > longestName ? t('The name may have up to {0} letters.', longestName) : undefined;
}

function numberFault(text: string, highest: number, isNeeded = false): string | undefined {
  const given = text.trim();
  if (given === '' && !isNeeded) return undefined;
  return /^\d{1,5}$/.test(given) && Number(given) <= highest
    ? undefined
    : t('This has to be a whole number from 0 to {0}.', highest);
}

function patternsFault(patterns: readonly string[]): string | undefined {
  if (patterns.length > mostPatterns) return t('There may be up to {0} patterns.', mostPatterns);
  const long = patterns.find((pattern) => pattern.length > longestPattern);
  return long === undefined ? undefined : t('A pattern may have up to {0} letters.', longestPattern);
}

function boundsFaults(texts: RuleDraft['texts'], field: keyof typeof most): readonly Fault[] {
  const [least, limit] = [texts[`${field}AtLeast`].trim(), texts[`${field}Below`].trim()];
  const [leastFault, limitFault] = [numberFault(least, most[field]), numberFault(limit, most[field])];
  const isEmpty = least !== '' && limit !== '' && Number(limit) <= Number(least);
  const both = leastFault === undefined && isEmpty ? nothingBetween() : undefined;
  return [
    [`${field}AtLeast`, leastFault],
    [`${field}Below`, limitFault ?? both],
  ];
}

function severityFault({ severityAtLeast, severityBelow }: RuleDraft['texts']): string | undefined {
  const rank = (text: string): number => severities.findIndex((severity) => severity === text);
  if (severityBelow === '') return undefined;
  return rank(severityBelow) <= Math.max(0, rank(severityAtLeast)) ? nothingBetween() : undefined;
}

function nothingBetween(): string {
  return t('Nothing is both at least the one and below the other.');
}

function timeFaults(texts: RuleDraft['texts'], days: readonly string[]): readonly Fault[] {
  const [from, to, timeZone] = [texts.timeFrom.trim(), texts.timeTo.trim(), texts.timeZone.trim()];
  const isUsed = from !== '' || to !== '' || days.length > 0;
  return [
    ['timeFrom', clockFault(from, to)],
    ['timeTo', clockFault(to, from) ?? (from !== '' && from === to ? t('This has to be another time.') : undefined)],
    ['timeZone', isUsed && !isTimeZone(timeZone) ? t('This is no time zone, such as "Europe/Berlin".') : undefined],
  ];
}

function clockFault(text: string, other: string): string | undefined {
  if (text === '') return other === '' ? undefined : t('Both times have to be there, or none.');
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? undefined : t('This is no time of day, such as "09:30".');
}

function isTimeZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
