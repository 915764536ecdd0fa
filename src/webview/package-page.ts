import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { DatedCheck, PackageSheet } from '../view/details-facts.ts';
import { heading } from './details-heading.ts';
import { busyWord, icon, linkButton, textButton, type Part, type View } from './view.ts';
import { checkName, checkSourceName, verdictMark, type Mark } from './words.ts';

/** What the gate says of one package, by every check: what does not allow it first. */
export function packagePage(view: View, sheet: PackageSheet): TemplateResult {
  const doubts = sheet.checks.filter(({ result }) => result !== 'allow');
  const passed = sheet.checks.filter(({ result }) => result === 'allow');
  const title = sheet.version === undefined ? sheet.name : `${sheet.name} ${sheet.version}`;
  return html`<header class="ohead">
      <div class="grow">${heading(title)} ${verdictLine(sheet, passed.length)}</div>
      <div class="row buttons">${buttons(view, sheet)}</div>
    </header>
    ${remarks(sheet)} ${checksSection(view, { id: 'h-doubts', title: t('Not passed'), checks: doubts })}
    ${checksSection(view, { id: 'h-passed', title: t('Passed'), checks: passed })}`;
}

function verdictLine(sheet: PackageSheet, passed: number): TemplateResult {
  const mark = sheetMark(sheet);
  return html`<div class="oline">
    <span class="state" role="status">${icon(mark.icon, mark.tone)}<span class="b">${mark.word}</span></span>
    <span class="dim">${t('{0} of {1} checks passed', passed, sheet.checks.length)}</span>
    <span class="dim">${sheet.manifest}</span>
  </div>`;
}

function sheetMark({ asking, trusted, verdict }: PackageSheet): Mark {
  if (asking) return { icon: 'loading', tone: 'run', word: t('Asking registry and advisories') };
  if (trusted) return { icon: 'pass', tone: 'ok', word: t('Trusted') };
  const mark = verdictMark(verdict);
  if (verdict === 'ask') return { ...mark, word: t('The gate asks') };
  return verdict === 'unknown' ? { ...mark, word: t('Not known enough') } : mark;
}

function remarks({ asking, trusted, verdict, didYouMean, obstacle }: PackageSheet): Part {
  const told = [
    asking ? undefined : meaning(trusted, verdict),
    didYouMean === undefined
      ? undefined
      : t({ message: 'Did you mean {0}?', args: [didYouMean], comment: '{0} is the name of a package.' }),
    obstacle,
  ].filter((text) => text !== undefined);
  return told.length === 0 ? nothing : html`<p class="meant">${told.join(' ')}</p>`;
}

/** What follows from the verdict. */
function meaning(trusted: boolean, verdict: PackageSheet['verdict']): string {
  if (trusted) return t('Nothing speaks against it, and nothing is open that automation would wait for.');
  if (verdict === 'block') return t('Nobody gets it, whoever asks.');
  if (verdict === 'ask') return t('It is installed once you say yes. Autopilot leaves it alone.');
  return t('Nothing speaks against it, but not everything is known. You may install it. Autopilot leaves it alone.');
}

function buttons({ state, post }: View, { id, name, canInstall, verdict }: PackageSheet): TemplateResult {
  const busy = [...state.missing, ...state.mismatched].find((row) => row.id === id)?.busy;
  const install = (): void => post({ type: 'install', rows: [id] });
  const text = verdict === 'ask' ? t('Install…') : t('Install');
  const label = verdict === 'ask' ? t('Install… {0}', name) : t('Install {0}', name);
  return html`${busy === undefined ? nothing : busyWord(busy, t('Installing'))}
  ${
    canInstall && busy === undefined
      ? textButton({ text, label, key: 'details|install', primary: verdict === 'allow', run: install })
      : nothing
  }
  ${linkButton(t('Check Again'), 'details|again', () => post({ type: 'retry' }))}
  ${linkButton(t('Show Log'), 'details|log', () => post({ type: 'openLog' }))}`;
}

interface Checks {
  readonly id: string;
  readonly title: string;
  readonly checks: readonly DatedCheck[];
}

/** The roles are said: a narrow page lays the rows out anew, which takes the roles of a table from it. */
function checksSection(view: View, { id, title, checks }: Checks): Part {
  if (checks.length === 0) return nothing;
  return html`<section aria-labelledby=${id}>
    <h3 id=${id}>${title} <span class="n">${view.formats.count(checks.length)}</span></h3>
    <table class="checks" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">${t('Check')}</th>
          <th scope="col" role="columnheader">${t('Result')}</th>
          <th scope="col" role="columnheader">${t('Reason')}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${checks.map((check) => checkRow(view, check))}
      </tbody>
    </table>
  </section>`;
}

function checkRow({ formats, now }: View, { check, result, reason, source, checkedAt }: DatedCheck): TemplateResult {
  const { icon: name, tone, word } = verdictMark(result);
  return html`<tr role="row">
    <th scope="row" role="rowheader">${checkName(check)}</th>
    <td role="cell">
      <span class="state">${icon(name, tone)}<span>${word}</span></span>
    </td>
    <td role="cell">
      ${reason}
      <div class="dim small">
        ${checkSourceName(source)} · <span title=${formats.full(checkedAt)}>${formats.ago(checkedAt, now)}</span>
      </div>
    </td>
  </tr>`;
}
