import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { assertNever } from '../base/errors.ts';
import type { OperationDetails } from '../view/details-facts.ts';
import { heading } from './details-heading.ts';
import { operationPage } from './operation-page.ts';
import { packagePage } from './package-page.ts';
import { ruleFormPage } from './rule-form.ts';
import { rulesPage } from './rules-page.ts';
import { icon, type View } from './view.ts';

/** One operation, one package, the rules or one of them in place of the overview. Escape leaves it, see app.ts. */
export function detailsPage(view: View, details: OperationDetails): TemplateResult {
  const to = backTo(details);
  return html`<article class="opage" aria-labelledby="h-details">
    ${to === undefined ? nothing : html`<div class="crumb">${back(view, to)}</div>`} ${body(view, details)}
  </article>`;
}

/** Where the link at its head leads; undefined: the tabs lead away. */
function backTo({ kind }: OperationDetails): string | undefined {
  switch (kind) {
    case 'rules':
      return undefined;
    case 'rule':
      return t('All Rules');
    case 'package':
    case 'mended':
      return t('Overview');
    default:
      return t('All Operations');
  }
}

function body(view: View, details: OperationDetails): TemplateResult {
  switch (details.kind) {
    case 'operation':
      return operationPage(view, details);
    case 'package':
      return packagePage(view, details);
    case 'rules':
      return rulesPage(view, details);
    case 'rule':
      return ruleFormPage(view, details);
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
