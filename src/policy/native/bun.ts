import { t } from '@vscode/l10n';
import { NativeRules } from './native-rules.ts';
import { textsOf } from './names.ts';
import { isObject, own, type ReadNative } from './settings.ts';

/**
 * bunfig.toml: `install.minimumReleaseAge` in seconds, and `install.minimumReleaseAgeExcludes`, exact names (Bun documentation:
 * bunfig.toml, since 1.3).
 */
export const readBunfig: ReadNative = (settings) => {
  const rules = new NativeRules(settings);
  const install = own(settings.value, 'install');
  if (install !== undefined && !isObject(install)) rules.fault(['install'], t('This is no table.'));
  const age = own(install, 'minimumReleaseAge');
  const names = textsOf(own(install, 'minimumReleaseAgeExcludes') ?? []);
  if (names === undefined) rules.fault(['install', 'minimumReleaseAgeExcludes'], t('This is no list of names.'));
  if (age === undefined) return rules.result;
  if (typeof age === 'number' && age >= 0) {
    rules.age(['install', 'minimumReleaseAge'], age / (24 * 60 * 60), {}, names ?? []);
  } else {
    rules.fault(['install', 'minimumReleaseAge'], t('This is no number.'));
  }
  return rules.result;
};
