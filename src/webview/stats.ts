import { t } from '@vscode/l10n';
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { DayFacts } from '../view/protocol.ts';
import { failedText, rateBar, rateText, shareText } from './rate.ts';
import { icon, type View } from './view.ts';
import { mismatchedWords } from './words.ts';

/** The numbers at the head of the panel. */
export function stats(view: View): TemplateResult {
  return html`<div class="stats">${rateStat(view)}${daysStat(view)}${nowStat(view)}${missingStat(view)}</div>`;
}

function rateStat({ state, formats }: View): TemplateResult {
  const { rate } = state;
  return html`<div>
    <div class="dim">${t('Success rate')}</div>
    <div class="big">${rateText(rate, formats)}</div>
    ${rateBar(rate, formats)}
    <div class="small dim">${shareText(rate, formats)}</div>
    ${rate.failed + rate.rolledBack > 0 ? html`<div class="small dim">${failedText(rate, formats)}</div>` : nothing}
  </div>`;
}

function daysStat({ state, formats }: View): TemplateResult {
  const { days } = state;
  const succeeded = total(days.map((day) => day.succeeded));
  const failed = total(days.map((day) => day.failed));
  const done = t('{0} done', formats.count(succeeded));
  const lost = t('{0} failed', formats.count(failed));
  return html`<div>
    <div class="dim">${t('Operations, 14 days')}</div>
    <svg
      class="days"
      viewBox="0 0 238 40"
      preserveAspectRatio="xMinYMax meet"
      role="img"
      aria-label=${formats.list([done, lost])}
    >
      <line class="ax" x1="0" x2="238" y1="39.5" y2="39.5"></line>
      ${dayBars(days)}
    </svg>
    <div class="legend">
      <span
        ><svg aria-hidden="true" viewBox="0 0 12 12"><rect class="done" width="10" height="10" x="1" y="1"></rect></svg
        >${done}</span
      >
      ${
        failed === 0
          ? nothing
          : html`<span
              ><svg aria-hidden="true" viewBox="0 0 12 12">
                <rect class="lost" width="9" height="9" x="1.5" y="1.5"></rect></svg
              >${lost}</span
            >`
      }
    </div>
  </div>`;
}

/** Filled: done. Outlined on top of it: failed. Readable without colour. */
function dayBars(days: readonly DayFacts[]): readonly SVGTemplateResult[] {
  const highest = Math.max(1, ...days.map((day) => day.succeeded + day.failed));
  const scale = 38 / highest;
  return days.map(({ succeeded, failed }, index) => {
    const x = index * 17 + 1;
    const done = succeeded * scale;
    const lost = failed * scale;
    return svg`${succeeded > 0 ? svg`<rect class="done" x=${x} y=${39 - done} width="14" height=${done}></rect>` : nothing}
      ${failed > 0 ? svg`<rect class="lost" x=${x + 0.5} y=${39 - done - lost + 0.5} width="13" height=${Math.max(1, lost - 1.5)}></rect>` : nothing}`;
  });
}

function nowStat({ state, formats }: View): TemplateResult {
  const { running, queued, paused, needsYou, failed } = state.counts;
  return html`<div>
    <div class="dim">${t('Now')}</div>
    <div class="big">${formats.count(running)} <small>${t('running')}</small></div>
    <div class="fact">${icon('clockface', 'mute')}${t('{0} queued', formats.count(queued))}</div>
    ${
      paused === 0
        ? nothing
        : html`<div class="fact">${icon('debug-pause', 'mute')}${t('{0} paused', formats.count(paused))}</div>`
    }
    ${
      needsYou === 0
        ? nothing
        : html`<div class="fact">
            ${icon('bell-dot', 'warn')}${needsYou === 1 ? t('1 needs you') : t('{0} need you', formats.count(needsYou))}
          </div>`
    }
    <div class="fact">
      ${icon(failed === 0 ? 'pass' : 'error', failed === 0 ? 'mute' : 'bad')}${t('{0} failed in 30 days', formats.count(failed))}
    </div>
  </div>`;
}

function missingStat({ state, formats }: View): TemplateResult {
  const { missing, counts, packages, checkedAt } = state;
  const known = checkedAt !== undefined;
  const stale = state.sources.some(({ source }) => source === 'scan') ? ' *' : '';
  const asks = missing.filter((row) => row.kind !== 'unsure' && row.verdict === 'ask').length;
  const blocked = missing.filter((row) => row.kind !== 'unsure' && row.verdict === 'block').length;
  const parts = [
    ...(asks > 0
      ? [
          t({
            message: '{0} to decide',
            args: [formats.count(asks)],
            comment: 'Packages about which the user is asked.',
          }),
        ]
      : []),
    ...(blocked > 0 ? [t('{0} blocked', formats.count(blocked))] : []),
    ...(counts.mismatched > 0 ? [mismatchedWords(counts.mismatched, formats)] : []),
  ];
  return html`<div>
    <div class="dim">${t('Missing packages')}</div>
    <div class="big">
      ${known ? `${formats.count(counts.missing)}${stale}` : '–'}
      ${packages === undefined ? nothing : html`<small>${t('of {0} used', formats.count(packages))}</small>`}
    </div>
    ${parts.length > 0 ? html`<div class="small dim">${formats.list(parts)}</div>` : nothing}
    ${known ? nothing : html`<div class="small dim">${t('Not checked yet')}</div>`}
  </div>`;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
