import { t } from '@vscode/l10n';
import type { Severity } from '../model/advisory.ts';
import type { BumpKind, DependencyPlace, RuleAction, RuleKind } from '../model/rule.ts';
import type { Weekday } from '../view/rule-conditions.ts';
import type { Formats } from './formats.ts';
import type { Mark } from './words.ts';

export function kindMark(kind: RuleKind): Mark {
  const marks: Readonly<Record<RuleKind, Mark>> = {
    'auto-install': { icon: 'cloud-download', tone: 'ok', word: t('Auto-install') },
    'auto-update': { icon: 'sync', tone: 'ok', word: t('Auto-update') },
    pin: { icon: 'pinned', tone: 'mute', word: t('Pin') },
    ignore: { icon: 'eye-closed', tone: 'mute', word: t('Ignore') },
    block: { icon: 'error', tone: 'bad', word: t('Block') },
    ask: { icon: 'question', tone: 'warn', word: t('Ask') },
  };
  return marks[kind];
}

/** What follows where a rule of this kind decides. */
export function kindMeaning(kind: RuleKind): string {
  const meanings: Readonly<Record<RuleKind, string>> = {
    'auto-install': t('In autopilot it is installed without a click, where the gate allows it too.'),
    'auto-update': t('In autopilot it is updated without a click. Nothing updates by itself so far.'),
    pin: t('It stays at its version. Nothing updates by itself so far.'),
    ignore: t('It is left alone, and not told again. Nothing updates by itself so far.'),
    block: t('It does not come in, whoever asks.'),
    ask: t('It comes in once a person says yes.'),
  };
  return meanings[kind];
}

export function actionName(action: RuleAction): string {
  const names: Readonly<Record<RuleAction, string>> = {
    install: t('Installs'),
    update: t('Updates'),
    'security-fix': t('Security fixes'),
    resolve: t('Resolutions of conflicts'),
  };
  return names[action];
}

export function placeName(place: DependencyPlace): string {
  return place === 'transitive' ? t('what other packages bring') : place;
}

export function bumpName(bump: BumpKind): string {
  const names: Readonly<Record<BumpKind, string>> = {
    major: t('major (may break)'),
    minor: t('minor'),
    patch: t('patch'),
    downgrade: t('to an older version'),
  };
  return names[bump];
}

export function severityName(severity: Severity): string {
  const names: Readonly<Record<Severity, string>> = {
    low: t('low'),
    moderate: t('moderate'),
    high: t('high'),
    critical: t('critical'),
  };
  return names[severity];
}

/** In the user's language, from a week that begins on a Monday. */
export function dayName(day: Weekday, { weekday }: Formats): string {
  const dates: Readonly<Record<Weekday, string>> = {
    mon: '2024-01-01',
    tue: '2024-01-02',
    wed: '2024-01-03',
    thu: '2024-01-04',
    fri: '2024-01-05',
    sat: '2024-01-06',
    sun: '2024-01-07',
  };
  return weekday(dates[day]);
}
