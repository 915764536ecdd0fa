import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { FaultRow, MissingRow, RestoreRow } from '../view/protocol.ts';
import { section } from './section.ts';
import { busyWord, icon, linkButton, markIcon, textButton, type Part, type View } from './view.ts';
import { verdictMark, type Mark } from './words.ts';

/** Packages that are used and not there, with what may be done about each. */
export function missingSection(view: View): Part {
  const { missing, restores, counts } = view.state;
  if (missing.length + restores.length === 0) return nothing;
  const installable = missing.filter((row) => row.canInstall);
  const all = (): void => view.post({ type: 'install', rows: installable.map(({ id }) => id) });
  const only = installable.length === 1 && restores.length === 0;
  return section(view, {
    id: 'missing',
    title: t('Missing packages'),
    note: view.formats.count(counts.missing),
    actions:
      installable.length > 1
        ? textButton({
            text: t('Install All'),
            key: 'missing|all',
            primary: restores.length === 0 && installable.some(({ verdict }) => verdict === 'allow'),
            run: all,
          })
        : nothing,
    body: html`<ul class="list">
      ${repeat(
        restores,
        (row) => row.id,
        (row) => restoreItem(view, row),
      )}
      ${repeat(
        missing,
        (row) => row.id,
        (row) => missingItem(view, row, only),
      )}
    </ul>`,
  });
}

/** Manifests that nobody can read: what they own is unknown. */
export function faultSection(view: View): Part {
  const { faults } = view.state;
  if (faults.length === 0) return nothing;
  return section(view, {
    id: 'faults',
    title: t('Cannot be read'),
    note: view.formats.count(faults.length),
    body: html`<ul class="list">
      ${repeat(
        faults,
        (row) => row.id,
        (row) => faultItem(view, row),
      )}
    </ul>`,
  });
}

function faultItem({ post }: View, { id, manifest, line, column, message }: FaultRow): TemplateResult {
  const file = manifest === '' ? 'package.json' : `${manifest}/package.json`;
  return html`<li class="li two">
    ${markIcon({ icon: 'error', tone: 'bad', word: t('Unreadable') })}
    <div class="grow">
      ${linkButton(`${file}:${line}:${column}`, `faults|${id}`, () => post({ type: 'openUse', row: id, index: 0 }))}
      <div class="small dim">${message}</div>
    </div>
  </li>`;
}

function restoreItem(
  { post, formats }: View,
  { id, project, count, busy, obstacle, canRestore }: RestoreRow,
): TemplateResult {
  const where =
    project === '' ? t('Dependencies are not installed') : t('Dependencies of {0} are not installed', project);
  const number = count === 1 ? t('1 package') : t('{0} packages', formats.count(count));
  const restore = (): void => post({ type: 'restoreDependencies', row: id });
  return html`<li class="li two" data-key="missing|${id}" tabindex="-1">
    ${icon('cloud-download', 'warn')}
    <div class="grow">
      <div>${where}</div>
      <div class="small dim">${obstacle ?? number}</div>
    </div>
    ${busy === undefined ? nothing : busyWord(busy, t('Installing'))}
    ${
      canRestore
        ? textButton({ text: t('Install Dependencies'), key: `missing|${id}|restore`, primary: true, run: restore })
        : nothing
    }
  </li>`;
}

function missingItem(view: View, row: MissingRow, only: boolean): TemplateResult {
  const name = row.version === undefined ? row.package : `${row.package} ${row.version}`;
  return html`<li class="li two" data-key="missing|${row.id}" tabindex="-1">
    ${markIcon(rowMark(row))}
    <div class="grow cells">
      <div class="cut" title=${name}>
        ${name}${row.dev ? html` <span class="small dim">${t('dev')}</span>` : nothing}
      </div>
      <div class="small dim wrap2" title=${explain(row)}>${explain(row)}</div>
      ${places(view, row)}
    </div>
    ${itemButton(view, row, name, only)}
  </li>`;
}

function rowMark(row: MissingRow): Mark {
  if (row.kind === 'unsure') return { icon: 'question', tone: 'mute', word: t('Unsure') };
  if (row.kind === 'uninstalled' && row.verdict === 'unknown') {
    return { icon: 'cloud-download', tone: 'warn', word: t('Not installed') };
  }
  return verdictMark(row.verdict);
}

function explain(row: MissingRow): string {
  if (row.kind === 'unsure') return row.reason ?? '';
  if (row.obstacle !== undefined) return row.obstacle;
  if (row.kind === 'uninstalled' && row.reason === undefined) return t('Declared, not installed.');
  if (row.reason === undefined) return t('Not checked yet.');
  const reason = row.verdict === 'allow' ? row.reason : `${verdictMark(row.verdict).word}: ${row.reason}`;
  // A reason that already names it is not repeated.
  const hint = row.didYouMean === undefined || row.reason.includes(row.didYouMean) ? '' : didYouMean(row.didYouMean);
  return hint === '' ? reason : `${reason} ${hint}`;
}

function didYouMean(name: string): string {
  return t({ message: 'Did you mean {0}?', args: [name], comment: '{0} is the name of a package.' });
}

function places({ ui, update, post, formats }: View, row: MissingRow): TemplateResult {
  const unfolded = ui.unfolded.includes(row.id);
  const shown = unfolded ? row.uses : row.uses.slice(0, 1);
  const more = row.useCount - shown.length;
  const unfold = (): void => update({ unfolded: [...ui.unfolded, row.id] });
  const rest = more === 1 ? t('1 more') : t('{0} more', formats.count(more));
  return html`<div class="small places">
    ${shown.map(({ file, line }, index) =>
      linkButton(`${file}:${line}`, `missing|${row.id}|use${index}`, () =>
        post({ type: 'openUse', row: row.id, index }),
      ),
    )}
    ${
      more === 0
        ? nothing
        : unfolded || row.uses.length <= 1
          ? html`<span class="dim nw">${rest}</span>`
          : linkButton(rest, `missing|${row.id}|more`, unfold, t('{0}: {1}', row.package, rest))
    }
  </div>`;
}

function itemButton({ post }: View, row: MissingRow, name: string, only: boolean): Part {
  if (row.busy !== undefined) return busyWord(row.busy, t('Installing'));
  const key = `missing|${row.id}|act`;
  if (row.verdict === 'block' && row.kind !== 'unsure') {
    const review = (): void => post({ type: 'openUse', row: row.id, index: 0 });
    return textButton({ text: t('Review'), label: t('Review {0}', name), key, run: review });
  }
  if (!row.canInstall) return html`<span class="no-act"></span>`;
  const install = (): void => post({ type: 'install', rows: [row.id] });
  return textButton({
    text: row.asks ? t('Install…') : t('Install'),
    label: row.asks ? t('Install… {0}', name) : t('Install {0}', name),
    key,
    // What is not allowed by every check may be installed; it is never what we advise.
    primary: only && row.verdict === 'allow',
    run: install,
  });
}
