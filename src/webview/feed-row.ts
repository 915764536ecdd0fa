import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { OperationRow } from '../view/protocol.ts';
import { place } from './place.ts';
import { cutTitle, operationStory, operationTitle } from './operation-title.ts';
import { icon, iconButton, markIcon, textButton, type Part, type View } from './view.ts';
import { stateMark, stateWords, triggerName } from './words.ts';

export interface RowPlace {
  /** Position in the whole feed, from 0. */
  readonly index: number;
  /** Pixels from the top of the list; undefined: in the flow. */
  readonly top: number | undefined;
  /** Holds the one tab stop. */
  readonly active: boolean;
}

/** One operation of the feed. A click or Enter opens and closes its details. */
export function feedRow(view: View, row: OperationRow, at: RowPlace): TemplateResult {
  const expanded = view.ui.expanded === row.id;
  const toggle = (): void => view.update({ selected: row.id, expanded: expanded ? undefined : row.id });
  const onRow = ({ target }: Event): void => {
    if (target instanceof Element && target.closest('button, vscode-button') === null) toggle();
  };
  return html`<div
    role="row"
    class="op ${row.state}"
    data-key="op|${row.id}"
    aria-level="1"
    aria-rowindex=${at.index + 2}
    aria-expanded=${expanded ? 'true' : 'false'}
    aria-selected=${view.ui.selected === row.id ? 'true' : 'false'}
    tabindex=${at.active ? 0 : -1}
    ${place({ top: at.top })}
    @click=${onRow}
  >
    ${view.surface === 'panel' ? wideCells(view, row) : narrowCells(view, row)}
    <div role="gridcell" class="acts">
      ${rowActions(view, row, toggle, expanded)} ${row.state === 'running' ? progressLine(view, row) : nothing}
    </div>
  </div>`;
}

function wideCells(view: View, row: OperationRow): TemplateResult {
  const mark = stateMark(row.state);
  const words = stateWords(row, view.formats);
  const title = operationTitle(row, view.formats);
  const because = row.state === 'running' && row.step !== undefined ? row.step : (row.error?.message ?? row.decidedBy);
  return html`<div role="gridcell" class="state" title=${words}>${icon(mark.icon, mark.tone)}<span>${words}</span></div>
    <div role="gridcell" class="cut-name" title=${title}>${cutParts(title, row)}</div>
    <div role="gridcell" class="cut dim p2">${triggerName(row.trigger)}</div>
    <div role="gridcell" class="cut dim p3" title=${because}>${because}</div>
    <div role="gridcell" class="num dim p3">${took(view, row)}</div>
    ${whenCell(view, row)}`;
}

function narrowCells(view: View, row: OperationRow): TemplateResult {
  const title = operationStory(row, view.formats);
  return html`<div role="gridcell">${markIcon(stateMark(row.state))}</div>
    <div role="gridcell" class="cut-name" title=${title}>${cutParts(title, row)}</div>
    ${whenCell(view, row)}`;
}

/** A long name is cut, never its version. */
function cutParts(title: string, row: OperationRow): TemplateResult {
  const [head, tail] = cutTitle(title, row);
  return html`<span class="cut">${head}</span><span class="tail">${tail}</span>`;
}

function whenCell({ formats, now }: View, row: OperationRow): TemplateResult {
  const text = row.state === 'running' ? t('now') : formats.age(row.at, now);
  return html`<div role="gridcell" class="num dim nw" title=${formats.full(row.at)}>${text}</div>`;
}

/** How long it took; while it runs, how long it has been running. */
export function took({ formats, now }: View, row: OperationRow): string {
  if (row.tookMs !== undefined) return formats.duration(row.tookMs);
  return row.state === 'running' && row.startedAt !== undefined
    ? formats.duration(now - Date.parse(row.startedAt))
    : '';
}

export function progressLine({ formats }: View, row: OperationRow): TemplateResult {
  const value = Math.round(row.progress * 100);
  return html`<vscode-progress-bar
    value=${ifDefined(value === 0 ? undefined : value)}
    aria-label=${row.step ?? operationTitle(row, formats)}
  ></vscode-progress-bar>`;
}

function rowActions(view: View, row: OperationRow, toggle: () => void, expanded: boolean): Part {
  const title = operationTitle(row, view.formats);
  const common = { key: `op|${row.id}|act`, tabindex: -1 as const };
  if (row.canCancel) return cancelButton(view, row, -1);
  if (row.canRollBack) {
    const run = (): void => view.post({ type: 'rollBack', operation: row.id });
    return iconButton({ ...common, icon: 'discard', label: t('Roll Back… {0}', title), run });
  }
  if (row.state === 'needs-you') {
    return textButton({
      ...common,
      text: t('Review'),
      label: t('Review {0}', title),
      primary: view.surface === 'panel' && !expanded,
      run: toggle,
    });
  }
  return iconButton({ ...common, icon: 'output', label: t('Details of {0}', title), run: toggle });
}

export function cancelButton(view: View, row: OperationRow, tabindex?: -1): TemplateResult {
  return iconButton({
    icon: 'stop-circle',
    label: t('Cancel {0}', operationTitle(row, view.formats)),
    key: `op|${row.id}|act`,
    run: () => view.post({ type: 'cancel', operation: row.id }),
    ...(tabindex === undefined ? {} : { tabindex }),
  });
}
