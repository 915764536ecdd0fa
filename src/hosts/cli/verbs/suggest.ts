import { t } from '@vscode/l10n';
import { manifestPath } from '../../../model/manifest.ts';
import type { Suggestion, SuggestionReport } from '../../../model/suggestion.ts';
import { causeWords, factWords, suggestionName } from '../../../view/suggestion-words.ts';
import type { VerbResult } from '../output.ts';
import type { Session } from '../session.ts';
import { flagText, owningFolder, packageNamed } from './words.ts';
import type { Verb } from './verb.ts';

export const suggestVerb: Verb = {
  name: 'suggest',
  usage: () => 'suggest [NAME…]',
  help: () => t('what to use instead of a package; without a name, of what is declared and was given up'),
  flags: { project: { type: 'string' } },
  options: () => [['--project DIR', t('as the package.json of another folder of this workspace sees it')]],
  mostWords: Infinity,
  async run(session, words, flags) {
    if (words.length === 0) return declaredResult(session, flagText(flags, 'project'));
    const { engine, signal } = session;
    const names = [...new Set(words)].map(packageNamed);
    const manifest = await owningFolder(session, flagText(flags, 'project'));
    const reports = await Promise.all(
      names.map((name) =>
        engine.suggesting.instead({ package: name, subpath: '', manifest, otherwise: 'asked', facts: true }, signal),
      ),
    );
    const isDoubtful = reports.some(({ cause, unchecked }) => cause !== 'asked' || unchecked !== undefined);
    return {
      document: { packages: reports.map(rowOf), unchecked: uncheckedRows(reports) },
      lines: reports.flatMap(linesOf),
      problems: reports.flatMap(problemsOf),
      exitCode: isDoubtful ? 1 : 0,
    };
  },
};

/** Of what is declared at or below the folder of the command, or in the one that was named. */
async function declaredResult(session: Session, project: string | undefined): Promise<VerbResult> {
  const only = project === undefined ? undefined : await owningFolder(session, project);
  const concerns = (folder: string): boolean => (only === undefined ? session.concerns(folder) : folder === only);
  const { deprecated, unchecked } = await session.engine.suggesting.deprecations(concerns, session.signal);
  const said = unchecked.map(({ package: name, manifest, reason }) => ({
    package: name,
    manifest: session.fromCwd(manifestPath(manifest)),
    reason: reason ?? t('No registry was asked, or it has no such version.'),
  }));
  const isClean = deprecated.length === 0 && unchecked.length === 0;
  return {
    document: {
      packages: deprecated.map((report) => ({
        ...rowOf(report),
        manifest: session.fromCwd(manifestPath(report.manifest)),
      })),
      unchecked: said,
    },
    lines: [...deprecated.flatMap(linesOf), ...(isClean ? [t('Nothing that is declared was given up.')] : [])],
    problems: said.map(({ package: name, reason }) => uncheckedSentence(name, reason)),
    exitCode: isClean ? 0 : 1,
  };
}

function rowOf({ package: name, cause, version, message, suggestions }: SuggestionReport) {
  return {
    package: name,
    cause,
    version: version ?? null,
    message: message ?? null,
    replacements: suggestions.map(replacementOf),
  };
}

function replacementOf(suggestion: Suggestion): Readonly<Record<string, unknown>> {
  const { kind, reason, url = null } = suggestion;
  if (suggestion.kind === 'builtin') {
    return { kind, name: suggestion.builtin, specifier: suggestion.specifier ?? null, reason, url };
  }
  const { downloadsPerMonth = null, version = null, publishedAt = null, unpackedBytes = null } = suggestion.facts;
  const facts = { downloadsPerMonth, version, publishedAt, unpackedBytes };
  return { kind, name: suggestion.package, sameApi: suggestion.sameApi, reason, url, ...facts };
}

function uncheckedRows(reports: readonly SuggestionReport[]) {
  return reports.flatMap(({ package: name, unchecked }) =>
    unchecked === undefined ? [] : [{ package: name, reason: unchecked }],
  );
}

function problemsOf({ package: name, unchecked }: SuggestionReport): readonly string[] {
  return unchecked === undefined ? [] : [uncheckedSentence(name, unchecked)];
}

function uncheckedSentence(name: string, reason: string): string {
  return t('Whether {0} was given up is not known. {1}', name, reason);
}

function linesOf(report: SuggestionReport): readonly string[] {
  const { suggestions } = report;
  const head = causeWords(report);
  if (suggestions.length === 0) return [`${head} ${t('Nothing is known that could be used instead.')}`];
  return [head, ...suggestions.flatMap(suggestionLines)];
}

function suggestionLines(suggestion: Suggestion): readonly string[] {
  const facts = factWords(suggestion);
  const name = suggestionName(suggestion);
  const url = suggestion.url === undefined ? [] : [`    ${suggestion.url}`];
  return [`  ${facts === '' ? name : `${name}  (${facts})`}`, `    ${suggestion.reason}`, ...url];
}
