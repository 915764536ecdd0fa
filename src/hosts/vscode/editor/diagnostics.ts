import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { assertNever } from '../../../base/errors.ts';
import { DisposableStore, type Disposable } from '../../../base/lifecycle.ts';
import type { Finding, FindingId } from '../../../model/finding.ts';
import type { SourceRange } from '../../../model/import-site.ts';
import { manifestPath } from '../../../model/manifest.ts';
import type { PackageUse } from '../../../model/snapshot.ts';
import { doubtWords } from '../../../view/doubt-words.ts';
import type { FolderEntry, Folders } from '../folders.ts';
import { findingsPage } from './findings-page.ts';

type PageOf = ReturnType<typeof findingsPage>;

export const diagnosticSource = 'Quartermaster';

/** A diagnostic that knows its finding. */
export class FindingDiagnostic extends vscode.Diagnostic {
  readonly findingId: FindingId;

  constructor(
    range: vscode.Range,
    message: string,
    severity: vscode.DiagnosticSeverity,
    finding: Finding,
    page: vscode.Uri,
  ) {
    super(range, message, severity);
    this.findingId = finding.id;
    this.source = diagnosticSource;
    this.code = { value: finding.kind, target: page };
  }
}

/** Puts the findings of every folder where they belong: on the specifier, or on the fault in package.json. */
export function registerDiagnostics(context: vscode.ExtensionContext, folders: Folders): Disposable {
  const store = new DisposableStore();
  const pageOf = findingsPage(context.extensionUri);
  const collections = new Map<FolderEntry, vscode.DiagnosticCollection>();
  const update = (entry: FolderEntry, anew = false): void => {
    const collection = collections.get(entry) ?? vscode.languages.createDiagnosticCollection('quartermaster');
    collections.set(entry, collection);
    if (anew) shownFindings.delete(collection);
    show(collection, folders, entry, pageOf);
  };
  const maps = new WeakMap<FolderEntry, unknown>();
  store.add(
    folders.onDidChange((entry) => {
      const { map } = entry.engine;
      const isNew = map !== maps.get(entry);
      maps.set(entry, map);
      update(entry, isNew);
      // Which of two folders answers is known when both were looked at.
      if (isNew) for (const other of folders.all) if (other !== entry) update(other, true);
    }),
  );
  store.add(
    folders.onDidChangeFolders(() => {
      for (const [entry, collection] of collections) {
        if (folders.all.includes(entry)) continue;
        collection.dispose();
        collections.delete(entry);
      }
      // Which of two folders answers for a file is another now.
      for (const entry of folders.all) update(entry, true);
    }),
  );
  store.add({ dispose: () => collections.forEach((collection) => collection.dispose()) });
  return store;
}

const shownFindings = new WeakMap<vscode.DiagnosticCollection, readonly Finding[]>();

function show(collection: vscode.DiagnosticCollection, folders: Folders, entry: FolderEntry, pageOf: PageOf): void {
  const { engine } = entry;
  const findings = engine.mode === 'off' ? [] : engine.findings;
  // The engine announces everything that is shown; most of it is not about findings.
  if (shownFindings.get(collection) === findings) return;
  shownFindings.set(collection, findings);
  const byFile = new Map<string, { uri: vscode.Uri; diagnostics: vscode.Diagnostic[] }>();
  for (const finding of engine.mode === 'off' ? [] : folders.findingsOf(entry)) {
    for (const { file, diagnostic } of diagnosticsOf(finding, pageOf)) {
      const row = byFile.get(file) ?? { uri: folders.uriOf(entry, file), diagnostics: [] };
      row.diagnostics.push(diagnostic);
      byFile.set(file, row);
    }
  }
  collection.clear();
  collection.set([...byFile.values()].map(({ uri, diagnostics }) => [uri, diagnostics]));
}

function diagnosticsOf(
  finding: Finding,
  pageOf: PageOf,
): readonly { readonly file: string; readonly diagnostic: vscode.Diagnostic }[] {
  switch (finding.kind) {
    case 'undeclared':
    case 'uninstalled':
    case 'unsure': {
      const severity =
        finding.kind === 'unsure' ? vscode.DiagnosticSeverity.Information : vscode.DiagnosticSeverity.Warning;
      return finding.uses.map((use) => {
        const message = messageOf(finding, use);
        const diagnostic = new FindingDiagnostic(
          toRange(use.site.range),
          message,
          severity,
          finding,
          pageOf(finding.kind),
        );
        return { file: use.site.file, diagnostic };
      });
    }
    case 'unreadable-manifest': {
      const at = new vscode.Position(finding.line - 1, finding.column - 1);
      const range = new vscode.Range(at, at.translate(0, 1));
      const message = t(
        'This package.json cannot be read, so the imports it owns are not checked: {0}',
        finding.message,
      );
      const diagnostic = new FindingDiagnostic(
        range,
        message,
        vscode.DiagnosticSeverity.Warning,
        finding,
        pageOf(finding.kind),
      );
      return [{ file: manifestPath(finding.manifest), diagnostic }];
    }
    case 'mismatched': {
      const message = t('{0} {1} is installed, but {2} is declared.', finding.package, finding.version, finding.range);
      const { Warning } = vscode.DiagnosticSeverity;
      const diagnostic = new FindingDiagnostic(toRange(finding.place), message, Warning, finding, pageOf(finding.kind));
      return [{ file: manifestPath(finding.manifest), diagnostic }];
    }
    case 'unbuilt': {
      const { name, version, uses } = finding;
      const message = t('{0} {1} is not built: its install scripts were not run, so it may not work.', name, version);
      return uses.map((use) => ({
        file: use.site.file,
        diagnostic: new FindingDiagnostic(
          toRange(use.site.range),
          message,
          vscode.DiagnosticSeverity.Information,
          finding,
          pageOf(finding.kind),
        ),
      }));
    }
    case 'not-installed':
      // One notification, one row of the dashboard and the status bar say it: not one squiggle an import.
      return [];
    default:
      return assertNever(finding);
  }
}

function messageOf(
  finding: Extract<Finding, { kind: 'undeclared' | 'uninstalled' | 'unsure' }>,
  { doubt = 'half-typed' }: PackageUse,
): string {
  const manifest = manifestPath(finding.manifest);
  switch (finding.kind) {
    case 'undeclared':
      return finding.installed
        ? t('{0} is not declared in {1}; it is installed only by luck.', finding.package, manifest)
        : t('{0} is missing: it is neither declared in {1} nor installed.', finding.package, manifest);
    case 'uninstalled':
      return t('{0} {1} is declared in {2}, but not installed.', finding.package, finding.range, manifest);
    case 'unsure':
      return t('{0} may be missing, which is not sure: {1}.', finding.package, doubtWords(doubt));
    default:
      return assertNever(finding);
  }
}

export function toRange(range: SourceRange): vscode.Range {
  return new vscode.Range(range.startLine - 1, range.startColumn - 1, range.endLine - 1, range.endColumn - 1);
}
