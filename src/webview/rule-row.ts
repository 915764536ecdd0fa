import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { RuleFacts } from '../view/rule-facts.ts';
import { aboutRule } from './rule-sentence.ts';
import { kindMark } from './rule-words.ts';
import { icon, iconButton, linkButton, textButton, type Part, type View } from './view.ts';

/** One rule of the list, with what may be done about it. */
export function ruleRow(view: View, rule: RuleFacts, canEdit: boolean): TemplateResult {
  const { id, name, kind, priority, standing } = rule;
  const mark = kindMark(kind);
  return html`<div class="rule ${standing}" role="row" data-key="rule|${id}">
    <div role="cell" class="state">${icon(mark.icon, mark.tone)}<span>${mark.word}</span></div>
    <div role="cell" class="about">
      <div class="b">${name}</div>
      <div class="dim small">${aboutRule(rule, view.formats)}</div>
    </div>
    <div role="cell" class="from">
      <div class="dim">${originName(rule)}</div>
      ${standingLine(view, rule, canEdit)}
    </div>
    <div role="cell" class="num prio"><span class="sr">${t('Priority')}</span> ${view.formats.count(priority)}</div>
    <div role="cell" class="acts">${canEdit ? actions(view, rule) : nothing}</div>
  </div>`;
}

function originName({ origin, file }: RuleFacts): string {
  if (origin === 'built-in') return t('Built in');
  return origin === 'own' ? t('Yours') : (file ?? '');
}

function standingLine({ post }: View, { id, name, standing }: RuleFacts, canEdit: boolean): Part {
  switch (standing) {
    case 'holds':
      return nothing;
    case 'off':
      return html`<div class="stand small">${icon('circle-slash', 'mute')}<span>${t('Switched off')}</span></div>`;
    case 'stricter':
      return html`<div class="small dim">${t('Counts where it is stricter')}</div>`;
    case 'waits': {
      const review = (): void => post({ type: 'reviewRules' });
      const label = t('Review… {0}', name);
      return html`<div class="stand small">
        ${icon('bell-dot', 'warn')}<span>${t('Waits for you')}</span>
        ${canEdit ? linkButton(t('Review…'), `rule|${id}|review`, review, label) : nothing}
      </div>`;
    }
  }
}

function actions({ post, update }: View, { id, name, origin, enabled }: RuleFacts): Part {
  if (origin === 'file') return nothing;
  if (origin === 'built-in') {
    const run = (): void => {
      update({ rule: id });
      post({ type: 'overrideRule', rule: id });
    };
    const label = t('Override {0}', name);
    return textButton({ text: t('Override'), label, key: `rule|${id}|override`, run });
  }
  const switchTo = (event: Event): void => {
    const box = event.currentTarget as HTMLInputElement;
    post({ type: 'enableRule', rule: id, enabled: box.checked });
    // The host says what holds: it may have been refused.
    box.checked = enabled;
  };
  const edit = (): void => {
    update({ rule: id });
    post({ type: 'editRule', rule: id });
  };
  const remove = (): void => post({ type: 'removeRule', rule: id });
  return html`<label class="check"
      ><input type="checkbox" .checked=${enabled} data-key="rule|${id}|on" @change=${switchTo} /><span>${t('On')}</span
      ><span class="sr">${name}</span></label
    >
    ${iconButton({ icon: 'edit', label: t('Edit {0}', name), key: `rule|${id}|edit`, run: edit })}
    ${iconButton({ icon: 'trash', label: t('Remove… {0}', name), key: `rule|${id}|remove`, run: remove })}`;
}
