import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { severities } from '../model/advisory.ts';
import {
  choicesOf,
  type ChoiceField,
  type DraftFaults,
  type DraftField,
  type RuleDraft,
  type TextField,
} from '../view/rule-draft.ts';
import type { RuleWish } from '../view/rule-facts.ts';
import type { Formats } from './formats.ts';
import { bumpName, dayName, severityName } from './rule-words.ts';
import { icon, type Part } from './view.ts';
import { triggerName } from './words.ts';

/** What fields are drawn from. */
export interface Fields {
  readonly draft: RuleDraft;
  readonly faults: DraftFaults;
  readonly change: (draft: RuleDraft) => void;
  readonly formats: Formats;
  /** Conditions that have no field. */
  readonly kept: RuleWish['conditions'];
}

interface TextFieldWords {
  readonly field: TextField;
  readonly label: string;
  readonly hint?: string;
  /** For a number or a time of day. */
  readonly short?: boolean;
}

export function textField(fields: Fields, { field, label, hint, short }: TextFieldWords): TemplateResult {
  const { draft, faults } = fields;
  const fault = faults[field];
  const said = [hint === undefined ? [] : [`h-${field}`], fault === undefined ? [] : [`e-${field}`]].flat().join(' ');
  const type = (event: Event): void => write(fields, field, (event.currentTarget as HTMLInputElement).value);
  return html`<div class="fld">
    <label for="f-${field}">${label}</label>
    <input
      type="text"
      id="f-${field}"
      class="field ${short ? 'short' : ''}"
      autocomplete="off"
      spellcheck="false"
      .value=${draft.texts[field]}
      aria-invalid=${fault === undefined ? 'false' : 'true'}
      aria-describedby=${ifDefined(said === '' ? undefined : said)}
      data-key="form|${field}"
      @input=${type}
    />
    ${hint === undefined ? nothing : html`<p class="dim small" id="h-${field}">${hint}</p>`} ${faultOf(field, fault)}
  </div>`;
}

function write({ draft, change }: Fields, field: TextField, text: string): void {
  change({ ...draft, texts: { ...draft.texts, [field]: text } });
}

function faultOf(field: DraftField, fault: string | undefined): Part {
  return fault === undefined
    ? nothing
    : html`<p class="fault small" id="e-${field}">${icon('error', 'bad')}<span>${fault}</span></p>`;
}

interface ChoiceWords<F extends ChoiceField> {
  readonly field: F;
  readonly label: string;
  readonly word: (choice: (typeof choicesOf)[F][number]) => string;
}

/** Boxes of which none means any. */
export function choiceGroup<F extends ChoiceField>(
  fields: Fields,
  { field, label, word }: ChoiceWords<F>,
): TemplateResult {
  const { draft, change } = fields;
  const all: readonly (typeof choicesOf)[F][number][] = choicesOf[field];
  const toggle = (choice: string): void => {
    const chosen = draft.choices[field];
    const next = all.filter((one) => (one === choice ? !chosen.includes(one) : chosen.includes(one)));
    change({ ...draft, choices: { ...draft.choices, [field]: next } });
  };
  return html`<fieldset class="fld">
    <legend>${label}<span class="dim"> ${draft.choices[field].length === 0 ? t('(any)') : ''}</span></legend>
    <div class="boxes">
      ${all.map(
        (choice) =>
          html`<label class="check"
            ><input
              type="checkbox"
              .checked=${draft.choices[field].includes(choice)}
              data-key="form|${field}|${choice}"
              @change=${() => toggle(choice)}
            /><span>${word(choice)}</span></label
          >`,
      )}
    </div>
  </fieldset>`;
}

function severitySelect(fields: Fields, field: 'severityAtLeast' | 'severityBelow', label: string): TemplateResult {
  const { draft, faults } = fields;
  const fault = faults[field];
  const options = ['', ...severities] as const;
  const choose = (event: Event): void =>
    write(fields, field, options[(event.currentTarget as HTMLSelectElement).selectedIndex] ?? '');
  return html`<div class="fld">
    <label for="f-${field}">${label}</label>
    <select
      id="f-${field}"
      class="field"
      aria-invalid=${fault === undefined ? 'false' : 'true'}
      aria-describedby=${ifDefined(fault === undefined ? undefined : `e-${field}`)}
      data-key="form|${field}"
      @change=${choose}
    >
      ${options.map(
        (one) =>
          html`<option .selected=${one === draft.texts[field]}>${one === '' ? t('any') : severityName(one)}</option>`,
      )}
    </select>
    ${faultOf(field, fault)}
  </div>`;
}

const more: readonly DraftField[] = [
  ...(['trigger', 'bump', 'days', 'license', 'branch', 'severityAtLeast', 'severityBelow'] as const),
  ...(['scoreAtLeast', 'scoreBelow', 'ageAtLeast', 'ageBelow', 'timeFrom', 'timeTo'] as const),
];

/** What is rarely asked, folded away unless it says something. */
export function moreConditions(fields: Fields): TemplateResult {
  const { draft, faults, kept } = fields;
  const isSet = (field: DraftField): boolean =>
    field in draft.texts ? draft.texts[field as TextField] !== '' : draft.choices[field as ChoiceField].length > 0;
  const used = more.filter(isSet).length + Object.keys(kept).length;
  const isOpen = used > 0 || more.some((field) => faults[field] !== undefined) || faults.timeZone !== undefined;
  const pair = (...parts: readonly TemplateResult[]): TemplateResult => html`<div class="fpair">${parts}</div>`;
  return html`<details class="fold more" ?open=${isOpen}>
    <summary data-key="form|more">${icon('chevron-down')}<span>${t('More Conditions')}</span></summary>
    ${choiceGroup(fields, { field: 'bump', label: t('Step of the version'), word: bumpName })}
    ${pair(
      textField(fields, { field: 'ageAtLeast', label: t('Released at least so many days ago'), short: true }),
      textField(fields, { field: 'ageBelow', label: t('Released less than so many days ago'), short: true }),
    )}
    ${pair(
      severitySelect(fields, 'severityAtLeast', t('Severity at least')),
      severitySelect(fields, 'severityBelow', t('Severity below')),
    )}
    ${pair(
      textField(fields, { field: 'scoreAtLeast', label: t('Safety score at least'), short: true }),
      textField(fields, { field: 'scoreBelow', label: t('Safety score below'), short: true }),
    )}
    ${textField(fields, { field: 'license', label: t('Licences'), hint: t('SPDX names or patterns such as {0}.', 'GPL-*') })}
    ${choiceGroup(fields, { field: 'trigger', label: t('Asked for by'), word: triggerName })}
    ${choiceGroup(fields, { field: 'days', label: t('On these days'), word: (day) => dayName(day, fields.formats) })}
    ${pair(
      textField(fields, { field: 'timeFrom', label: t('From, such as {0}', '22:00'), short: true }),
      textField(fields, { field: 'timeTo', label: t('To, such as {0}', '06:00'), short: true }),
      textField(fields, { field: 'timeZone', label: t('Time zone') }),
    )}
    ${textField(fields, { field: 'branch', label: t('Branches'), hint: t('Names or patterns such as {0}.', 'release/**') })}
    ${keptSection(kept)}
  </details>`;
}

function keptSection(kept: RuleWish['conditions']): Part {
  if (Object.keys(kept).length === 0) return nothing;
  return html`<h3>${t('Kept as it stands')}</h3>
    <p class="dim small">${t('There is no field for this. Saving leaves it unchanged.')}</p>
    <pre tabindex="0" role="region" aria-label=${t('Conditions that are kept as they stand')} data-key="form|kept">
${JSON.stringify(kept, undefined, 2)}</pre>`;
}
