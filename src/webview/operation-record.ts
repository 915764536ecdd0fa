import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { CheckFacts, JudgedFacts, OperationSheet } from '../view/details-facts.ts';
import { icon, markIcon, type Part, type View } from './view.ts';
import { checkSourceName, triggerName, verdictMark } from './words.ts';

interface Fold {
  readonly key: string;
  readonly title: string;
  readonly body: Part;
}

/** What is there for those who ask. It stays open or closed over redraws by itself. */
export function fold({ key, title, body }: Fold): TemplateResult {
  return html`<details class="fold">
    <summary data-key=${key}>${icon('chevron-down')}<span>${title}</span></summary>
    ${body}
  </details>`;
}

/** Untrusted text, to be scrolled and selected. */
export function outputPane(text: string, label: string, key: string): TemplateResult {
  return html`<pre tabindex="0" role="region" data-key=${key} aria-label=${label}>${text}</pre>`;
}

/** Why it was done: what set it off, and who decided by which rule. */
export function decision(_view: View, { row, rule }: OperationSheet): TemplateResult {
  return html`<section aria-labelledby="h-why">
    <h3 id="h-why">${t('Why')}</h3>
    <dl class="kv">
      ${fact(t('Trigger'), triggerName(row.trigger))}
      ${row.decidedBy === '' ? nothing : fact(t('Decided by'), row.decidedBy)}
      ${rule === undefined ? nothing : fact(t('Rule'), html`<code>${rule}</code>`)}
      ${row.project === '' ? nothing : fact(t('Project'), row.project)}
    </dl>
  </section>`;
}

function fact(name: string, value: unknown): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

/** What the gate said: its doubts in sight, what passed folded away. */
export function gateSection({ formats }: View, { gate }: OperationSheet): Part {
  if (gate.length === 0) return nothing;
  const passed = gate.filter((report) => report.passed.length > 0);
  const count = passed.reduce((sum, report) => sum + report.passed.length, 0);
  const title = count === 1 ? t('1 check passed') : t('{0} checks passed', formats.count(count));
  return html`<section aria-labelledby="h-gate">
    <h3 id="h-gate">${t({ message: 'Gate', comment: 'What judges packages before they are installed.' })}</h3>
    ${gate.filter(({ doubts }) => doubts.length > 0).map((report) => judgedBlock(report, report.doubts, report.verdict))}
    ${
      count === 0
        ? nothing
        : fold({
            key: 'details|gate',
            title,
            body: html`${passed.map((report) => judgedBlock(report, report.passed, 'allow'))}`,
          })
    }
  </section>`;
}

function judgedBlock(
  { name, version }: JudgedFacts,
  checks: readonly CheckFacts[],
  verdict: JudgedFacts['verdict'],
): TemplateResult {
  return html`<div class="judged">
    <div class="row">
      ${markIcon(verdictMark(verdict))}<span class="cut b" title=${name}>${name}</span>
      <span class="dim nw">${version ?? ''}</span>
    </div>
    <ul>
      ${checks.map(checkItem)}
    </ul>
  </div>`;
}

function checkItem({ result, reason, source }: CheckFacts): TemplateResult {
  return html`<li>
    ${markIcon(verdictMark(result))}<span>${reason} <span class="dim small">${checkSourceName(source)}</span></span>
  </li>`;
}

/** What ran, and what it printed. A long command is cut, and stands whole above what it printed. */
export function managerSection(_view: View, { row, manager, exitCode, output }: OperationSheet): Part {
  const text = [row.command === undefined ? [] : `$ ${row.command}`, output?.trim() ?? []].flat().join('\n\n').trim();
  if (manager === undefined && text === '') return nothing;
  return html`<section aria-labelledby="h-manager">
    <h3 id="h-manager">${t('Package manager')}</h3>
    <dl class="kv">
      ${manager === undefined ? nothing : fact(t('Version'), manager)}
      ${row.command === undefined ? nothing : fact(t('Command'), html`<div class="cut" title=${row.command}><code>${row.command}</code></div>`)}
      ${exitCode === undefined || exitCode === 0 ? nothing : fact(t('Exit code'), String(exitCode))}
    </dl>
    ${
      text === ''
        ? nothing
        : fold({
            key: 'details|output',
            title: t('Details'),
            body: outputPane(text, t('Command and its output'), 'details|text'),
          })
    }
  </section>`;
}
