import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../../base/lifecycle.ts';
import { isMissing } from '../../../model/finding.ts';
import { statusBarId } from '../contributions.ts';
import type { Folders } from '../folders.ts';
import type { Progress } from '../progress.ts';

/** One item: idle, what it works at, or how many packages are missing. Opens the dashboard. */
export function registerStatusBar(folders: Folders, progress: Progress): Disposable {
  const store = new DisposableStore();
  const item = store.add(vscode.window.createStatusBarItem(statusBarId, vscode.StatusBarAlignment.Left, 10));
  item.name = 'Quartermaster';
  item.command = 'quartermaster.openDashboard';
  const update = (): void => show(item, folders, progress);
  store.add(progress.onDidChange(update));
  store.add(folders.onDidChange(update));
  store.add(folders.onDidChangeFolders(update));
  update();
  return store;
}

function show(item: vscode.StatusBarItem, folders: Folders, { title, detail }: Progress): void {
  const entries = folders.all;
  if (entries.length === 0) return item.hide();
  const active = entries.filter((entry) => entry.engine.mode !== 'off');
  const working = title ?? (active.some((entry) => entry.engine.queue.busy) ? t('Working') : undefined);
  const findings = active.map((entry) => folders.findingsOf(entry));
  const missing = sum(findings.map((own) => new Set(own.filter(isMissing).map((f) => f.package)).size));
  const bare = sum(findings.map((own) => own.filter((f) => f.kind === 'not-installed').length));
  const { text, tooltip } = words(active.length > 0, working, detail, missing, bare);
  item.text = text;
  item.tooltip = `Quartermaster: ${tooltip}`;
  item.accessibilityInformation = { label: `Quartermaster: ${tooltip}` };
  item.show();
}

function words(
  on: boolean,
  working: string | undefined,
  detail: string | undefined,
  missing: number,
  bare: number,
): { text: string; tooltip: string } {
  if (working !== undefined)
    return { text: `$(sync~spin) ${working}`, tooltip: detail ?? t('an operation is running') };
  if (!on) return { text: '$(circle-slash) Quartermaster', tooltip: t('off in this folder') };
  if (bare > 0) return { text: `$(warning) ${t('Not installed')}`, tooltip: t('the dependencies are not installed') };
  if (missing === 1) return { text: `$(warning) ${t('1 missing')}`, tooltip: t('1 package is missing') };
  if (missing > 1)
    return { text: `$(warning) ${t('{0} missing', missing)}`, tooltip: t('{0} packages are missing', missing) };
  return { text: '$(package) Quartermaster', tooltip: t('nothing is missing') };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
