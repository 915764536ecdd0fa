import { t } from '@vscode/l10n';

/** Numbers and times in the user's language. `now` is the host's clock in milliseconds. */
export interface Formats {
  count(value: number): string;
  /** 0.964 -> 96.4 %, one decimal; never rounded up to 100. */
  percent(value: number): string;
  /** Whole percents. */
  progress(value: number): string;
  /** How long since: 12 min, 7 hr, 3 days. */
  age(at: string, now: number): string;
  /** 4 minutes ago. */
  ago(at: string, now: number): string;
  /** in 2 hr; how long until. */
  until(at: string, now: number): string;
  /** 09:41 of today, else Fri, 20 Nov. */
  moment(at: string, now: number): string;
  /** Date and time in full, for tooltips and details. */
  full(at: string): string;
  /** Time of the day with its seconds; with the day where that is another than that of `first`. */
  time(at: string, first: string): string;
  /** A day without a time, from an ISO date. */
  day(date: string): string;
  /** Mon, from an ISO date. */
  weekday(date: string): string;
  /** 0.4 s, 0:38, 1:02:07. */
  duration(milliseconds: number): string;
  /** Joined by commas, and by "or" before the last. */
  either(parts: readonly string[]): string;
  /** Joined by commas. */
  list(parts: readonly string[]): string;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Largest unit that gives at least one. */
const units = [
  ['year', 365 * day],
  ['month', 30 * day],
  ['day', day],
  ['hour', hour],
  ['minute', minute],
] as const;

export function createFormats(wanted: string): Formats {
  const locale = known(wanted);
  const count = new Intl.NumberFormat(locale);
  const two = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2, useGrouping: false });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1, roundingMode: 'floor' });
  const whole = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', maximumFractionDigits: 1 });
  const list = new Intl.ListFormat(locale, { type: 'unit', style: 'short' });
  const either = new Intl.ListFormat(locale, { type: 'disjunction' });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const seconds = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const dayOnly = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' });
  return {
    count: (value) => count.format(value),
    percent: (value) => percent.format(value),
    progress: (value) => whole.format(value),
    either: (parts) => either.format(parts),
    list: (parts) => list.format(parts),
    full: (at) => full.format(new Date(at)),
    time: (at, first) => {
      const then = new Date(at);
      return (then.toDateString() === new Date(first).toDateString() ? seconds : full).format(then);
    },
    day: (date) => dayOnly.format(new Date(`${date.slice(0, 10)}T12:00:00`)),
    weekday: (date) => weekday.format(new Date(`${date}T12:00:00`)),
    duration: (milliseconds) =>
      milliseconds < 1000
        ? tenths.format(Math.max(0.1, Math.floor(milliseconds / 100) / 10))
        : clock(Math.floor(milliseconds / 1000), count, two),
    ...ages(locale),
  };
}

function ages(locale: string): Pick<Formats, 'age' | 'ago' | 'until' | 'moment'> {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const shortRelative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' });
  const amounts = new Map(
    units.map(([unit]) => [unit, new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' })]),
  );
  return {
    age(at, now) {
      const found = inUnits(now - Date.parse(at));
      return found ? (amounts.get(found.unit)?.format(found.amount) ?? '') : relative.format(0, 'second');
    },
    ago(at, now) {
      const found = inUnits(now - Date.parse(at));
      return found ? relative.format(-found.amount, found.unit) : relative.format(0, 'second');
    },
    until(at, now) {
      const found = inUnits(Date.parse(at) - now);
      return found ? shortRelative.format(found.amount, found.unit) : relative.format(0, 'second');
    },
    moment(at, now) {
      const then = new Date(at);
      return then.toDateString() === new Date(now).toDateString() ? time.format(then) : date.format(then);
    },
  };
}

function inUnits(span: number): { readonly unit: (typeof units)[number][0]; readonly amount: number } | undefined {
  const found = units.find(([, length]) => span >= length);
  return found && { unit: found[0], amount: Math.floor(span / found[1]) };
}

function clock(seconds: number, plain: Intl.NumberFormat, two: Intl.NumberFormat): string {
  const minutes = Math.floor(seconds / 60);
  const rest = two.format(seconds % 60);
  if (minutes < 60)
    return t({ message: '{0}:{1}', args: [plain.format(minutes), rest], comment: 'A duration: minutes, seconds.' });
  const parts = [plain.format(Math.floor(minutes / 60)), two.format(minutes % 60), rest];
  return t({ message: '{0}:{1}:{2}', args: parts, comment: 'A duration: hours, minutes, seconds.' });
}

function known(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
