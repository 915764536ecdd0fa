import { t } from '@vscode/l10n';
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { RateFacts } from '../view/protocol.ts';
import type { Formats } from './formats.ts';
import { section } from './section.ts';
import { type Part, type View } from './view.ts';

export function rateSection(view: View): Part {
  const { rate } = view.state;
  return section(view, {
    id: 'rate',
    title: t('Success rate'),
    body: html`<div class="pad">
      <div class="row">
        <span class="b">${rateText(rate, view.formats)}</span
        ><span class="dim small grow">${shareText(rate, view.formats)}</span>
      </div>
      ${rateBar(rate, view.formats)}
      ${rate.failed + rate.rolledBack > 0 ? html`<div class="small dim">${failedText(rate, view.formats)}</div>` : nothing}
    </div>`,
  });
}

export function rateText({ value }: RateFacts, formats: Formats): string {
  return value === undefined ? '–' : formats.percent(value);
}

export function shareText({ succeeded, failed, rolledBack, value }: RateFacts, formats: Formats): string {
  if (value === undefined) return t('No operation has ended in 30 days');
  const ended = formats.count(succeeded + failed + rolledBack);
  return t({
    message: '{0} of {1} in 30 days',
    args: [formats.count(succeeded), ended],
    comment: '{0} operations succeeded of {1} that ended.',
  });
}

export function failedText({ failed, rolledBack }: RateFacts, formats: Formats): string {
  const total = formats.count(failed + rolledBack);
  if (rolledBack === 0) return t('{0} failed', total);
  if (failed === 0) return t('{0} failed, all rolled back', total);
  return t('{0} failed, {1} rolled back', total, formats.count(rolledBack));
}

/** Done from the left, failed from the right; SVG attributes carry the widths, since the policy forbids inline styles. */
export function rateBar(rate: RateFacts, formats: Formats): TemplateResult {
  const share = (rate.value ?? 0) * 100;
  const text = `${rateText(rate, formats)}, ${shareText(rate, formats)}`;
  return html`<div
    class="bar"
    role=${rate.value === undefined ? 'img' : 'progressbar'}
    aria-label=${rate.value === undefined ? shareText(rate, formats) : t('Success rate')}
    aria-valuemin=${rate.value === undefined ? nothing : 0}
    aria-valuemax=${rate.value === undefined ? nothing : 100}
    aria-valuenow=${rate.value === undefined ? nothing : Math.floor(share)}
    aria-valuetext=${rate.value === undefined ? nothing : text}
  >
    <svg width="100%" height="4" aria-hidden="true">
      ${svg`<rect class="done" x="0" y="0" width="${share}%" height="4"></rect>`}
      ${rate.value === undefined ? nothing : svg`<rect class="fail" x="${share}%" y="0" width="${100 - share}%" height="4"></rect>`}
    </svg>
  </div>`;
}
