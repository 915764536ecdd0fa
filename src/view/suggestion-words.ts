import { t } from '@vscode/l10n';
import { assertNever } from '../base/errors.ts';
import type { Advice, AdvisedSuggestion, Suggestion, SuggestionReport } from '../model/suggestion.ts';

/** What is called by its name, and what is written as it stands. */
export function suggestionName(suggestion: Suggestion): string {
  return suggestion.kind === 'builtin' ? suggestion.builtin : suggestion.package;
}

/** One sentence: why something else is looked for. */
export function causeWords({ package: name, version = '', cause, message = '' }: SuggestionReport): string {
  switch (cause) {
    case 'unknown':
      return t('The registry has no package "{0}".', name);
    case 'deprecated':
      return t('{0} {1} is deprecated: {2}', name, version, message);
    case 'lookalike':
      return t('{0} looks like a far more popular package.', name);
    case 'vulnerable':
      return t('{0} {1} has known vulnerabilities.', name, version);
    case 'missing':
    case 'asked':
      return t('Nothing that is known speaks against {0}.', name);
    default:
      return assertNever(cause);
  }
}

/** What a language model says of one, as a quote of its own, and what the gate would ask before it lets that in. */
export function adviceWords({ by }: Advice, { quote = '', doubt }: AdvisedSuggestion): readonly string[] {
  return [
    ...(quote === '' ? [] : [t('AI, {0}: “{1}”', by, quote)]),
    ...(doubt === undefined ? [] : [t('The gate asks: {0}', doubt)]),
  ];
}

/** What is known of a suggested package, without what is not; empty for what is no package. */
export function factWords(suggestion: Suggestion): string {
  if (suggestion.kind === 'builtin') return '';
  const { version, publishedAt, downloadsPerMonth, unpackedBytes } = suggestion.facts;
  return [
    ...(version === undefined ? [] : [version]),
    ...(publishedAt === undefined ? [] : [t('published {0}', publishedAt.slice(0, 10))]),
    ...(downloadsPerMonth === undefined ? [] : [t('{0} downloads a month', grouped(downloadsPerMonth))]),
    ...(unpackedBytes === undefined
      ? []
      : [t('{0} KB on the disk', grouped(Math.max(1, Math.round(unpackedBytes / 1000))))]),
  ].join(', ');
}

/** Grouped as in every language (SI: by narrow spaces). */
function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, '\u202f');
}
