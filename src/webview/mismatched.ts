import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { MismatchedRow } from '../view/protocol.ts';
import { section } from './section.ts';
import { busyWord, linkButton, markIcon, textButton, type Part, type View } from './view.ts';
import { verdictMark, type Mark } from './words.ts';

/** Packages that are installed in another version than is declared: either can be brought to the other. */
export function mismatchedSection(view: View): Part {
  const { mismatched, missing, restores, counts } = view.state;
  if (mismatched.length === 0) return nothing;
  const installable = mismatched.filter((row) => row.canInstall);
  // What is missing is advised first.
  const isFirst = restores.length === 0 && !missing.some((row) => row.canInstall);
  return section(view, {
    id: 'mismatched',
    title: t('Mismatched versions'),
    note: view.formats.count(counts.mismatched),
    actions:
      installable.length > 1
        ? textButton({
            text: t('Install All'),
            label: t('Install All: {0}', t('Mismatched versions')),
            key: 'mismatched|all',
            primary: isFirst && installable.some(({ verdict }) => verdict === 'allow'),
            run: () => view.post({ type: 'install', rows: installable.map(({ id }) => id) }),
          })
        : nothing,
    body: html`<ul class="list">
      ${repeat(
        mismatched,
        (row) => row.id,
        (row) => mismatchedItem(view, row, isFirst && installable.length === 1),
      )}
    </ul>`,
  });
}

function mismatchedItem(view: View, row: MismatchedRow, only: boolean): TemplateResult {
  const explained = explain(row);
  return html`<li class="li two" data-key="mismatched|${row.id}" tabindex="-1">
    ${markIcon(rowMark(row))}
    <div class="grow cells">
      <div class="cut" title=${row.package}>
        ${row.package}${row.dev ? html` <span class="small dim">${t('dev')}</span>` : nothing}
      </div>
      <div class="small dim wrap2" title=${explained}>${explained}</div>
      <div class="small places">
        ${linkButton(`${row.place.file}:${row.place.line}`, `mismatched|${row.id}|place`, () =>
          view.post({ type: 'openUse', row: row.id, index: 0 }),
        )}
      </div>
    </div>
    ${buttons(view, row, only)}
  </li>`;
}

/** What the gate says is shown where it speaks against what is declared. */
function rowMark({ verdict }: MismatchedRow): Mark {
  if (verdict === 'ask' || verdict === 'block') return verdictMark(verdict);
  return { icon: 'warning', tone: 'warn', word: t('Mismatched') };
}

function explain({ version, range, verdict, reason, obstacle }: MismatchedRow): string {
  const what = t({
    message: '{0} is installed, {1} is declared.',
    args: [version, range],
    comment: '{0} is a version, {1} a version range.',
  });
  const doubt = verdict === 'ask' || verdict === 'block' ? reason : undefined;
  const more = obstacle ?? (doubt === undefined ? undefined : t('{0}: {1}', verdictMark(verdict).word, doubt));
  return more === undefined ? what : `${what} ${more}`;
}

function buttons({ post }: View, row: MismatchedRow, only: boolean): Part {
  const { id, package: name, range, declares } = row;
  if (row.busy !== undefined) return busyWord(row.busy, t('Installing'));
  if (!row.canInstall) return html`<span class="no-act"></span>`;
  const whole = `${name} ${range}`;
  return html`<div class="pair">
    ${
      declares === undefined
        ? nothing
        : textButton({
            text: t('Declare {0}', declares),
            label: t('{0}: {1}', t('Declare {0}', declares), name),
            key: `mismatched|${id}|declare`,
            run: () => post({ type: 'declareInstalled', row: id }),
          })
    }
    ${textButton({
      text: row.asks ? t('Install…') : t('Install'),
      label: row.asks ? t('Install… {0}', whole) : t('Install {0}', whole),
      key: `mismatched|${id}|act`,
      primary: only && row.verdict === 'allow',
      run: () => post({ type: 'install', rows: [id] }),
    })}
  </div>`;
}
