import { html, type TemplateResult } from 'lit';
import { feedSection, recentSection } from './feed-section.ts';
import { healthLine } from './health.ts';
import { faultSection, missingSection } from './missing.ts';
import { mismatchedSection } from './mismatched.ts';
import { modeControl } from './mode-control.ts';
import { monitorSection } from './monitors.ts';
import { detailsPage } from './details-page.ts';
import { rateSection } from './rate.ts';
import { stats } from './stats.ts';
import { unbuiltSection } from './unbuilt.ts';
import { needsYouSection, runningSection } from './under-way.ts';
import { linkButton, pageHeading, type View } from './view.ts';
import { firstRun, restricted, welcome } from './welcome.ts';
import { modeMeaning } from './words.ts';
import { t } from '@vscode/l10n';

/** What the panel shows: the overview, or what stands in its place. */
export function panelPage(view: View): TemplateResult {
  const instead = welcome(view);
  if (instead) return html`<div class="lone">${instead}</div>`;
  if (view.state.details !== undefined) return detailsPage(view, view.state.details);
  return html`${restricted(view)} ${healthLine(view)} ${stats(view)} ${firstRun(view)} ${missingSection(view)}
  ${mismatchedSection(view)} ${unbuiltSection(view)} ${faultSection(view)} ${monitorSection(view)} ${feedSection(view)}`;
}

/** The sidebar: the same facts, the shortest form; a section with nothing to say is left out. */
export function sidebarPage(view: View): TemplateResult {
  const instead = welcome(view);
  if (instead) return html`<main>${pageHeading()}${instead}</main>`;
  const trusted = view.state.folder !== 'restricted';
  return html`<main>
    ${pageHeading()}
    ${
      trusted
        ? html`<div class="pad">
            ${modeControl(view)}
            <p class="small dim meaning">${meaning(view)}</p>
            ${linkButton(t('Rules'), 'mode|rules', () => view.post({ type: 'openRules', folder: null }))}
          </div>`
        : restricted(view)
    }
    ${healthLine(view)} ${runningSection(view)} ${needsYouSection(view)} ${missingSection(view)}
    ${mismatchedSection(view)} ${unbuiltSection(view)} ${faultSection(view)} ${monitorSection(view)} ${firstRun(view)}
    ${view.state.firstRun ? '' : rateSection(view)} ${recentSection(view)}
  </main>`;
}

function meaning({ state }: View): string {
  if (state.availability.kind === 'unavailable') return t('Nothing is changed until the history can be opened.');
  const waits = state.mode === 'autopilot' && state.sources.length > 0;
  return waits ? t('Automatic changes wait until sources answer.') : modeMeaning(state.mode);
}
