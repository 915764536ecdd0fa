import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { OperationRow } from '../view/protocol.ts';
import { smallGrid } from './feed-section.ts';
import { becauseOf, openOperation, progressLine, queueButtons, took } from './feed-row.ts';
import { operationStory } from './operation-title.ts';
import { section } from './section.ts';
import { icon, iconButton, type Part, type View } from './view.ts';
import { stateMark } from './words.ts';

/** What the sidebar shows of the work going on. */
export function runningSection(view: View): Part {
  const rows = view.state.operations.filter(
    ({ state }) => state === 'running' || state === 'queued' || state === 'paused',
  );
  if (rows.length === 0) return nothing;
  const { running } = view.state.counts;
  return section(view, {
    id: 'running',
    title: t('Running'),
    note: t({
      message: '{0} of {1}',
      args: [view.formats.count(running), view.formats.count(rows.length)],
      comment: '{0} operations run, {1} run or wait.',
    }),
    actions: iconButton({
      icon: 'output',
      label: t('Show Log'),
      key: 'running|log',
      run: () => view.post({ type: 'openLog' }),
    }),
    body: html`<ul class="list">
      ${repeat(
        rows,
        (row) => row.id,
        (row) => (row.state === 'running' ? runningItem(view, row) : waitingItem(view, row)),
      )}
    </ul>`,
  });
}

function runningItem(view: View, row: OperationRow): TemplateResult {
  return html`<li class="pad under-way">
    <div class="row">
      ${icon('loading', 'run')}${titleButton(view, row)}
      <span class="dim small">${took(view, row)}</span>${queueButtons(view, row)}
    </div>
    ${progressLine(view, row)}
    ${row.step === undefined ? nothing : html`<div class="small dim cut" title=${row.step}>${row.step}</div>`}
  </li>`;
}

/** With why it waits. */
function waitingItem(view: View, row: OperationRow): TemplateResult {
  const mark = stateMark(row.state);
  const because = becauseOf(row);
  return html`<li class="pad">
    <div class="row">
      ${icon(mark.icon, mark.tone)}${titleButton(view, row)}
      <span class="dim small">${mark.word}</span>${queueButtons(view, row)}
    </div>
    <div class="small dim cut why" title=${because}>${because}</div>
  </li>`;
}

/** Opens its page. */
function titleButton(view: View, row: OperationRow): TemplateResult {
  const title = operationStory(row, view.formats);
  return html`<button
    type="button"
    class="plain cut grow"
    data-key="op|${row.id}"
    title=${title}
    @click=${() => openOperation(view, row)}
  >
    ${title}
  </button>`;
}

/** Operations that wait for a decision; only where there is one. */
export function needsYouSection(view: View): Part {
  const rows = view.state.operations.filter(({ state }) => state === 'needs-you');
  if (rows.length === 0) return nothing;
  return section(view, {
    id: 'needs-you',
    title: t('Operations that need you'),
    note: view.formats.count(rows.length),
    body: smallGrid(view, rows.slice(0, 20), t('Operations that need you')),
  });
}
