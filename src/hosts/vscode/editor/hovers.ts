import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../../base/lifecycle.ts';
import { isMendable, type MendableFinding } from '../../../model/finding.ts';
import type { CommandId, InternalCommandId } from '../contributions.ts';
import { rowId } from '../dashboard/dashboard-model.ts';
import type { FolderEntry, Folders } from '../folders.ts';
import { findingPlaces } from './actions.ts';
import { FindingDiagnostic } from './diagnostics.ts';
import { hoverMarkdown, type HoverLink } from './hover-text.ts';
import type { InstallFindings } from './install-actions.ts';
import { proposalFor } from './proposed.ts';

const enabledCommands = ['quartermaster.openDashboard', 'quartermaster.internal.install'] as const;

/** What the gate says of a package, where it is used and is missing, or is declared and mismatched. */
export function registerHovers(folders: Folders): Disposable {
  const store = new DisposableStore();
  for (const where of findingPlaces) {
    store.add(vscode.languages.registerHoverProvider(where, new FindingHovers(folders)));
  }
  return store;
}

class FindingHovers implements vscode.HoverProvider {
  readonly #folders: Folders;

  constructor(folders: Folders) {
    this.#folders = folders;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const entry = this.#folders.locate(document.uri)?.entry;
    if (entry === undefined || entry.engine.mode === 'off') return undefined;
    const here = vscode.languages
      .getDiagnostics(document.uri)
      .filter((diagnostic) => diagnostic instanceof FindingDiagnostic)
      .find(({ range }) => range.contains(position));
    const finding = entry.engine.findings.find(({ id }) => id === here?.findingId);
    if (here === undefined || finding === undefined || !isMendable(finding)) return undefined;
    const text = await textOf(entry, finding, token);
    return new vscode.Hover(text, here.range);
  }
}

async function textOf(
  entry: FolderEntry,
  finding: MendableFinding,
  token: vscode.CancellationToken,
): Promise<vscode.MarkdownString> {
  const { report, range } = await proposalFor(entry, finding, token);
  // The version that was judged, which is the newest; what is declared may be another one.
  const version = report.version ?? (range === '*' ? '' : range);
  const all: HoverLink = {
    text: t('All Checks'),
    target: address('quartermaster.openDashboard', rowId(entry, finding.id)),
  };
  const installs = canInstall(entry, finding) && report.verdict !== 'block';
  const field = finding.kind === 'undeclared' ? finding.belongsIn : undefined;
  const argument: InstallFindings = { folder: entry.folder.uri.toString(), findings: [finding.id], field };
  const install: HoverLink = {
    text: report.verdict === 'ask' ? t('Install…') : t('Install'),
    target: address('quartermaster.internal.install', argument),
  };
  const isKnown = entry.engine.knownProposal(finding.package, finding.manifest) !== undefined;
  const asking = vscode.workspace.isTrusted && !isKnown;
  const links = installs ? [all, install] : [all];
  const text = new vscode.MarkdownString(hoverMarkdown({ name: finding.package, version, report, asking, links }));
  text.isTrusted = { enabledCommands };
  return text;
}

function canInstall({ engine }: FolderEntry, finding: MendableFinding): boolean {
  return vscode.workspace.isTrusted && engine.obstacle(finding.manifest) === undefined;
}

/** `argument` is encoded whole: no part of a name can end the link. */
function address(
  command: Extract<CommandId | InternalCommandId, (typeof enabledCommands)[number]>,
  argument: unknown,
): string {
  const query = encodeURIComponent(JSON.stringify([argument]));
  return `command:${command}?${query.replaceAll(/[()']/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`;
}
