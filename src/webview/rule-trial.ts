import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { RuleKind } from '../model/rule.ts';
import type { DifferenceFacts, TrialFacts } from '../view/rule-facts.ts';
import { actionName, kindMark } from './rule-words.ts';
import { errorLine, icon, type Part, type View } from './view.ts';
import type { Mark } from './words.ts';

/** What the rule in the form would have decided otherwise. `isCurrent`: the form still says what was tried. */
export function trialSection(view: View, trial: TrialFacts, isCurrent: boolean): TemplateResult {
  return html`<div role="status" class="told">${statusOf(trial, isCurrent)}</div>
    ${trial.kind === 'failed' && isCurrent ? errorLine(trial.error) : nothing}
    ${trial.kind === 'told' && isCurrent ? results(view, trial) : nothing}`;
}

function statusOf(trial: TrialFacts, isCurrent: boolean): Part {
  if (trial.kind === 'asking') {
    return html`<p class="note">${icon('loading', 'run')}<span>${t('Asking it about what happened here')}</span></p>`;
  }
  if (trial.kind === 'none') {
    return html`<p class="dim">
      ${t('Try it: you see what it would have decided differently here, and nothing is changed.')}
    </p>`;
  }
  if (!isCurrent) return html`<p class="dim">${t('The rule was changed since it was tried.')}</p>`;
  return trial.kind === 'told' ? html`<p class="b">${trial.sentence}</p>` : nothing;
}

function results(view: View, trial: Extract<TrialFacts, { kind: 'told' }>): TemplateResult {
  const { different, differentCount, unanswered } = trial;
  const unshown = differentCount - different.length;
  return html`${different.length === 0 ? nothing : table(view, different)}
  ${unshown > 0 ? html`<p class="dim">${t('{0} more are not listed.', view.formats.count(unshown))}</p>` : nothing}
  ${
    unanswered.length === 0
      ? nothing
      : html`<p class="note">
          ${icon('question', 'mute')}<span
            >${t('No registry told ages and licences of: {0}', view.formats.list(unanswered.slice(0, 20)))}</span
          >
        </p>`
  }`;
}

/** The roles are said: a narrow page lays the rows out anew. */
function table({ formats, now }: View, different: readonly DifferenceFacts[]): TemplateResult {
  return html`<table class="trial" role="table">
    <thead role="rowgroup">
      <tr role="row">
        <th scope="col" role="columnheader">${t('What')}</th>
        <th scope="col" role="columnheader">${t('Before')}</th>
        <th scope="col" role="columnheader">${t('Then')}</th>
        <th scope="col" role="columnheader" class="num">${t('When')}</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${different.map(
        (one) =>
          html`<tr role="row">
            <th scope="row" role="rowheader">
              <div class="b">${subjectOf(one)}</div>
              <div class="dim small">${actionName(one.action)}</div>
            </th>
            <td role="cell">${decided(one.before, one.beforeBy)}</td>
            <td role="cell">${decided(one.after, one.afterBy)}</td>
            <td role="cell" class="num dim" title=${one.at === undefined ? nothing : formats.full(one.at)}>
              ${one.at === undefined ? '' : formats.ago(one.at, now)}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function subjectOf({ package: name, from, to }: DifferenceFacts): string {
  const versions = [from, to].filter((version) => version !== undefined).join(' → ');
  return `${name} ${versions}`.trim();
}

function decided(kind: RuleKind | undefined, by: string | undefined): TemplateResult {
  const none: Mark = { icon: 'dash', tone: 'mute', word: t('No rule') };
  const mark = kind === undefined ? none : kindMark(kind);
  return html`<span class="state">${icon(mark.icon, mark.tone)}<span>${mark.word}</span></span>
    ${by === undefined ? nothing : html`<div class="dim small">${by}</div>`}`;
}
