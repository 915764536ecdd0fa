import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { linkButton, textButton, type Part, type View } from './view.ts';

/** What stands in place of everything else where there is nothing to look at; undefined: there is. */
export function welcome(view: View): TemplateResult | undefined {
  const open = (): void => view.post({ type: 'openFolder' });
  switch (view.state.folder) {
    case 'no-folder':
      return block(
        [
          t('No folder is open.'),
          t('Quartermaster watches JavaScript and TypeScript projects: it finds imports whose package is missing.'),
        ],
        textButton({ text: t('Open Folder'), key: 'welcome', primary: true, block: true, run: open }),
      );
    case 'no-manifest':
      return block(
        [t('This folder has no package.json. Quartermaster watches JavaScript and TypeScript projects.')],
        textButton({ text: t('Open Folder'), key: 'welcome', primary: true, block: true, run: open }),
      );
    default:
      return undefined;
  }
}

/** Restricted Mode: findings are shown below, without their buttons. */
export function restricted(view: View): Part {
  if (view.state.folder !== 'restricted') return nothing;
  const manage = (): void => view.post({ type: 'manageTrust' });
  return block(
    [t('This workspace is not trusted. Findings are shown. Installing and everything else that changes files is off.')],
    textButton({ text: t('Manage Workspace Trust'), key: 'welcome', primary: true, block: true, run: manage }),
  );
}

/** Nothing was ever done here and nothing is missing. */
export function firstRun(view: View): Part {
  const { state, formats, post, surface } = view;
  if (!state.firstRun || state.health !== 'calm' || state.folder !== 'ready') return nothing;
  const found =
    state.packages === undefined || state.packages < 2
      ? t('Quartermaster looks for imports whose package is missing. None is missing so far.')
      : t('Quartermaster found {0} packages in use. None is missing.', formats.count(state.packages));
  const next =
    state.mode === 'autopilot'
      ? t('A missing import that passes the gate is installed when its file is saved.')
      : t('Nothing changes without a click until you turn on Autopilot.');
  const check = textButton({
    text: t('Check Packages Now'),
    key: 'welcome',
    primary: true,
    block: true,
    run: () => post({ type: 'retry' }),
  });
  const more =
    surface === 'sidebar'
      ? html`<p>${linkButton(t('Open Dashboard'), 'welcome|open', () => post({ type: 'openDashboard' }))}</p>`
      : nothing;
  return block(surface === 'sidebar' ? [found] : [found, next], html`${check}${more}`);
}

function block(paragraphs: readonly string[], after: Part): TemplateResult {
  return html`<div class="welcome">${paragraphs.map((text) => html`<p>${text}</p>`)}${after}</div>`;
}
