import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { manifestPath } from '../../model/manifest.ts';
import type { UnusedPackage } from '../../model/unused.ts';
import type { FolderEntry } from './folders.ts';
import { byHand, type Work } from './work.ts';

interface Item extends vscode.QuickPickItem {
  readonly entry: FolderEntry;
  readonly unused: UnusedPackage;
}

/** Looks for what nothing uses, and takes out what the user picks of it. */
export async function removeUnused(work: Work, active: readonly FolderEntry[]): Promise<void> {
  await work.guarded(async () => {
    const reports = await work.run(t('Looking for unused packages'), (signal) =>
      Promise.all(active.map(async (entry) => ({ entry, report: await entry.engine.findUnused(signal) }))),
    );
    const items = reports.flatMap(({ entry, report }) => report.found.map((unused) => itemOf(entry, unused)));
    const unknown = reports.flatMap(({ report }) => report.unknown.map(({ project }) => manifestPath(project)));
    if (items.length === 0) return tellNone(unknown);
    const placeHolder =
      unknown.length === 0
        ? t('Nothing uses these. Which are to be removed?')
        : t('Nothing uses these. Which are to be removed? Not known of {0}.', unknown.join(', '));
    const picked = await vscode.window.showQuickPick(items, { canPickMany: true, placeHolder });
    if (picked === undefined || picked.length === 0) return;
    await Promise.all(
      [...Map.groupBy(picked, ({ entry }) => entry)].map(([entry, chosen]) => remove(work, entry, chosen)),
    );
  });
}

function itemOf(entry: FolderEntry, unused: UnusedPackage): Item {
  const detail = t('{0} of {1}', unused.field, manifestPath(unused.manifest));
  return { label: unused.package, description: `${unused.range} · ${detail}`, entry, unused };
}

function tellNone(unknown: readonly string[]): void {
  void vscode.window.showInformationMessage(
    unknown.length === 0
      ? t('Every declared package is used, or may be.')
      : t('What is unused is not known of {0}: not installed, or not everything can be read.', unknown.join(', ')),
  );
}

async function remove(work: Work, entry: FolderEntry, chosen: readonly Item[]): Promise<void> {
  const [first] = chosen;
  const title = chosen.length === 1 ? t('Removing {0}', first?.label ?? '') : t('Removing {0} packages', chosen.length);
  const requests = chosen.map(({ unused }) => ({ package: unused.package, manifest: unused.manifest }));
  const operations = await work.run(title, (signal) => entry.engine.remove(requests, byHand, signal));
  work.tellFailures(entry, operations);
}
