import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { ruleKinds } from '../model/rule.ts';
import {
  draftOf,
  keptConditions,
  ruleOfDraft,
  sameRule,
  type DraftFaults,
  type RuleDraft,
} from '../view/rule-draft.ts';
import type { RuleForm, RuleWish } from '../view/rule-facts.ts';
import { heading } from './details-heading.ts';
import { choiceGroup, moreConditions, textField, type Fields } from './rule-fields.ts';
import { aboutRule } from './rule-sentence.ts';
import { actionName, kindMark, kindMeaning, placeName } from './rule-words.ts';
import { trialSection } from './rule-trial.ts';
import { errorLine, linkButton, textButton, type Part, type View } from './view.ts';
import type { KeptDraft } from './vscode-api.ts';

/** What the form says now, which may not be what the host knows of. */
interface Current {
  readonly draft: RuleDraft;
  readonly made: ReturnType<typeof ruleOfDraft>;
  /** What is wrong is said once its user asked for something. */
  readonly faults: DraftFaults;
}

/** The form of a rule of the user's own. What is typed stays in the page until it is tried or saved. */
export function ruleFormPage(view: View, form: RuleForm): TemplateResult {
  const current = currentOf(view, form);
  const run = (save: boolean) => (): void => submit(view, form, current, save);
  const isTried = 'rule' in current.made && wasTried(form, current.made.rule);
  return html`<header class="ohead"><div class="grow">${heading(titleOf(form))} ${purposeLine(form)}</div></header>
    <div class="rform" @keydown=${submitOnEnter(run(isTried))}>
      <div>${mainFields(fieldsOf(view, form, current))}</div>
      <div class="outcome">
        <h3>${t('Before you save')}</h3>
        ${aboutLine(view, current)}
        <div role="alert">${faultLine(current.faults)}</div>
        ${form.problem === undefined ? nothing : errorLine(form.problem)}
        <div class="row buttons">
          ${textButton({ text: t('Try It'), key: 'form|try', primary: !isTried, run: run(false) })}
          ${textButton({ text: form.saving ? t('Saving') : t('Save Rule'), key: 'form|save', primary: isTried, run: run(true) })}
          ${linkButton(t('Cancel'), 'form|cancel', () => leave(view))}
        </div>
        ${trialSection(view, form.trial, isTried)}
      </div>
    </div>`;
}

function currentOf({ ui }: View, form: RuleForm): Current {
  const kept = ui.draft?.form === form.id ? ui.draft : undefined;
  const draft = kept?.fields ?? draftOf(form.rule, Intl.DateTimeFormat().resolvedOptions().timeZone);
  const made = ruleOfDraft(draft, form.rule);
  return { draft, made, faults: kept?.checked === true && 'faults' in made ? made.faults : {} };
}

/** Whether that very rule was tried, be it in vain: then it may be saved. */
function wasTried({ trial }: RuleForm, rule: RuleWish): boolean {
  return (trial.kind === 'told' || trial.kind === 'failed') && sameRule(trial.rule, rule);
}

/** Tries, or saves what was tried. What is wrong is said, and the first field of it gets the focus. */
function submit(view: View, form: RuleForm, { draft, made }: Current, save: boolean): void {
  if (form.saving) return;
  if ('rule' in made) {
    const isSaved = save && wasTried(form, made.rule);
    return view.post({ type: isSaved ? 'saveRule' : 'tryRule', form: form.id, rule: { ...made.rule } });
  }
  view.update({ draft: { form: form.id, fields: draft, checked: true } });
  document.querySelector<HTMLElement>('.rform [aria-invalid="true"]')?.focus();
}

function submitOnEnter(run: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    const { target } = event;
    if (event.key !== 'Enter' || !(target instanceof HTMLInputElement) || target.type !== 'text') return;
    event.preventDefault();
    run();
  };
}

function leave({ post, update }: View): void {
  update({ draft: undefined });
  post({ type: 'closeOperation' });
}

function fieldsOf({ update, formats }: View, form: RuleForm, { draft, faults }: Current): Fields {
  const change = (fields: RuleDraft): void => {
    const kept: KeptDraft = { form: form.id, fields, checked: Object.keys(faults).length > 0 };
    update({ draft: kept });
  };
  return { draft, faults, change, formats, kept: keptConditions(form.rule) };
}

function titleOf({ purpose, rule }: RuleForm): string {
  if (purpose === 'add') return t('Add a rule');
  return purpose === 'edit' ? t('Edit “{0}”', rule.name) : t('Override “{0}”', rule.name);
}

function purposeLine({ purpose }: RuleForm): Part {
  if (purpose !== 'override') return nothing;
  const text = t(
    'A rule of your own with the same conditions. It comes before the built-in one, which stays as it is.',
  );
  return html`<p class="dim">${text}</p>`;
}

function aboutLine({ formats }: View, { draft, made }: Current): Part {
  if (!('rule' in made)) return nothing;
  return html`<p>
    <span class="b">${kindMark(draft.kind).word}</span>: ${aboutRule(made.rule, formats)}
    ${made.rule.enabled ? nothing : html`<span class="dim">(${t('Switched off')})</span>`}
  </p>`;
}

function faultLine(faults: DraftFaults): Part {
  const sentences = Object.values(faults);
  if (sentences.length === 0) return nothing;
  const head =
    sentences.length === 1 ? t('1 field has to be mended.') : t('{0} fields have to be mended.', sentences.length);
  return html`<p class="b">${head}</p>`;
}

function mainFields(fields: Fields): TemplateResult {
  const { draft, change } = fields;
  const choose = (event: Event): void => {
    const kind = ruleKinds[(event.currentTarget as HTMLSelectElement).selectedIndex];
    if (kind !== undefined) change({ ...draft, kind });
  };
  return html`${textField(fields, { field: 'name', label: t('Name') })}
    <div class="fpair">
      <div class="fld">
        <label for="f-kind">${t('Decides')}</label>
        <select id="f-kind" class="field" data-key="form|kind" aria-describedby="h-kind" @change=${choose}>
          ${ruleKinds.map((kind) => html`<option .selected=${kind === draft.kind}>${kindMark(kind).word}</option>`)}
        </select>
      </div>
      ${textField(fields, { field: 'priority', label: t('Priority, 0 to 1000'), short: true })}
    </div>
    <p class="dim small hint" id="h-kind">
      ${kindMeaning(draft.kind)} ${t('The rule with the highest priority is asked first.')}
    </p>
    <h3>${t('What it is about')}</h3>
    ${textField(fields, {
      field: 'package',
      label: t('Packages'),
      hint: t(
        'Names or patterns such as {0}, parted by commas. An exclamation mark takes out. Empty: any package.',
        '@types/*',
      ),
    })}
    ${choiceGroup(fields, { field: 'action', label: t('Changes'), word: actionName })}
    ${choiceGroup(fields, { field: 'dependencyType', label: t('Stands in'), word: placeName })}
    ${textField(fields, {
      field: 'project',
      label: t('Projects'),
      hint: t(
        'Folders or patterns such as {0}. A dot is the workspace folder itself. Empty: every project.',
        'packages/**',
      ),
    })}
    ${moreConditions(fields)}`;
}
