import { t } from '@vscode/l10n';
import { NativeRules } from './native-rules.ts';
import { patternsOf, readNames, textsOf } from './names.ts';
import { own, type ReadNative } from './settings.ts';

/**
 * .ncurc, .ncurc.json, .ncurc.yml: `reject`, one text or a list of names and globs, separated by commas or spaces, or
 * `/…/` for a regular expression (npm-check-updates documentation: filter, reject, config file).
 */
export const readNcurc: ReadNative = (settings) => {
  const rules = new NativeRules(settings);
  const value = own(settings.value, 'reject');
  if (value !== undefined && value !== null) {
    const texts = textsOf(value);
    if (texts === undefined) rules.fault(['reject'], t('This is no list of names.'));
    const { patterns, unread } = readNames((texts ?? []).flatMap(split), patternsOf);
    if (patterns.length > 0) rules.hold(['reject'], 'pin', { package: patterns });
    if (unread.length > 0) rules.note(['reject'], t('Not understood, so not held: {0}', unread.join(', ')));
  }
  for (const key of ['rejectVersion', 'cooldown', 'filter', 'filterVersion', 'dep']) {
    if (own(settings.value, key) !== undefined) rules.note([key], t('This is not looked at here.'));
  }
  return rules.result;
};

function split(text: string): readonly string[] {
  return text.trim().startsWith('/') ? [text.trim()] : text.split(/[\s,]+/).filter((part) => part !== '');
}
