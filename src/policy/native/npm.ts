import { t } from '@vscode/l10n';
import { NativeRules } from './native-rules.ts';
import { own, type ReadNative } from './settings.ts';
import { textsOf } from './names.ts';

/**
 * `.npmrc` as a record of its settings, a list for one that stands there as one. npm: `min-release-age` in days, and
 * `min-release-age-exclude`, names and globs (npm documentation: config, npm 11). pnpm 10 reads the file too:
 * `minimum-release-age` in minutes, and `minimum-release-age-exclude` (pnpm documentation: settings, minimumReleaseAge).
 */
export const readNpmrc: ReadNative = (settings) => {
  const rules = new NativeRules(settings);
  for (const [key, perDay] of [
    ['min-release-age', 1],
    ['minimum-release-age', 24 * 60],
  ] as const) {
    const text = lastOf(own(settings.value, key));
    if (text === undefined || text === 'null' || text === '') continue;
    const value = Number(text);
    if (Number.isFinite(value) && value >= 0) {
      rules.age([key], value / perDay, {}, textsOf(own(settings.value, `${key}-exclude`)) ?? []);
    } else {
      rules.fault([key], t('This is no number.'));
    }
  }
  return rules.result;
};

/** What stands last counts. */
function lastOf(value: unknown): string | undefined {
  return textsOf(value)?.at(-1);
}
