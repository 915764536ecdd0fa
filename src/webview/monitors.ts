import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { MonitorFacts } from '../view/protocol.ts';
import { section } from './section.ts';
import { icon, markIcon, type Part, type View } from './view.ts';
import { monitorMark, monitorName } from './words.ts';

/** What is watched; left out until there is a monitor. */
export function monitorSection(view: View): Part {
  const { monitors } = view.state;
  if (monitors.length === 0) return nothing;
  const stale = monitors.some((monitor) => !monitor.current && monitor.findings !== undefined);
  return section(view, {
    id: 'monitors',
    title: t('Monitors'),
    body: html`<table class="monitors">
        <thead>
          <tr>
            <th scope="col">${t('Monitor')}</th>
            ${view.surface === 'panel' ? html`<th scope="col">${t('State')}</th>` : nothing}
            <th scope="col" class="num">${t('Findings')}</th>
            ${view.surface === 'panel' ? html`<th scope="col" class="p2">${t('Last success')}</th>` : nothing}
            <th scope="col" class="num">${t('Next run')}</th>
            <th scope="col" class="num">${t('Auto-fix')}</th>
          </tr>
        </thead>
        <tbody>
          ${monitors.map((monitor) => monitorRow(view, monitor))}
        </tbody>
      </table>
      ${stale ? html`<p class="pad small dim">${t('* from the last answer')}</p>` : nothing}`,
  });
}

function monitorRow({ surface, formats, now }: View, monitor: MonitorFacts): TemplateResult {
  const mark = monitorMark(monitor.state);
  const name = monitorName(monitor.kind);
  const findings =
    monitor.findings === undefined ? '–' : `${formats.count(monitor.findings)}${monitor.current ? '' : ' *'}`;
  const success = monitor.lastSuccessAt === undefined ? '–' : formats.moment(monitor.lastSuccessAt, now);
  return html`<tr>
    <td class="cut">${surface === 'panel' ? html`<span class="b">${name}</span>` : html`${markIcon(mark)} ${name}`}</td>
    ${
      surface === 'panel'
        ? html`<td class="cut">
            <span class="state">${icon(mark.icon, mark.tone)}<span>${monitor.error ?? mark.word}</span></span>
          </td>`
        : nothing
    }
    <td class="num">${findings}</td>
    ${surface === 'panel' ? html`<td class="p2">${success}</td>` : nothing}
    <td class="num dim">${monitor.nextRunAt === undefined ? '–' : formats.until(monitor.nextRunAt, now)}</td>
    <td class="num">${monitor.autoFix ? t('On') : t('Off')}</td>
  </tr>`;
}
