import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RelativePath } from '../../../base/path.ts';
import type { MissingFinding } from '../../../model/finding.ts';
import type { ImportForm } from '../../../model/import-site.ts';
import { declaredIn } from '../../../model/manifest.ts';
import type { PackageName } from '../../../model/package-name.ts';
import type { InstallRequest } from '../../../model/plan.ts';
import { projectOfManifest } from '../../../model/project.ts';
import type { Suggestion, SuggestionReport } from '../../../model/suggestion.ts';
import { rewrittenSpecifier } from '../../../policy/suggest/rewrite.ts';
import { suggestionName } from '../../../view/suggestion-words.ts';
import type { InternalCommandId } from '../contributions.ts';
import type { FolderEntry } from '../folders.ts';
import { command, inTime, quickFix } from './actions.ts';

/** Argument of `quartermaster.internal.installPackage`: it goes the way of every install, gate and questions included. */
export interface InstallPackage {
  /** The uri of the workspace folder. */
  readonly folder: string;
  readonly request: InstallRequest;
}

/** Argument of `quartermaster.internal.suggest`. */
export interface SuggestInstead {
  /** The uri of the workspace folder. */
  readonly folder: string;
  readonly finding: MissingFinding;
  /** Where the package is imported. */
  readonly document: string;
  readonly range: vscode.Range;
  readonly specifier: string;
  readonly form: ImportForm;
}

/** A place that imports a package which is not there. */
interface Place {
  readonly entry: FolderEntry;
  readonly document: vscode.TextDocument;
  readonly file: RelativePath;
  readonly finding: MissingFinding;
  readonly diagnostic: vscode.Diagnostic;
}

/** What stands around the fixes of {@link suggestionActions}. */
interface SuggestionSurroundings {
  readonly meant: PackageName | undefined;
  readonly installs: boolean;
  readonly by: string;
  readonly asks: boolean;
}

/** What there is instead of a package; undefined where nobody could say in time. Nobody is asked about what is suggested. */
export async function suggestionsInTime(
  { entry, document, finding, diagnostic }: Omit<Place, 'file'>,
  token: vscode.CancellationToken,
): Promise<SuggestionReport | undefined> {
  const specifier = document.getText(diagnostic.range);
  if (finding.kind !== 'undeclared' || !specifier.startsWith(finding.package)) return undefined;
  const { package: name, manifest } = finding;
  const subpath = specifier.slice(name.length + 1);
  const request = { package: name, subpath, manifest, otherwise: 'missing', facts: false } as const;
  const asked = entry.engine.suggesting.instead(request, new AbortController().signal);
  return inTime<SuggestionReport | undefined>(asked, token, () => undefined);
}

/**
 * For each by which the specifier can be rewritten, that, and the install where it needs one; then one action that shows all of
 * them with their reasons. `meant`: what another fix changes the specifier to already. `installs`: whether anything may be
 * installed here. `asks`: whether there is a language model that could be asked for more.
 */
export function suggestionActions(
  place: Place,
  report: SuggestionReport | undefined,
  { meant, installs, by, asks }: SuggestionSurroundings,
): readonly vscode.CodeAction[] {
  const { entry, document, file, finding, diagnostic } = place;
  const suggestions = report?.suggestions ?? [];
  const isAskable = asks && report !== undefined && report.cause !== 'missing';
  if (suggestions.length === 0 && !isAskable) return [];
  const specifier = document.getText(diagnostic.range);
  const form = formAt(finding, file, diagnostic.range) ?? 'import';
  const actions = suggestions.flatMap((suggestion) => {
    const to = rewrittenSpecifier(suggestion, { specifier, name: finding.package, form });
    if (to === undefined) return [];
    const request = installs ? requestFor(entry, finding, suggestion) : undefined;
    if (request === undefined && suggestionName(suggestion) === meant) return [];
    const action = quickFix(titleOf(suggestion, request === undefined ? undefined : by), diagnostic);
    action.edit = new vscode.WorkspaceEdit();
    action.edit.replace(document.uri, diagnostic.range, to);
    if (request === undefined) return [action];
    const argument: InstallPackage = { folder: entry.folder.uri.toString(), request };
    const id: InternalCommandId = 'quartermaster.internal.installPackage';
    action.command = { command: id, title: action.title, arguments: [argument] };
    return [action];
  });
  const argument: SuggestInstead = {
    folder: entry.folder.uri.toString(),
    finding,
    document: document.uri.toString(),
    range: diagnostic.range,
    specifier,
    form,
  };
  // What stands beside it already needs no list.
  if (!isAskable && suggestions.every((suggestion) => suggestionName(suggestion) === meant)) return actions;
  const title = t('What to use instead of {0}…', finding.package);
  return [...actions, command(title, 'quartermaster.internal.suggest', diagnostic, [argument])];
}

/** What has to be installed for a suggestion; undefined for what is declared already, or is no package. */
export function requestFor(
  entry: FolderEntry,
  finding: MissingFinding,
  suggestion: Suggestion,
): InstallRequest | undefined {
  if (suggestion.kind === 'builtin' || finding.kind !== 'undeclared') return undefined;
  const { manifest, belongsIn } = finding;
  const { map } = entry.engine;
  const owner = map && projectOfManifest(map, manifest)?.manifests.find(({ folder }) => folder === manifest);
  if (owner !== undefined && declaredIn(owner, suggestion.package) !== undefined) return undefined;
  return { package: suggestion.package, range: undefined, manifest, field: belongsIn };
}

/** `by`: the package manager that installs it; undefined where nothing is installed. */
function titleOf(suggestion: Suggestion, by: string | undefined): string {
  const name = suggestionName(suggestion);
  if (suggestion.kind === 'builtin') return t('Use {0} instead', suggestion.specifier ?? name);
  if (suggestion.sameApi) {
    return by === undefined ? t('Use {0} instead', name) : t('Use {0} instead, and install it with {1}', name, by);
  }
  return by === undefined
    ? t('Use {0} instead, whose API is another', name)
    : t('Use {0} instead, whose API is another, and install it with {1}', name, by);
}

function formAt(finding: MissingFinding, file: RelativePath, { start }: vscode.Range): ImportForm | undefined {
  const here = finding.uses.filter(({ site }) => site.file === file);
  const at = here.find(
    ({ site: { range } }) => range.startLine === start.line + 1 && range.startColumn === start.character + 1,
  );
  return (at ?? here[0])?.site.form;
}
