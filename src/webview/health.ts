import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { Availability, DashboardState, HealthLevel, UnknownSource } from '../view/protocol.ts';
import type { Formats } from './formats.ts';
import { icon, linkButton, textButton, type Part, type View } from './view.ts';
import { mismatchedWords, sourceName } from './words.ts';

/** Milliseconds for which an age says nothing. */
const justNowMs = 60_000;

const icons: Readonly<Record<HealthLevel, readonly [name: string, tone: string]>> = {
  scanning: ['loading', 'run'],
  unavailable: ['error', 'bad'],
  unknown: ['question', 'warn'],
  attention: ['warning', 'warn'],
  working: ['loading', 'run'],
  calm: ['pass', 'ok'],
};

/** How things stand, in one line; below it what could not be asked, with its one button. */
export function healthLine(view: View): TemplateResult {
  const { health, sources, availability } = view.state;
  const [name, tone] = icons[health];
  return html`<div class="health">
    ${icon(name, tone)}
    <div class="grow">
      <div role="status" class=${health === 'calm' || health === 'working' ? '' : 'b'}>${headline(view)}</div>
      ${availability.kind === 'unavailable' ? unavailable(view, availability) : nothing}
      ${sources.length > 0 ? unanswered(view, sources) : nothing} ${lastCheck(view)}
    </div>
  </div>`;
}

function headline({ state, formats, now }: View): string {
  switch (state.health) {
    case 'scanning':
      return t('Looking for missing packages');
    case 'unavailable':
      return t('History unavailable, changes are off');
    case 'unknown': {
      const [first] = state.sources;
      if (first === undefined) return t('Some sources did not answer');
      return t({
        message: '{0}: could not check since {1}',
        args: [sourceName(first.source), formats.moment(first.since, now)],
        comment: '{0} is a source such as Registry, {1} a time or a date.',
      });
    }
    case 'attention':
      return formats.list(concerns(state, formats));
    case 'working':
      return t('At work, nothing needs you');
    case 'calm':
      return t('Nothing needs you');
  }
}

function concerns({ counts, unbuilt, faults }: DashboardState, formats: Formats): readonly string[] {
  const { count } = formats;
  const { missing, mismatched, needsYou } = counts;
  const parts: string[] = [];
  if (missing > 0) parts.push(missing === 1 ? t('1 package missing') : t('{0} packages missing', count(missing)));
  if (mismatched > 0) parts.push(mismatchedWords(mismatched, formats));
  if (needsYou > 0) parts.push(needsYou === 1 ? t('1 decision for you') : t('{0} decisions for you', count(needsYou)));
  if (unbuilt.length > 0) {
    parts.push(unbuilt.length === 1 ? t('1 package not built') : t('{0} packages not built', count(unbuilt.length)));
  }
  if (faults.length > 0) {
    parts.push(faults.length === 1 ? t('1 file unreadable') : t('{0} files unreadable', count(faults.length)));
  }
  return parts;
}

function unavailable(view: View, { error }: Extract<Availability, { kind: 'unavailable' }>): TemplateResult {
  return html`<p class="small">${error.message} ${error.hint} <span class="dim nw">${error.code}</span></p>
    ${tryAgain(view)}`;
}

function unanswered(view: View, sources: readonly UnknownSource[]): TemplateResult {
  return html`${sources.map((source) => html`<p class="small">${source.reason} ${standIn(view, source)}</p>`)}
  ${tryAgain(view)}`;
}

function standIn({ formats, now }: View, { lastAnswerAt }: UnknownSource): string {
  if (lastAnswerAt === undefined) return '';
  return t({
    message: 'Showing the last answer, {0}.',
    args: [formats.ago(lastAnswerAt, now)],
    comment: '{0} is an age, such as 4 minutes ago.',
  });
}

function tryAgain({ post }: View): TemplateResult {
  return html`<div class="row retry">
    ${textButton({ text: t('Try Again'), key: 'health|retry', primary: true, run: () => post({ type: 'retry' }) })}
    ${linkButton(t('Show Log'), 'health|log', () => post({ type: 'openLog' }))}
  </div>`;
}

/** Stands outside of the live region: an age that changes is no news. */
function lastCheck(view: View): Part {
  const { state, formats } = view;
  const { checkedAt, packages } = state;
  if (checkedAt === undefined || state.health === 'unknown' || state.health === 'unavailable') return nothing;
  const text = checked(packages === undefined || state.health === 'attention' ? 0 : packages, checkedAt, view);
  return html`<div class="checked small dim">
    <span title=${formats.full(checkedAt)}>${text}</span>
    ${unusedLink(view)}
  </div>`;
}

/** Looked for on demand alone: it reads every text, so it is there and calm. */
function unusedLink({ state, post }: View): Part {
  if (state.folder !== 'ready' || state.mode === 'off') return nothing;
  return linkButton(t('Look for Unused Packages…'), 'health|unused', () => post({ type: 'removeUnused' }));
}

function checked(packages: number, at: string, { formats, now }: View): string {
  const count = formats.count(packages);
  if (now - Date.parse(at) < justNowMs) {
    return packages > 1 ? t('{0} packages checked just now', count) : t('Checked just now');
  }
  const ago = formats.ago(at, now);
  return packages > 1
    ? t({ message: '{0} packages checked {1}', args: [count, ago], comment: '{1} is an age.' })
    : t({ message: 'Checked {0}', args: [ago], comment: '{0} is an age, such as 4 minutes ago.' });
}
