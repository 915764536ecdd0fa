import { t } from '@vscode/l10n';
import { NativeRules } from './native-rules.ts';
import { textsOf } from './names.ts';
import { own, type ReadNative } from './settings.ts';

/**
 * pnpm-workspace.yaml: `minimumReleaseAge` in minutes, and `minimumReleaseAgeExclude`, names and globs, since 10.19 also
 * `name@version || version` (pnpm documentation: Settings).
 */
export const readPnpmWorkspace: ReadNative = (settings) => {
  const rules = new NativeRules(settings);
  const age = own(settings.value, 'minimumReleaseAge');
  const excluded = own(settings.value, 'minimumReleaseAgeExclude') ?? [];
  const names = textsOf(excluded);
  if (names === undefined) rules.fault(['minimumReleaseAgeExclude'], t('This is no list of names.'));
  if (age === undefined || age === null) return rules.result;
  if (typeof age !== 'number' || !(age >= 0)) {
    rules.fault(['minimumReleaseAge'], t('This is no number.'));
    return rules.result;
  }
  const whole = (names ?? []).filter((name) => name.lastIndexOf('@') <= 0);
  if (whole.length < (names ?? []).length) {
    rules.note(['minimumReleaseAgeExclude'], t('Exceptions for single versions are not made here.'));
  }
  rules.age(['minimumReleaseAge'], age / (24 * 60), {}, whole);
  return rules.result;
};
