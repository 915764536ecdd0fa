import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { UnbuiltRow } from '../view/protocol.ts';
import { section } from './section.ts';
import { busyWord, linkButton, markIcon, textButton, type Part, type View } from './view.ts';

/** Packages whose install scripts were not run, each with what building it would run. */
export function unbuiltSection(view: View): Part {
  const { unbuilt } = view.state;
  if (unbuilt.length === 0) return nothing;
  return section(view, {
    id: 'unbuilt',
    title: t('Not built'),
    note: view.formats.count(unbuilt.length),
    body: html`<ul class="list">
      ${repeat(
        unbuilt,
        (row) => row.id,
        (row) => unbuiltItem(view, row),
      )}
    </ul>`,
  });
}

function unbuiltItem(view: View, row: UnbuiltRow): TemplateResult {
  const name = `${row.package} ${row.version}`;
  const scripts = row.scripts.join('; ');
  return html`<li class="li two" data-key="unbuilt|${row.id}" tabindex="-1">
    ${markIcon({ icon: 'tools', tone: 'warn', word: t('Not built') })}
    <div class="grow cells">
      <div class="cut" title=${name}>${name}</div>
      <div class="small dim wrap2" title=${scripts}>${scripts}</div>
      ${places(view, row)}
    </div>
    ${button(view, row, name)}
  </li>`;
}

function places({ post, formats }: View, { id, uses: [first], useCount }: UnbuiltRow): TemplateResult {
  if (first === undefined)
    return html`<div class="small dim">${t('Not imported here: another package needs it.')}</div>`;
  const more = useCount - 1;
  const rest = more === 1 ? t('1 more') : t('{0} more', formats.count(more));
  return html`<div class="small places">
    ${linkButton(`${first.file}:${first.line}`, `unbuilt|${id}|use0`, () => post({ type: 'openUse', row: id, index: 0 }))}
    ${more > 0 ? html`<span class="dim nw">${rest}</span>` : nothing}
  </div>`;
}

function button({ post }: View, row: UnbuiltRow, name: string): TemplateResult {
  if (row.busy !== undefined) return busyWord(row.busy, t('Building'));
  if (!row.canBuild) return html`<span class="no-act"></span>`;
  return textButton({
    text: t('Build…'),
    label: t('Build… {0}', name),
    key: `unbuilt|${row.id}|act`,
    run: () => post({ type: 'build', row: row.id }),
  });
}
