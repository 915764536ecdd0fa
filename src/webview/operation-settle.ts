import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { OperationSheet } from '../view/details-facts.ts';
import type { OperationRow } from '../view/protocol.ts';
import { consequences, sentenceList } from './operation-changes.ts';
import { iconButton, textButton, type Part, type View } from './view.ts';

/** What was left to the user: both ways out of it, each with what it does. Nothing is chosen for them. */
export function settleSection({ post }: View, { row, settle }: OperationSheet): Part {
  if (!row.canSettle || settle.kind === 'none') return nothing;
  const operation = row.id;
  const keep = textButton({
    text: t('Keep What Stands There'),
    key: 'details|keep',
    run: () => post({ type: 'settle', operation, how: 'keep' }),
  });
  const restore = textButton({
    text: t('Put Back What Was Before…'),
    key: 'details|restore',
    run: () => post({ type: 'settle', operation, how: 'restore' }),
  });
  const kept = [
    t('Nothing of yours is written.'),
    t('The operation is closed, and node_modules is made to fit what stands there.'),
  ];
  return html`<section class="settle" aria-labelledby="h-settle">
    <h3 id="h-settle">${t('Which side counts?')}</h3>
    <div class="ways">
      <div>${keep} ${sentenceList(kept)}</div>
      <div>${settle.kind === 'blocked' ? nothing : restore} ${consequences(settle)}</div>
    </div>
  </section>`;
}

/** The same two in a row of the panel; the page tells more of each. */
export function settleButtons({ post }: View, row: OperationRow, title: string): TemplateResult {
  const button = (icon: string, how: 'keep' | 'restore', label: string): TemplateResult =>
    iconButton({
      icon,
      label,
      key: `op|${row.id}|${how}`,
      tabindex: -1,
      run: () => post({ type: 'settle', operation: row.id, how }),
    });
  return html`${button('check', 'keep', t('Keep what stands there: {0}', title))}
  ${button('discard', 'restore', t('Put back what was there before… {0}', title))}`;
}
