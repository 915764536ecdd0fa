import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { automationPage, sidebarPage } from './automation-page.ts';
import { modeControl } from './mode-control.ts';
import { iconButton, pageHeading, type Part, type View } from './view.ts';

/** A page of the panel: one entry here is one tab. */
interface Page {
  readonly id: string;
  readonly title: () => string;
  readonly draw: (view: View) => TemplateResult;
}

const pages: readonly Page[] = [{ id: 'automation', title: () => t('Automation'), draw: automationPage }];

/** The whole page for the surface it stands on. */
export function shell(view: View): TemplateResult {
  return view.surface === 'sidebar' ? sidebarPage(view) : panel(view);
}

function panel(view: View): TemplateResult {
  const current = Math.max(
    0,
    pages.findIndex((page) => page.id === view.ui.page),
  );
  const select = (event: CustomEvent<{ selectedIndex: number }>): void => {
    const page = pages[event.detail.selectedIndex];
    if (page) view.update({ page: page.id });
  };
  return html`<main class="frame">
    ${pageHeading()}
    <div class="topbar">${pages.length > 1 ? pageSelect(view, current) : nothing} ${bar(view)}</div>
    <vscode-tabs selected-index=${current} @vsc-tabs-select=${select}>
      ${pages.map((page) => html`<vscode-tab-header slot="header">${page.title()}</vscode-tab-header>`)}
      ${pages.map(
        (page, index) => html`<vscode-tab-panel>${index === current ? page.draw(view) : nothing}</vscode-tab-panel>`,
      )}
    </vscode-tabs>
  </main>`;
}

/** Stands in for the tabs where they do not fit. */
function pageSelect(view: View, current: number): TemplateResult {
  const choose = (event: Event): void => {
    const page = pages[(event.currentTarget as HTMLSelectElement).selectedIndex];
    if (page) view.update({ page: page.id });
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
