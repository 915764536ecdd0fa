import { t } from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { assertNever } from '../base/errors.ts';
import type { OperationDetails } from '../view/details-facts.ts';
import { heading } from './details-heading.ts';
import { operationPage } from './operation-page.ts';
import { packagePage } from './package-page.ts';
import { icon, type View } from './view.ts';

/** One operation or one package in place of the Automation page. Escape leaves it, see app.ts. */
export function detailsPage(view: View, details: OperationDetails): TemplateResult {
  const isPackage = details.kind === 'package' || details.kind === 'mended';
  return html`<article class="opage" aria-labelledby="h-details">
    <div class="crumb">${back(view, isPackage ? t('Overview') : t('All Operations'))}</div>
    ${body(view, details)}
  </article>`;
}

function body(view: View, details: OperationDetails): TemplateResult {
  switch (details.kind) {
    case 'operation':
      return operationPage(view, details);
    case 'package':
      return packagePage(view, details);
    case 'gone':
      return lost(
        t(
          'This operation is not in the history any more: it was older than what is kept, or the project was forgotten.',
        ),
      );
    case 'mended':
      return lost(
        t('This package is neither missing nor mismatched any more. What was installed stands in the history.'),
      );
    default:
      return assertNever(details);
  }
}

function back({ post }: View, text: string): TemplateResult {
  return html`<button
    type="button"
    class="link back"
    data-key="details|back"
    @click=${() => post({ type: 'closeOperation' })}
  >
    ${icon('arrow-left')}<span>${text}</span>
  </button>`;
}

function lost(why: string): TemplateResult {
  return html`${heading(t('Not there any more'))}
    <p class="none">${why}</p>`;
}
