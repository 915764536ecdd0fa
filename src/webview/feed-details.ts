import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { ErrorFacts, OperationRow } from '../view/protocol.ts';
import { took } from './feed-row.ts';
import { changeText } from './operation-title.ts';
import { icon, linkButton, textButton, type Part, type View } from './view.ts';
import { stateMark, stateWords, triggerName } from './words.ts';

/** Everything that is known of one operation. */
export function operationDetails(view: View, row: OperationRow): TemplateResult {
  return html`<div class="details">
    ${row.error === undefined ? nothing : errorBlock(row.error, row.id)} ${facts(view, row)}
    <div class="row acts-line">${actions(view, row)}</div>
  </div>`;
}

function errorBlock({ code, message, hint, details }: ErrorFacts, id: string): TemplateResult {
  return html`<div class="error">
    ${icon('error', 'bad')}
    <div class="grow">
      <p><span class="b">${message}</span> <span class="dim nw small">${code}</span></p>
      ${hint === '' ? nothing : html`<p>${hint}</p>`}
      ${
        details === undefined || details.trim() === ''
          ? nothing
          : html`<pre
              tabindex="0"
              role="region"
              data-key="op|${id}|output"
              aria-label=${t('Output of the package manager')}
            >
${details}</pre>`
      }
    </div>
  </div>`;
}

function facts(view: View, row: OperationRow): TemplateResult {
  const { formats } = view;
  const mark = stateMark(row.state);
  const state = html`<span class="state">${icon(mark.icon, mark.tone)}<span>${stateWords(row, formats)}</span></span>`;
  const time = took(view, row);
  return html`<dl class="kv">
    ${fact(t('State'), state)} ${row.step === undefined ? nothing : fact(t('Step'), row.step)}
    ${isElsewhere(row) ? fact(t('Where'), t('In another window or the command line. It is cancelled there.')) : nothing}
    ${fact(t('Packages'), packageList(view, row))} ${fact(t('Trigger'), triggerName(row.trigger))}
    ${row.decidedBy === '' ? nothing : fact(t('Decided by'), row.decidedBy)}
    ${row.project === '' ? nothing : fact(t('Project'), row.project)}
    ${fact(row.tookMs === undefined ? t('Since') : t('Ended'), formats.full(row.at))}
    ${time === '' ? nothing : fact(t('Took'), time)}
    ${row.command === undefined ? nothing : fact(t('Command'), html`<code>${row.command}</code>`)}
    ${row.undoneBy === undefined ? nothing : fact(t('Undone'), t('Taken back by a later operation.'))}
  </dl>`;
}

function isElsewhere({ state, canCancel }: OperationRow): boolean {
  return (state === 'running' || state === 'queued') && !canCancel;
}

function fact(name: string, value: unknown): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function packageList({ formats }: View, row: OperationRow): Part {
  const more = row.packageCount - row.packages.length;
  if (row.packageCount === 0) return html`–`;
  return html`<ul>
    ${row.packages.map((change) => html`<li>${changeText(change)}</li>`)}
    ${more > 0 ? html`<li class="dim">${t('{0} more', formats.count(more))}</li>` : nothing}
  </ul>`;
}

function actions({ post }: View, row: OperationRow): TemplateResult {
  const { id } = row;
  const rollBack = (): void => post({ type: 'rollBack', operation: id });
  const cancel = (): void => post({ type: 'cancel', operation: id });
  return html`${
    row.canRollBack ? textButton({ text: t('Roll Back…'), key: `op|${id}|rollBack`, run: rollBack }) : nothing
  }
  ${row.canCancel ? textButton({ text: t('Cancel'), key: `op|${id}|cancel`, run: cancel }) : nothing}
  ${linkButton(t('Show Log'), `op|${id}|log`, () => post({ type: 'openLog' }))}`;
}
