import { t } from '@vscode/l10n';
import { daysOf } from './duration.ts';
import { NativeRules } from './native-rules.ts';
import { textsOf } from './names.ts';
import { own, type ReadNative } from './settings.ts';

/**
 * .yarnrc.yml: `npmMinimalAgeGate`, a duration such as `3d`, minutes where it has no unit, and `npmPreapprovedPackages`, names,
 * globs and `name@range` (Yarn documentation: .yarnrc.yml, since 4.10).
 */
export const readYarnrc: ReadNative = (settings) => {
  const rules = new NativeRules(settings);
  const age = own(settings.value, 'npmMinimalAgeGate');
  const names = textsOf(own(settings.value, 'npmPreapprovedPackages') ?? []);
  if (names === undefined) rules.fault(['npmPreapprovedPackages'], t('This is no list of names.'));
  if (age === undefined || age === null) return rules.result;
  const days = daysOf(age, 'm');
  if (days === undefined) {
    rules.fault(['npmMinimalAgeGate'], t('This is no time that can be read.'));
    return rules.result;
  }
  const whole = (names ?? []).filter((name) => name.lastIndexOf('@') <= 0);
  if (whole.length < (names ?? []).length) {
    rules.note(['npmPreapprovedPackages'], t('Exceptions for single versions are not made here.'));
  }
  rules.age(['npmMinimalAgeGate'], days, {}, whole);
  return rules.result;
};
