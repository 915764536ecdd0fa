import * as vscode from 'vscode';
import { eventually } from './eventually.ts';
import { pathOf } from './workspace.ts';

// The editor as a suite sees it from inside the extension host.

const patienceMs = 30_000;

export function uriOf(relative: string): vscode.Uri {
  return vscode.Uri.file(pathOf(relative));
}

export async function open(relative: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uriOf(relative)));
}

/** Types at the end of the document, as keys would: by the editor's own command. */
export async function typeAtEnd(editor: vscode.TextEditor, text: string): Promise<void> {
  await vscode.window.showTextDocument(editor.document);
  const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
  editor.selection = new vscode.Selection(end, end);
  await vscode.commands.executeCommand('type', { text });
}

/** Replaces the whole text, unsaved. */
export async function replaceText(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document } = editor;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(
    document.uri,
    new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length)),
    text,
  );
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`${document.uri.fsPath} could not be edited.`);
}

export async function closeEditors(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    // Settings outside of the workspace are the editor's own to write and close, at any moment.
    if (!document.isDirty || vscode.workspace.getWorkspaceFolder(document.uri) === undefined) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** The extension's diagnostics of a file, by place. */
export function diagnosticsOf(relative: string): readonly vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uriOf(relative))
    .filter((diagnostic) => diagnostic.source === 'Quartermaster')
    .toSorted((a, b) => a.range.start.compareTo(b.range.start));
}

/** The finding's kind, as the diagnostic's code has it. */
export function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

type Expected = (found: readonly vscode.Diagnostic[]) => boolean;

/** Waits for the extension's diagnostics of a file to be as expected, and returns them. */
export async function untilDiagnostics(relative: string, expected: Expected): Promise<readonly vscode.Diagnostic[]> {
  const uri = uriOf(relative);
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const found = diagnosticsOf(relative);
      if (!expected(found)) return;
      stop();
      resolve(found);
    };
    const subscription = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.some((changed) => changed.toString() === uri.toString())) look();
    });
    const limit = setTimeout(() => {
      stop();
      const now = diagnosticsOf(relative).map(({ message }) => message);
      reject(new Error(`The diagnostics of ${relative} did not come to be as expected. Now: ${JSON.stringify(now)}`));
    }, patienceMs);
    const stop = (): void => {
      clearTimeout(limit);
      subscription.dispose();
    };
    look();
  });
}

/** Waits for a diagnostic on the specifier of a package. */
export async function diagnosticOn(relative: string, specifier: string): Promise<vscode.Diagnostic> {
  const isOn = await onSpecifier(relative, specifier);
  const found = await untilDiagnostics(relative, (all) => all.some(isOn));
  return found.find(isOn) as vscode.Diagnostic;
}

/** Waits until there is no diagnostic on the specifier of a package. */
export async function noDiagnosticOn(relative: string, specifier: string): Promise<void> {
  const isOn = await onSpecifier(relative, specifier);
  await untilDiagnostics(relative, (all) => !all.some(isOn));
}

async function onSpecifier(relative: string, specifier: string): Promise<(found: vscode.Diagnostic) => boolean> {
  const document = await vscode.workspace.openTextDocument(uriOf(relative));
  return ({ range }) => document.getText(range) === specifier;
}

export function noDiagnostics(relative: string): Promise<readonly vscode.Diagnostic[]> {
  return untilDiagnostics(relative, (found) => found.length === 0);
}

/** The extension's quick fixes at a diagnostic, in the order in which the editor would show them. */
export function fixesAt(relative: string, diagnostic: vscode.Diagnostic): Promise<readonly vscode.CodeAction[]> {
  return eventually(`the fixes of ${relative} are known`, async () => {
    const fixes = await fixesNow(relative, diagnostic);
    // A busy editor may answer before it asked everybody: each of our diagnostics has a fix.
    if (fixes === undefined || fixes.length === 0) return undefined;
    // The lightbulb does not wait long for the registry: until it answered, a fix does not say what would land.
    return fixes.some(({ title }) => /^Install \S+ (as a dev dependency )?with npm$/.test(title)) ? undefined : fixes;
  });
}

/** Undefined where the editor gave the question up, as it does when something else changes meanwhile. */
async function fixesNow(
  relative: string,
  { range }: vscode.Diagnostic,
): Promise<readonly vscode.CodeAction[] | undefined> {
  const kind = vscode.CodeActionKind.QuickFix.value;
  const asked = vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uriOf(relative),
    range,
    kind,
  );
  const actions = await Promise.resolve(asked).catch((error: Error) => {
    if (error.message !== 'Canceled') throw error;
    return undefined;
  });
  // Other extensions have fixes for the same line. What comes back does not say whose it is, but ours are commands of ours
  // or one of three edits.
  return actions?.filter(({ title, command }) =>
    command === undefined
      ? /^(Ignore \S+ here|Change to ".*"|Use \S+ instead(, whose API is another)?)$/.test(title)
      : command.command.startsWith('quartermaster.'),
  );
}

export async function fixTitles(relative: string, diagnostic: vscode.Diagnostic): Promise<readonly string[]> {
  return (await fixesAt(relative, diagnostic)).map(({ title }) => title);
}

/** Whether it is that fix. What the gate says of the package may stand behind the title. */
function isTitled(fix: vscode.CodeAction, title: string): boolean {
  return fix.title === title || fix.title.startsWith(`${title} · `);
}

/** Does what a click on the fix does: its edit, then its command, to the end. */
export async function applyFix(relative: string, diagnostic: vscode.Diagnostic, title: string): Promise<void> {
  const fix = await eventually(`the fix "${title}" is offered`, async () =>
    (await fixesAt(relative, diagnostic)).find((candidate) => isTitled(candidate, title)),
  );
  if (fix.edit !== undefined) await vscode.workspace.applyEdit(fix.edit);
  if (fix.command === undefined) return;
  await vscode.commands.executeCommand(fix.command.command, ...((fix.command.arguments ?? []) as unknown[]));
}
