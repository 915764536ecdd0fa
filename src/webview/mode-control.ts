import { t } from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { modes, type Mode } from '../model/mode.ts';
import type { View } from './view.ts';
import { modeName } from './words.ts';

/**
 * The mode as VS Code's segmented radio. Arrows only move the focus; Space, Enter or a click choose, since passing over
 * Autopilot on the way must not turn it on.
 */
export function modeControl(view: View): TemplateResult {
  const { mode } = view.state;
  return html`<div class="seg" role="radiogroup" aria-label=${t('Mode')} @keydown=${moveFocus}>
    ${modes.map((each) => segment(each, each === mode, () => view.post({ type: 'setMode', mode: each })))}
  </div>`;
}

function segment(mode: Mode, active: boolean, choose: () => void): TemplateResult {
  return html`<button
    type="button"
    role="radio"
    data-key="mode|${mode}"
    aria-checked=${active ? 'true' : 'false'}
    tabindex=${active ? 0 : -1}
    @click=${active ? undefined : choose}
  >
    ${modeName(mode)}
  </button>`;
}

function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step === undefined || !(event.target instanceof HTMLElement)) return;
  event.preventDefault();
  const radios = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=radio]')];
  radios[(radios.indexOf(event.target) + step + radios.length) % radios.length]?.focus();
}
