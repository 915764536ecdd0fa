import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { InstallRequest } from '../../model/plan.ts';
import type { Suggestion } from '../../model/suggestion.ts';
import { rewrittenSpecifier } from '../../policy/suggest/rewrite.ts';
import { causeWords, factWords, suggestionName } from '../../view/suggestion-words.ts';
import { requestFor, type SuggestInstead } from './editor/suggestion-actions.ts';
import type { FolderEntry } from './folders.ts';
import type { Work } from './work.ts';

type Install = (entry: FolderEntry, request: InstallRequest) => Promise<void>;

/** How a user chooses what to use instead of a package: shown with reasons and facts, done only when it is picked. */
export class Suggesting {
  readonly #work: Work;
  readonly #install: Install;

  constructor(work: Work, install: Install) {
    this.#work = work;
    this.#install = install;
  }

  async choose(entry: FolderEntry, place: SuggestInstead): Promise<void> {
    const { finding, specifier, form } = place;
    const { package: name, manifest } = finding;
    await this.#work.guarded(async () => {
      const subpath = specifier.slice(name.length + 1);
      const request = { package: name, subpath, manifest, otherwise: 'missing', facts: true } as const;
      const report = await this.#work.run(t('Looking for what to use instead of {0}', name), (signal) =>
        entry.engine.suggestions(request, signal),
      );
      const items = report.suggestions.map((suggestion) => {
        const to = rewrittenSpecifier(suggestion, { specifier, name, form });
        const label = suggestionName(suggestion);
        return { label, description: factWords(suggestion), detail: detailOf(suggestion, to), suggestion, to };
      });
      if (items.length === 0) {
        return void vscode.window.showInformationMessage(t('Nothing is known that could be used instead.'));
      }
      const picked = await vscode.window.showQuickPick(items, {
        title: t('What to use instead of {0}', name),
        placeHolder: causeWords(report),
        matchOnDetail: true,
      });
      if (picked !== undefined) await this.#take(entry, place, picked.suggestion, picked.to);
    }, entry);
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

function detailOf(suggestion: Suggestion, to: string | undefined): string {
  if (to !== undefined) return suggestion.reason;
  return suggestion.url === undefined
    ? `${suggestion.reason} ${t('The code has to be changed by hand.')}`
    : `${suggestion.reason} ${t('The code has to be changed by hand: this shows how.')}`;
}
