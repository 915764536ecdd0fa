import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { OperationSheet, TimelineEntry } from '../view/details-facts.ts';
import type { OperationRow } from '../view/protocol.ts';
import type { Formats } from './formats.ts';
import { icon, type Part, type View } from './view.ts';
import { stateMark, type Mark } from './words.ts';

/** The shortest time that is told. */
const shortMs = 100;

/** What it went through, with when and how long; where it failed is marked. */
export function timelineSection(view: View, { row, timeline }: OperationSheet): TemplateResult {
  const first = timeline[0]?.at ?? row.at;
  return html`<section aria-labelledby="h-timeline">
    <h3 id="h-timeline">${t('Timeline')}</h3>
    <ol class="timeline">
      ${timeline.map((entry) => timelineItem(view, row, entry, first))}
    </ol>
  </section>`;
}

function timelineItem(view: View, row: OperationRow, entry: TimelineEntry, first: string): TemplateResult {
  const { formats, now } = view;
  const mark = markOf(row, entry);
  const goesOn = entry.mark === 'now' ? now - Date.parse(entry.at) : undefined;
  const took = entry.tookMs ?? goesOn;
  return html`<li class=${entry.mark}>
    <span class="dot">${icon(mark.icon, mark.tone)}</span>
    <span class="what">${mark.word}${remark(entry)}</span>
    <time class="num dim" datetime=${entry.at} title=${formats.full(entry.at)}>${formats.time(entry.at, first)}</time>
    <span class="num dim span">${took === undefined ? nothing : spanText(took, formats)}</span>
  </li>`;
}

/** Many steps take a few milliseconds: as tenths of a second they would look longer than they are. */
function spanText(took: number, formats: Formats): string {
  if (took >= shortMs) return formats.duration(took);
  return t({ message: '< {0}', args: [formats.duration(shortMs)], comment: 'Less than a duration.' });
}

function remark({ mark }: TimelineEntry): Part {
  if (mark === 'failed') return html` <span class="remark">${t('failed here')}</span>`;
  return mark === 'stopped' ? html` <span class="remark">${t('cancelled here')}</span>` : nothing;
}

function markOf(row: OperationRow, { kind, step, mark }: TimelineEntry): Mark {
  if (kind === 'ended') {
    // What stood and was taken back later had ended well; what its user had to put back had not.
    const before = row.error === undefined ? 'done' : 'needs-you';
    return stateMark(row.state === 'undone' ? before : row.state);
  }
  if (kind === 'undone') return stateMark('undone');
  const words = { queued: t('Queued'), started: t('Started'), step: step ?? '' };
  const word = words[kind];
  if (mark === 'failed') return { icon: 'error', tone: 'bad', word };
  if (mark === 'stopped') return { icon: 'circle-slash', tone: 'mute', word };
  if (mark === 'done') return { icon: 'circle-small-filled', tone: 'mute', word };
  return row.state === 'running' ? { icon: 'loading', tone: 'run', word } : { ...stateMark(row.state), word };
}
