import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { OperationRow } from '../view/protocol.ts';
import { place } from './place.ts';
import { approveButtons } from './operation-approve.ts';
import { settleButtons } from './operation-settle.ts';
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

/** The host shows its page in the panel, from wherever it is asked. */
export function openOperation(view: View, row: OperationRow): void {
  view.update({ selected: row.id });
  view.post({ type: 'openOperation', operation: row.id });
}

/** One operation of the feed. A click or Enter opens its page. */
export function feedRow(view: View, row: OperationRow, at: RowPlace): TemplateResult {
  const onRow = ({ target }: Event): void => {
    if (target instanceof Element && target.closest('button, vscode-button') === null) openOperation(view, row);
  };
  return html`<div
    role="row"
    class="op ${row.state}"
    data-key="op|${row.id}"
    aria-rowindex=${at.index + 2}
    aria-selected=${view.ui.selected === row.id ? 'true' : 'false'}
    tabindex=${at.active ? 0 : -1}
    ${place({ top: at.top })}
    @click=${onRow}
  >
    ${view.surface === 'panel' ? wideCells(view, row) : narrowCells(view, row)}
    <div role="gridcell" class="acts">
      ${rowActions(view, row)} ${row.state === 'running' ? progressLine(view, row) : nothing}
    </div>
  </div>`;
}

function wideCells(view: View, row: OperationRow): TemplateResult {
  const mark = stateMark(row.state);
  const words = stateWords(row, view.formats);
  const title = operationTitle(row, view.formats);
  const because = becauseOf(row);
  return html`<div role="gridcell" class="state" title=${words}>${icon(mark.icon, mark.tone)}<span>${words}</span></div>
    <div role="gridcell" class="cut-name" title=${title}>${cutParts(title, row)}</div>
    <div role="gridcell" class="cut dim p2">${triggerName(row.trigger)}</div>
    <div role="gridcell" class="cut dim p3" title=${because}>${because}</div>
    <div role="gridcell" class="num dim p3">${took(view, row)}</div>
    ${whenCell(view, row)}`;
}

/** What it does or waits for, why it failed, else who decided. */
export function becauseOf(row: OperationRow): string {
  if (row.state === 'paused') return t('Paused by you');
  if (row.state === 'running' || row.state === 'queued') {
    return row.step ?? (row.canPause ? t('Waits for its turn') : row.decidedBy);
  }
  return row.error?.message ?? row.decidedBy;
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

/** The panel has room for more than one; in the sidebar the row itself opens the page. */
function rowActions(view: View, row: OperationRow): Part {
  const title = operationTitle(row, view.formats);
  const common = { tabindex: -1 as const };
  const open = (): void => openOperation(view, row);
  if (row.state === 'needs-you') {
    const both = view.surface === 'panel' ? answerButtons(view, row, title) : nothing;
    const [text, label] = [t('Review'), t('Review {0}', title)];
    const review = textButton({
      ...common,
      key: `op|${row.id}|act`,
      text,
      label,
      primary: view.surface === 'panel',
      run: open,
    });
    return html`${both}${review}`;
  }
  const main = queueButtons(view, row, -1);
  const rollBack = row.canRollBack ? rollBackButton(view, row, title) : nothing;
  const details = iconButton({
    ...common,
    key: `op|${row.id}|details`,
    icon: 'output',
    label: t('Details of {0}', title),
    run: open,
  });
  const isAlone = main === nothing && rollBack === nothing;
  return html`${main}${rollBack}${view.surface === 'panel' || isAlone ? details : nothing}`;
}

function answerButtons(view: View, row: OperationRow, title: string): Part {
  if (row.canApprove) return approveButtons(view, row, title);
  return row.canSettle ? settleButtons(view, row, title) : nothing;
}

function rollBackButton({ post }: View, row: OperationRow, title: string): TemplateResult {
  const run = (): void => post({ type: 'rollBack', operation: row.id });
  return iconButton({
    key: `op|${row.id}|act`,
    tabindex: -1,
    icon: 'discard',
    label: t('Roll Back… {0}', title),
    run,
  });
}

/** Pause or resume, and cancel, as far as each can be done from here. */
export function queueButtons(view: View, row: OperationRow, tabindex?: -1): Part {
  if (!row.canCancel) return nothing;
  const title = operationTitle(row, view.formats);
  const operation = row.id;
  const stop = tabindex === undefined ? {} : { tabindex };
  const key = `op|${operation}|hold`;
  const pause = (): void => view.post({ type: 'pause', operation });
  const resume = (): void => view.post({ type: 'resume', operation });
  return html`${row.canPause ? iconButton({ ...stop, key, icon: 'debug-pause', label: t('Pause {0}', title), run: pause }) : nothing}
  ${row.canResume ? iconButton({ ...stop, key, icon: 'debug-start', label: t('Resume {0}', title), run: resume }) : nothing}
  ${iconButton({
    ...stop,
    key: `op|${operation}|act`,
    icon: 'stop-circle',
    label: t('Cancel {0}', title),
    run: () => view.post({ type: 'cancel', operation }),
  })}`;
}
