import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../../base/lifecycle.ts';
import { isMissing, type Finding } from '../../../model/finding.ts';
import { statusBarId } from '../contributions.ts';
import type { Folders } from '../folders.ts';
import type { Progress } from '../progress.ts';

/** One item: idle, what it works at, or how many packages are missing or mismatched. Opens the dashboard. */
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

interface Counts {
  readonly missing: number;
  readonly mismatched: number;
  /** Projects of which nothing is installed. */
  readonly bare: number;
}

interface Words {
  readonly text: string;
  readonly tooltip: string;
}

function show(item: vscode.StatusBarItem, folders: Folders, { title, detail }: Progress): void {
  const entries = folders.all;
  if (entries.length === 0) return item.hide();
  const active = entries.filter((entry) => entry.engine.mode !== 'off');
  const working = title ?? (active.some((entry) => entry.engine.queue.busy) ? t('Working') : undefined);
  const findings = active.map((entry) => folders.findingsOf(entry));
  const counts: Counts = {
    missing: sum(findings.map((own) => packages(own.filter(isMissing)))),
    mismatched: sum(findings.map((own) => packages(own.filter((finding) => finding.kind === 'mismatched')))),
    bare: sum(findings.map((own) => own.filter((finding) => finding.kind === 'not-installed').length)),
  };
  const { text, tooltip } = words(active.length > 0, working, detail, counts);
  item.text = text;
  item.tooltip = `Quartermaster: ${tooltip}`;
  item.accessibilityInformation = { label: `Quartermaster: ${tooltip}` };
  item.show();
}

function words(
  on: boolean,
  working: string | undefined,
  detail: string | undefined,
  { missing, mismatched, bare }: Counts,
): Words {
  if (working !== undefined)
    return { text: `$(sync~spin) ${working}`, tooltip: detail ?? t('an operation is running') };
  if (!on) return { text: '$(circle-slash) Quartermaster', tooltip: t('off in this folder') };
  if (bare > 0) return { text: `$(warning) ${t('Not installed')}`, tooltip: t('the dependencies are not installed') };
  const found = [...missingWords(missing), ...mismatchedWords(mismatched)];
  if (found.length === 0) return { text: '$(package) Quartermaster', tooltip: t('nothing is missing') };
  return {
    text: `$(warning) ${found.map(({ text }) => text).join(', ')}`,
    tooltip: found.map(({ tooltip }) => tooltip).join(', '),
  };
}

function missingWords(count: number): readonly Words[] {
  if (count === 0) return [];
  return count === 1
    ? [{ text: t('1 missing'), tooltip: t('1 package is missing') }]
    : [{ text: t('{0} missing', count), tooltip: t('{0} packages are missing', count) }];
}

function mismatchedWords(count: number): readonly Words[] {
  if (count === 0) return [];
  return count === 1
    ? [{ text: t('1 mismatched'), tooltip: t('1 package is installed in another version than is declared') }]
    : [
        {
          text: t('{0} mismatched', count),
          tooltip: t('{0} packages are installed in other versions than are declared', count),
        },
      ];
}

function packages(findings: readonly Extract<Finding, { package: unknown }>[]): number {
  return new Set(findings.map((finding) => finding.package)).size;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
