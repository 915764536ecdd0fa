import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { InstallRequest } from '../../model/plan.ts';
import type { Advice, AdvisedSuggestion, Suggestion, SuggestionReport } from '../../model/suggestion.ts';
import { rewrittenSpecifier } from '../../policy/suggest/rewrite.ts';
import type { LanguageModel } from '../../ports/language-model.ts';
import { adviceWords, causeWords, factWords, suggestionName } from '../../view/suggestion-words.ts';
import { requestFor, type SuggestInstead } from './editor/suggestion-actions.ts';
import type { FolderEntry } from './folders.ts';
import type { LanguageModels } from './language-models.ts';
import type { Work } from './work.ts';

type Install = (entry: FolderEntry, request: InstallRequest) => Promise<void>;

/** `run`: what picking it does; undefined: it only tells. */
interface Choice extends vscode.QuickPickItem {
  readonly run?: (() => Promise<void>) | undefined;
}

/** How a user chooses what to use instead of a package: shown with reasons and facts, done only when it is picked. */
export class Suggesting {
  readonly #work: Work;
  readonly #models: LanguageModels;
  readonly #install: Install;

  constructor(work: Work, models: LanguageModels, install: Install) {
    this.#work = work;
    this.#models = models;
    this.#install = install;
  }

  async choose(entry: FolderEntry, place: SuggestInstead): Promise<void> {
    const { finding, specifier } = place;
    const { package: name, manifest } = finding;
    await this.#work.guarded(async () => {
      const subpath = specifier.slice(name.length + 1);
      const request = { package: name, subpath, manifest, otherwise: 'missing', facts: true } as const;
      const looking = t('Looking for what to use instead of {0}', name);
      const [report, model] = await this.#work.run(looking, (signal) =>
        Promise.all([entry.engine.suggesting.instead(request, signal), this.#models.first()]),
      );
      const choices: Choice[] = report.suggestions.map((suggestion) => this.#choice(entry, place, suggestion));
      if (model !== undefined) choices.push(...this.#asking(entry, place, report, model));
      if (choices.length === 0) {
        return void vscode.window.showInformationMessage(t('Nothing is known that could be used instead.'));
      }
      await pick(choices, t('What to use instead of {0}', name), causeWords(report));
    }, entry);
  }

  /** The choice that asks a model, below a line. It says what leaves this machine, since by it that does. */
  #asking(
    entry: FolderEntry,
    place: SuggestInstead,
    report: SuggestionReport,
    model: LanguageModel,
  ): readonly Choice[] {
    const detail =
      report.suggestions.length === 0
        ? t('Sends the name "{0}" to this language model, and no code.', report.package)
        : t('Sends the name "{0}" and those above to this language model, and no code.', report.package);
    const ask = (): Promise<void> => this.#advise(entry, place, report, model);
    const line = { label: '', kind: vscode.QuickPickItemKind.Separator };
    return [line, { label: `$(sparkle) ${t('Ask {0}…', model.name)}`, detail, alwaysShow: true, run: ask }];
  }

  /** What a model says is shown like everything else, with its words in quotes and what it may not suggest. */
  async #advise(
    entry: FolderEntry,
    place: SuggestInstead,
    report: SuggestionReport,
    model: LanguageModel,
  ): Promise<void> {
    const asked = { model, language: vscode.env.language };
    const advice = await this.#work.run(t('Asking {0}', model.name), (signal) =>
      entry.engine.suggesting.advice(report, place.finding.manifest, asked, signal),
    );
    const choices = [
      ...advice.suggestions.map((advised) => this.#choice(entry, place, advised.suggestion, { advice, advised })),
      ...advice.leftOut.map(({ name, reason }) => ({
        label: `$(circle-slash) ${name}`,
        description: t('left out'),
        detail: reason,
      })),
    ];
    if (choices.length === 0) {
      return void vscode.window.showInformationMessage(t('{0} names nothing to use instead.', advice.by));
    }
    await pick(choices, t('What to use instead of {0}, by {1}', report.package, advice.by), causeWords(report));
  }

  #choice(
    entry: FolderEntry,
    place: SuggestInstead,
    suggestion: Suggestion,
    said?: { readonly advice: Advice; readonly advised: AdvisedSuggestion },
  ): Choice {
    const { finding, specifier, form } = place;
    const to = rewrittenSpecifier(suggestion, { specifier, name: finding.package, form });
    return {
      label: suggestionName(suggestion),
      description: factWords(suggestion),
      detail: [...(said === undefined ? [] : adviceWords(said.advice, said.advised)), detailOf(suggestion, to)].join(
        ' ',
      ),
      run: () => this.#take(entry, place, suggestion, to),
    };
  }

  /** `to`: the specifier that would stand there; undefined where more would have to change, which is left to the user. */
  async #take(
    entry: FolderEntry,
    { finding, document: uri, range, specifier }: SuggestInstead,
    suggestion: Suggestion,
    to: string | undefined,
  ): Promise<void> {
    if (to === undefined) {
      if (suggestion.url !== undefined) await vscode.env.openExternal(vscode.Uri.parse(suggestion.url, true));
      return;
    }
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
    if (document.getText(range) !== specifier) {
      return void vscode.window.showInformationMessage(t('The import was changed meanwhile. Nothing was done.'));
    }
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, range, to);
    if (!(await vscode.workspace.applyEdit(edit))) return;
    const isBarred = !vscode.workspace.isTrusted || entry.engine.obstacle(finding.manifest) !== undefined;
    const request = isBarred ? undefined : requestFor(entry, finding, suggestion);
    if (request !== undefined) await this.#install(entry, request);
  }
}

async function pick(choices: readonly Choice[], title: string, placeHolder: string): Promise<void> {
  const picked = await vscode.window.showQuickPick(choices, { title, placeHolder, matchOnDetail: true });
  await picked?.run?.();
}

function detailOf(suggestion: Suggestion, to: string | undefined): string {
  if (to !== undefined) return suggestion.reason;
  return suggestion.url === undefined
    ? `${suggestion.reason} ${t('The code has to be changed by hand.')}`
    : `${suggestion.reason} ${t('The code has to be changed by hand: this shows how.')}`;
}
