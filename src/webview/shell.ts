import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { OperationDetails } from '../view/details-facts.ts';
import { panelPage, sidebarPage } from './automation-page.ts';
import { modeControl } from './mode-control.ts';
import { iconButton, pageHeading, type Part, type View } from './view.ts';

/** A page of the panel: one entry here is one tab. Which of them is shown is the host's to say: it knows what is open. */
interface Page {
  readonly title: () => string;
  readonly holds: (details: OperationDetails | undefined) => boolean;
  readonly open: (view: View) => void;
}

const pages: readonly Page[] = [
  {
    title: () => t('Automation'),
    holds: (details) => !isOfRules(details),
    open: ({ state, post }) => post({ type: isOfRules(state.details) ? 'closeRules' : 'closeOperation' }),
  },
  {
    title: () => t('Rules'),
    holds: isOfRules,
    open: ({ post }) => post({ type: 'openRules', folder: null }),
  },
];

function isOfRules(details: OperationDetails | undefined): boolean {
  return details?.kind === 'rules' || details?.kind === 'rule';
}

/** The whole page for the surface it stands on. */
export function shell(view: View): TemplateResult {
  return view.surface === 'sidebar' ? sidebarPage(view) : panel(view);
}

function panel(view: View): TemplateResult {
  const current = pages.findIndex(({ holds }) => holds(view.state.details));
  const select = (event: CustomEvent<{ selectedIndex: number }>): void => {
    pages[event.detail.selectedIndex]?.open(view);
  };
  return html`<main class="frame">
    ${pageHeading()}
    <div class="topbar">${pageSelect(view, current)} ${bar(view)}</div>
    <vscode-tabs selected-index=${live(String(current))} @vsc-tabs-select=${select}>
      ${pages.map((page) => html`<vscode-tab-header slot="header">${page.title()}</vscode-tab-header>`)}
      ${pages.map(
        (_page, index) => html`<vscode-tab-panel>${index === current ? panelPage(view) : nothing}</vscode-tab-panel>`,
      )}
    </vscode-tabs>
  </main>`;
}

/** Stands in for the tabs where they do not fit. */
function pageSelect(view: View, current: number): TemplateResult {
  const choose = (event: Event): void => {
    pages[(event.currentTarget as HTMLSelectElement).selectedIndex]?.open(view);
  };
  return html`<vscode-single-select class="nav" .label=${t('Page')} @change=${choose}>
    ${pages.map((page, index) => html`<vscode-option ?selected=${index === current}>${page.title()}</vscode-option>`)}
  </vscode-single-select>`;
}

function bar(view: View): Part {
  const { folder } = view.state;
  const empty = folder === 'no-folder' || folder === 'no-manifest';
  const openSettings = (): void => view.post({ type: 'openSettings' });
  return html`${empty ? nothing : projectSelect(view)} ${empty || folder === 'restricted' ? nothing : modeControl(view)}
  ${iconButton({ icon: 'settings-gear', label: t('Open Settings'), key: 'settings', run: openSettings })}`;
}

/** Its options are told apart by their place, so that what comes back is never a name. */
function projectSelect({ state, post }: View): Part {
  const { projects, selectedProject } = state;
  if (projects.length < 2) return nothing;
  const choose = (event: Event): void => {
    const index = (event.currentTarget as HTMLSelectElement).selectedIndex;
    post({ type: 'selectProject', project: projects[index - 1]?.id ?? null });
  };
  return html`<vscode-single-select class="project" .label=${t('Project')} @change=${choose} data-key="project">
    <vscode-option ?selected=${selectedProject === undefined}>${t('All projects')}</vscode-option>
    ${projects.map(
      ({ id, name }) => html`<vscode-option value=${id} ?selected=${id === selectedProject}>${name}</vscode-option>`,
    )}
  </vscode-single-select>`;
}
