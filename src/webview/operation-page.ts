import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { OperationSheet } from '../view/details-facts.ts';
import type { ErrorFacts } from '../view/protocol.ts';
import { heading } from './details-heading.ts';
import { progressLine, took } from './feed-row.ts';
import { decision, fold, gateSection, managerSection, outputPane } from './operation-record.ts';
import { filesSection, packagesSection, rollbackSection } from './operation-changes.ts';
import { approveSection } from './operation-approve.ts';
import { settleSection } from './operation-settle.ts';
import { timelineSection } from './operation-timeline.ts';
import { operationTitle } from './operation-title.ts';
import { icon, linkButton, textButton, type Part, type View } from './view.ts';
import { stateMark, stateWords } from './words.ts';

/** Everything that is known of one operation. */
export function operationPage(view: View, details: OperationSheet): TemplateResult {
  const { row } = details;
  return html`<header class="ohead">
      <div class="grow">${heading(operationTitle(row, view.formats))} ${stateLine(view, details)}</div>
      <div class="row buttons">${buttons(view, details)}</div>
    </header>
    ${row.state === 'running' ? html`<div class="oprogress">${progressLine(view, row)}</div>` : nothing}
    ${row.error === undefined ? nothing : errorBlock(row.error, details.output)} ${settleSection(view, details)}
    ${approveSection(view, row)}
    <div class="ocols">
      <div>${timelineSection(view, details)} ${packagesSection(view, details)} ${filesSection(view, details)}</div>
      <div>
        ${decision(view, details)} ${gateSection(view, details)} ${rollbackSection(details)}
        ${managerSection(view, details)}
      </div>
    </div>`;
}

function stateLine(view: View, { row, undoes }: OperationSheet): TemplateResult {
  const { formats, now } = view;
  const mark = stateMark(row.state);
  const time = took(view, row);
  const when = html`<span class="dim" title=${formats.full(row.at)}>${formats.ago(row.at, now)}</span>`;
  const link = (id: string, text: string): TemplateResult =>
    linkButton(text, `details|${text}`, () => view.post({ type: 'openOperation', operation: id }));
  return html`<div class="oline">
    <span class="state">${icon(mark.icon, mark.tone)}<span class="b">${stateWords(row, formats)}</span></span>
    ${row.state === 'running' ? nothing : when}
    ${time === '' ? nothing : html`<span class="dim">${tookWords(time, row.state === 'running')}</span>`} ${waits(row)}
    ${undoes === undefined ? nothing : link(undoes, t('Open the Operation It Undid'))}
    ${row.undoneBy === undefined ? nothing : link(row.undoneBy, t('Open Its Rollback'))}
  </div>`;
}

function tookWords(time: string, goesOn: boolean): string {
  return goesOn
    ? t({ message: '{0} so far', args: [time], comment: '{0} is a duration.' })
    : t({ message: 'took {0}', args: [time], comment: '{0} is a duration.' });
}

/** What it does now, or why it does not begin. */
function waits(row: OperationSheet['row']): Part {
  if (row.state === 'paused') return html`<span>${t('It begins once you resume it.')}</span>`;
  if (row.state !== 'running' && row.state !== 'queued') return nothing;
  const elsewhere = row.canCancel
    ? nothing
    : html`<span>${t('In another window or the command line. It is cancelled there.')}</span>`;
  const why = row.step ?? (row.canPause ? t('Waits for its turn') : undefined);
  return html`${why === undefined ? nothing : html`<span>${why}</span>`}${elsewhere}`;
}

function buttons({ post }: View, { row, rollback }: OperationSheet): TemplateResult {
  const operation = row.id;
  const button = (text: string, type: 'rollBack' | 'cancel' | 'pause' | 'resume'): TemplateResult =>
    textButton({ text, key: `details|${type}`, run: () => post({ type, operation }) });
  return html`${row.canRollBack && rollback.kind !== 'blocked' ? button(t('Roll Back…'), 'rollBack') : nothing}
  ${row.canPause ? button(t('Pause'), 'pause') : nothing} ${row.canResume ? button(t('Resume'), 'resume') : nothing}
  ${row.canCancel ? button(t('Cancel'), 'cancel') : nothing}
  ${linkButton(t('Show Log'), 'details|log', () => post({ type: 'openLog' }))}`;
}

/** The result before its cause. What the failing program printed stands behind "Details", where it is not shown below. */
function errorBlock({ code, message, hint, details }: ErrorFacts, output: string | undefined): TemplateResult {
  const text = details?.trim() ?? '';
  return html`<div class="error">
    ${icon('error', 'bad')}
    <div class="grow">
      <p><span class="b">${message}</span> <span class="dim nw small">${code}</span></p>
      ${hint === '' ? nothing : html`<p>${hint}</p>`}
      ${
        text === '' || text === output?.trim()
          ? nothing
          : fold({
              key: 'details|cause',
              title: t('Details'),
              body: outputPane(text, t('Details of the failure'), 'details|why'),
            })
      }
    </div>
  </div>`;
}
