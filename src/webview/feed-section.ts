import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { feedKeys } from './feed-keys.ts';
import { feedRow, type RowPlace } from './feed-row.ts';
import { recentOperations } from './feed.ts';
import { place } from './place.ts';
import { section } from './section.ts';
import { linkButton, type Part, type View } from './view.ts';
import { columnHeight, rowTop } from './virtual-range.ts';
import { feedFilters, type FeedFilter } from './vscode-api.ts';
import { filterName } from './words.ts';
import type { OperationRow } from '../view/protocol.ts';

/** The live feed of the panel: every operation, filtered, of which only those in sight are drawn. */
export function feedSection(view: View): Part {
  const empty = view.state.operations.length === 0;
  return section(view, {
    id: 'operations',
    title: t('Operations'),
    note: empty ? '' : t({ message: 'Live', comment: 'The list shows changes as they happen.' }),
    actions: empty ? nothing : filters(view),
    body: empty
      ? html`<p class="none">${t('None yet. What Quartermaster does here is listed, and can be taken back.')}</p>`
      : html`${grid(view)}${older(view)}`,
  });
}

function filters({ ui, update }: View): TemplateResult {
  const type = (event: Event): void => update({ text: (event.currentTarget as HTMLInputElement).value });
  const name = t('Filter by package or rule');
  return html`<vscode-textfield
      class="filter"
      .label=${name}
      placeholder=${name}
      .value=${ui.text}
      @input=${type}
      data-key="filter"
    >
      <span slot="content-before" class="codicon codicon-search" aria-hidden="true"></span>
    </vscode-textfield>
    <div class="chips" role="group" aria-label=${t('State')}>
      ${feedFilters.map((filter) => chip(filter, ui.filter === filter, () => update({ filter })))}
    </div>`;
}

function chip(filter: FeedFilter, pressed: boolean, choose: () => void): TemplateResult {
  return html`<button
    type="button"
    class="chip"
    data-key="filter|${filter}"
    aria-pressed=${pressed ? 'true' : 'false'}
    @click=${choose}
  >
    ${filterName(filter)}
  </button>`;
}

function grid(view: View): TemplateResult {
  const { rows, drawn, active, column } = view.feed.window(view);
  if (rows.length === 0) return noMatch(view);
  const at = (index: number): RowPlace => ({ index, top: rowTop(column, index), active: index === active });
  return html`<div
    class="feed"
    role="grid"
    aria-label=${t('Operations')}
    aria-rowcount=${rows.length + 1}
    @keydown=${feedKeys(view, rows, active)}
  >
    ${gridHead()}
    <div role="rowgroup" class="feed-body" ${place({ height: columnHeight(column) })}>
      ${repeat(
        drawn,
        (index) => rows[index]?.id,
        (index) => rowAt(view, rows[index], at(index)),
      )}
    </div>
  </div>`;
}

function rowAt(view: View, row: OperationRow | undefined, at: RowPlace): Part {
  return row === undefined ? nothing : feedRow(view, row, at);
}

function gridHead(): TemplateResult {
  return html`<div role="rowgroup" class="feed-head">
    <div role="row" class="op" aria-rowindex="1">
      <div role="columnheader">${t('State')}</div>
      <div role="columnheader">${t('Operation')}</div>
      <div role="columnheader" class="p2">${t('Trigger')}</div>
      <div role="columnheader" class="p3">${t('Decided by')}</div>
      <div role="columnheader" class="num p3">${t('Took')}</div>
      <div role="columnheader" class="num">${t('When')}</div>
      <div role="columnheader"><span class="sr">${t('Actions')}</span></div>
    </div>
  </div>`;
}

function noMatch({ update }: View): TemplateResult {
  const clear = (): void => update({ text: '', filter: 'all' });
  return html`<p class="none">${t('No operation matches.')} ${linkButton(t('Show All'), 'filter|clear', clear)}</p>`;
}

/** Older ones are read when somebody wants them: each push carries the whole list. */
function older({ state, post }: View): Part {
  if (!state.hasOlder) return nothing;
  return html`<div class="pad foot">
    ${linkButton(t('Show Older Operations'), 'feed|older', () => post({ type: 'showOlder' }))}
  </div>`;
}

/** The newest of the sidebar, with the way to the rest. */
export function recentSection(view: View): Part {
  const rows = recentOperations(view.state);
  if (rows.length === 0) return nothing;
  return section(view, {
    id: 'recent',
    title: t('Recent operations'),
    body: html`${smallGrid(view, rows, t('Recent operations'))}
      <div class="pad foot">
        ${linkButton(t('Open Dashboard'), 'recent|open', () => view.post({ type: 'openDashboard' }))}
      </div>`,
  });
}

/** A feed that is drawn whole. */
export function smallGrid(view: View, rows: readonly OperationRow[], label: string): TemplateResult {
  const selected = rows.findIndex((row) => row.id === view.ui.selected);
  const active = Math.max(0, selected);
  return html`<div class="feed small-feed" role="grid" aria-label=${label} @keydown=${feedKeys(view, rows, active)}>
    ${repeat(
      rows,
      (row) => row.id,
      (row, index) => feedRow(view, row, { index, top: undefined, active: index === active }),
    )}
  </div>`;
}
