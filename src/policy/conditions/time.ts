import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { answer, condition, remembered, type Condition } from './condition.ts';

/** As `Intl` abbreviates them in English, in lower case. */
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type Weekday = (typeof weekdays)[number];

const clock = v.pipe(
  v.string(),
  v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, () => t('This is no time of day, such as "09:30".')),
);
const window = v.pipe(
  v.strictObject({
    days: v.optional(v.pipe(v.array(v.picklist(weekdays)), v.minLength(1), v.maxLength(7))),
    from: v.optional(clock),
    to: v.optional(clock),
    timeZone: v.pipe(
      v.string(),
      v.minLength(1),
      v.maxLength(64),
      v.check(isTimeZone, () => t('This is no time zone.')),
    ),
  }),
  v.check(
    ({ from, to }) => (from === undefined) === (to === undefined),
    () => t('There have to be both "from" and "to", or none.'),
  ),
  v.check(
    ({ from, to }) => from === undefined || from !== to,
    () => t('"from" and "to" must not be the same.'),
  ),
  v.check(
    ({ days, from }) => days !== undefined || from !== undefined,
    () => t('There have to be days or hours.'),
  ),
);

/**
 * When it is asked: `{ "days": ["sat", "sun"], "timeZone": "Europe/Berlin" }`, or hours `"from": "22:00", "to": "06:00"`, or
 * both; the end is not included. Hours that go over midnight belong to the day on which they begin. By the time handed in.
 */
export const timeCondition: Condition = condition('time', window, ({ days, from, to, timeZone }) => {
  const isOn = (day: Weekday): boolean => days === undefined || days.includes(day);
  const contains = (day: Weekday, time: string): boolean => {
    if (from === undefined || to === undefined) return isOn(day);
    if (from < to) return isOn(day) && time >= from && time < to;
    return (isOn(day) && time >= from) || (isOn(dayBefore(day)) && time < to);
  };
  const format = formatOf(timeZone);
  const tell = remembered((at) => {
    const date = new Date(at ?? Number.NaN);
    if (Number.isNaN(date.getTime())) return 'not-applicable';
    const { day, time } = read(format, date);
    return day === undefined ? 'not-applicable' : answer(contains(day, time));
  });
  return ({ at }) => tell(at);
});

function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}

function read(format: Intl.DateTimeFormat, date: Date): { readonly day: Weekday | undefined; readonly time: string } {
  const parts = new Map(format.formatToParts(date).map(({ type, value }) => [type, value]));
  const day = weekdays.find((name) => name === parts.get('weekday')?.toLowerCase());
  return { day, time: `${parts.get('hour') ?? ''}:${parts.get('minute') ?? ''}` };
}

function dayBefore(day: Weekday): Weekday {
  return weekdays[(weekdays.indexOf(day) + 6) % 7] as Weekday;
}

function isTimeZone(name: string): boolean {
  try {
    return formatOf(name).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
