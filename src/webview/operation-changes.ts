import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { ChangedFile, ConcernFacts, OperationSheet, PackageFacts, RollbackFacts } from '../view/details-facts.ts';
import { icon, linkButton, type Part, type View } from './view.ts';

/** Packages before and after. */
export function packagesSection({ formats }: View, { row, packages }: OperationSheet): Part {
  if (row.packageCount === 0) return nothing;
  const more = row.packageCount - packages.length;
  return html`<section aria-labelledby="h-packages">
    <h3 id="h-packages">${t('Packages')} <span class="n">${formats.count(row.packageCount)}</span></h3>
    <table class="changes">
      <thead>
        <tr>
          <th scope="col">${t('Package')}</th>
          <th scope="col">${t('Before')}</th>
          <th scope="col">${t('After')}</th>
          <th scope="col" class="p2">${t('Declared as')}</th>
        </tr>
      </thead>
      <tbody>
        ${packages.map(packageRow)}
      </tbody>
    </table>
    ${more > 0 ? html`<p class="none">${t('{0} more', formats.count(more))}</p>` : nothing}
  </section>`;
}

function packageRow({ name, from, to, range, manifest, dev }: PackageFacts): TemplateResult {
  const place = dev
    ? t('{0} in devDependencies of {1}', range ?? '', manifest)
    : t('{0} in {1}', range ?? '', manifest);
  return html`<tr>
    <td>${name}</td>
    <td class="dim">${from ?? '–'}</td>
    <td class="b">${to ?? '–'}</td>
    <td class="p2 dim">${range === undefined ? '–' : place}</td>
  </tr>`;
}

/** Each opens as a comparison in the editor. */
export function filesSection({ post, formats }: View, { row, files }: OperationSheet): Part {
  if (files.length === 0) return nothing;
  const label = (path: string): string =>
    row.canSettle
      ? t('{0}: compare what was there before with what stands there', path)
      : t('{0}: compare before and after', path);
  const open = (index: number): void => post({ type: 'openFile', operation: row.id, index });
  return html`<section aria-labelledby="h-files">
    <h3 id="h-files">${t('Files changed')} <span class="n">${formats.count(files.length)}</span></h3>
    <ul class="files">
      ${files.map(
        ({ path, change }, index) =>
          html`<li class="row">
            ${icon('diff', 'mute')} ${linkButton(path, `details|file|${index}`, () => open(index), label(path))}
            <span class="dim small nw">${changeWord(change)}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

function changeWord(change: ChangedFile['change']): string {
  const words: Readonly<Record<ChangedFile['change'], string>> = {
    added: t('new'),
    edited: t('edited'),
    removed: t('removed'),
  };
  return words[change];
}

/** What a rollback will do, or what stands in its way: before anything is touched. */
export function rollbackSection({ rollback }: OperationSheet): Part {
  if (rollback.kind === 'none') return nothing;
  return html`<section aria-labelledby="h-rollback">
    <h3 id="h-rollback">${t('If you roll it back')}</h3>
    ${consequences(rollback)}
  </section>`;
}

function concernItem({ message, asks }: ConcernFacts): TemplateResult {
  return html`<li>${asks ? icon('warning', 'warn') : icon('info', 'mute')}<span>${message}</span></li>`;
}

/** What an act will do, and what speaks against it, or what stands in its way. */
export function consequences(facts: Exclude<RollbackFacts, { kind: 'none' }>): TemplateResult {
  switch (facts.kind) {
    case 'asking':
      return html`<p class="dim">${t('Looking at what stands there now')}</p>`;
    case 'foreseen':
      // What asks for an answer is read first, here as in the dialog.
      return sentenceList(
        facts.sentences,
        itemsOf(facts.concerns, true),
        facts.concerns === undefined ? askingItem() : itemsOf(facts.concerns, false),
      );
    case 'blocked':
      return html`<div class="error">
        ${icon('circle-slash', 'warn')}
        <div class="grow">
          <p><span class="b">${facts.error.message}</span> <span class="dim nw small">${facts.error.code}</span></p>
          <p>${facts.error.hint}</p>
        </div>
      </div>`;
  }
}

function itemsOf(concerns: readonly ConcernFacts[] = [], asks: boolean): readonly TemplateResult[] {
  return concerns.filter((each) => each.asks === asks).map(concernItem);
}

/** `before` and `after`: items around the sentences. */
export function sentenceList(
  sentences: readonly string[],
  before: unknown = nothing,
  after: unknown = nothing,
): TemplateResult {
  return html`<ul class="will">
    ${before}${sentences.map((text) => html`<li>${icon('circle-small-filled', 'mute')}<span>${text}</span></li>`)}${after}
  </ul>`;
}

function askingItem(): TemplateResult {
  const text = t('Asking the registry and advisories');
  return html`<li class="dim">${icon('circle-small-filled', 'mute')}<span>${text}</span></li>`;
}
