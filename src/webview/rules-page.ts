import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { RuleFaultFacts, RulesSheet } from '../view/rule-facts.ts';
import { heading } from './details-heading.ts';
import { ruleRow } from './rule-row.ts';
import { errorLine, icon, linkButton, textButton, type Part, type View } from './view.ts';

/** Every rule of a folder, in the order in which they are looked at. */
export function rulesPage(view: View, sheet: RulesSheet): TemplateResult {
  const { rules, canEdit, problem } = sheet;
  const add = (): void => {
    view.update({ rule: undefined });
    view.post({ type: 'addRule' });
  };
  return html`<header class="ohead">
      <div class="grow">
        ${heading(t('Rules'))}
        <p class="dim">${t('The first that applies decides. The mode and the gate stand above all of them.')}</p>
      </div>
      <div class="row buttons">
        ${folderSelect(view, sheet)}
        ${canEdit && rules !== undefined ? textButton({ text: t('Add Rule'), key: 'rules|add', run: add }) : nothing}
      </div>
    </header>
    <div role="status">${doneLine(sheet)}</div>
    ${problem === undefined ? nothing : errorLine(problem)} ${lockedLine(view, sheet)}
    ${sheet.updatesBy.map(
      ({ tool, file }) =>
        html`<p class="note">
          ${icon('info', 'mute')}<span
            >${t('{0} updates this repository ({1}), so nothing else updates by itself.', tool, file)}</span
          >
        </p>`,
    )}
    ${waitingSection(view, sheet)}
    ${faultSection(view, { id: 'h-rule-faults', title: t('Does not count'), faults: sheet.faults, first: 0 })}
    ${rules === undefined ? reading(sheet) : ruleTable(view, sheet)}
    ${faultSection(view, {
      id: 'h-rule-notes',
      title: t('Held otherwise than it says'),
      faults: sheet.notes,
      first: sheet.faults.length,
    })}`;
}

function doneLine({ done }: RulesSheet): Part {
  if (done === undefined) return nothing;
  const text = done === 'saved' ? t('Saved. It holds from now on.') : t('Removed.');
  return html`<p class="note">${icon('pass', 'ok')}<span>${text}</span></p>`;
}

function lockedLine({ state }: View, { canEdit, problem }: RulesSheet): Part {
  if (canEdit || problem !== undefined) return nothing;
  const text =
    state.folder === 'restricted'
      ? t('You can change rules once you trust this workspace.')
      : t('Rules can be changed once the folder was looked at and its history can be opened.');
  return html`<p class="note">${icon('lock', 'mute')}<span>${text}</span></p>`;
}

function reading({ problem }: RulesSheet): Part {
  if (problem !== undefined) return nothing;
  return html`<p class="note" role="status">${icon('loading', 'run')}<span>${t('Reading the rules')}</span></p>`;
}

/** Its options are told apart by their place, so that what comes back is never a name. */
function folderSelect({ post }: View, { folders, folder }: RulesSheet): Part {
  if (folders.length < 2) return nothing;
  const choose = (event: Event): void => {
    const chosen = folders[(event.currentTarget as HTMLSelectElement).selectedIndex];
    if (chosen !== undefined) post({ type: 'openRules', folder: chosen.id });
  };
  return html`<select class="field" aria-label=${t('Folder')} data-key="rules|folder" @change=${choose}>
    ${folders.map(({ id, name }) => html`<option ?selected=${id === folder}>${name}</option>`)}
  </select>`;
}

function waitingSection({ post, formats }: View, { rules, changed, canEdit }: RulesSheet): Part {
  const count = rules?.filter(({ standing }) => standing === 'waits').length ?? 0;
  if (count === 0) return nothing;
  const [number, meant] =
    count === 1
      ? [
          t('1 rule of this repository waits'),
          t('It would let something happen or hide something, so it counts once you accept it.'),
        ]
      : [
          t('{0} rules of this repository wait', formats.count(count)),
          t('They would let something happen or hide something, so they count once you accept them.'),
        ];
  const why = changed ? t('You accepted the rules before, and they are others now.') : meant;
  const review = (): void => post({ type: 'reviewRules' });
  return html`<section class="await" aria-labelledby="h-rule-waits">
    ${icon('bell-dot', 'warn')}
    <div class="grow">
      <h3 id="h-rule-waits">${number}</h3>
      <p>${why}</p>
    </div>
    ${canEdit ? textButton({ text: t('Review…'), key: 'rules|review', primary: true, run: review }) : nothing}
  </section>`;
}

interface Faults {
  readonly id: string;
  readonly title: string;
  readonly faults: readonly RuleFaultFacts[];
  /** Index of the first one for `openRuleFault`. */
  readonly first: number;
}

function faultSection(view: View, { id, title, faults, first }: Faults): Part {
  if (faults.length === 0) return nothing;
  return html`<section aria-labelledby=${id}>
    <h3 id=${id}>${title} <span class="n">${view.formats.count(faults.length)}</span></h3>
    <ul class="rule-faults">
      ${faults.map((fault, index) => faultItem(view, fault, first + index))}
    </ul>
  </section>`;
}

function faultItem({ post }: View, { place, rule, message }: RuleFaultFacts, index: number): TemplateResult {
  const open = (): void => post({ type: 'openRuleFault', index });
  const remove = (id: string): void => post({ type: 'removeRule', rule: id });
  return html`<li>
    ${icon('warning', 'warn')}
    <div class="grow">
      ${place === undefined ? html`<span>${t('A rule of your own')}</span>` : linkButton(`${place.file}:${place.line}`, `rules|fault|${index}`, open)}
      <div class="dim">${message}</div>
    </div>
    ${rule === undefined ? nothing : textButton({ text: t('Remove…'), key: `rules|fault|${index}`, run: () => remove(rule) })}
  </li>`;
}

/** The roles are said: a narrow page lays the rows out anew. A row is drawn anew where its rule is another. */
function ruleTable(view: View, { rules = [], canEdit }: RulesSheet): TemplateResult {
  return html`<div class="rules" role="table" aria-label=${t('Rules')}>
    <div role="rowgroup">
      <div class="rule rule-head" role="row">
        <div role="columnheader">${t('Decides')}</div>
        <div role="columnheader">${t('Rule')}</div>
        <div role="columnheader">${t('From')}</div>
        <div role="columnheader" class="num">${t('Priority')}</div>
        <div role="columnheader"><span class="sr">${t('Actions')}</span></div>
      </div>
    </div>
    <div role="rowgroup">
      ${repeat(
        rules,
        ({ id }) => id,
        (rule) => guard([JSON.stringify(rule), canEdit], () => ruleRow(view, rule, canEdit)),
      )}
    </div>
  </div>`;
}
