import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { OperationRow } from '../view/protocol.ts';
import { sentenceList } from './operation-changes.ts';
import { iconButton, textButton, type Part, type View } from './view.ts';

/** What waits for approval: both answers, each with what it does. */
export function approveSection({ post }: View, row: OperationRow): Part {
  if (!row.canApprove) return nothing;
  const operation = row.id;
  const approve = textButton({
    text: t('Approve…'),
    key: 'details|approve',
    run: () => post({ type: 'approve', operation }),
  });
  const reject = textButton({
    text: t('Reject'),
    key: 'details|reject',
    run: () => post({ type: 'reject', operation }),
  });
  const yes = [t('What is shown here is installed, as long as the gate asks nothing else by then.')];
  const no = [t('Automation leaves this version alone from now on.'), t('You can still install it by hand.')];
  return html`<section class="settle" aria-labelledby="h-approve">
    <h3 id="h-approve">${t('Your answer')}</h3>
    <div class="ways">
      <div>${approve} ${sentenceList(yes)}</div>
      <div>${reject} ${sentenceList(no)}</div>
    </div>
  </section>`;
}

/** The same two in a row of the panel. */
export function approveButtons({ post }: View, row: OperationRow, title: string): TemplateResult {
  const operation = row.id;
  const common = { tabindex: -1 as const };
  return html`${iconButton({
    ...common,
    icon: 'check',
    label: t('Approve… {0}', title),
    key: `op|${operation}|approve`,
    run: () => post({ type: 'approve', operation }),
  })}
  ${iconButton({
    ...common,
    icon: 'close',
    label: t('Reject {0}', title),
    key: `op|${operation}|reject`,
    run: () => post({ type: 'reject', operation }),
  })}`;
}
