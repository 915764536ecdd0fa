import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { directoryOf } from '../../../base/path.ts';
import { otherType } from '../../../model/manifest.ts';
import { parsePackageName } from '../../../model/package-name.ts';
import type { MoveRequest } from '../../../model/plan.ts';
import { projectOfManifest } from '../../../model/project.ts';
import type { InternalCommandId } from '../contributions.ts';
import type { Folders } from '../folders.ts';

/** Argument of `quartermaster.internal.move`. */
export interface MovePackage {
  /** The uri of the workspace folder. */
  readonly folder: string;
  readonly request: MoveRequest;
}

/** With the cursor on an entry of dependencies or devDependencies: move it to the other one. */
export function registerMoveActions(folders: Folders): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { scheme: 'file', pattern: '**/package.json' },
    { provideCodeActions: (document, range) => moveActions(folders, document, range.start) },
    { providedCodeActionKinds: [vscode.CodeActionKind.RefactorMove] },
  );
}

async function moveActions(
  folders: Folders,
  document: vscode.TextDocument,
  at: vscode.Position,
): Promise<vscode.CodeAction[]> {
  const place = folders.locate(document.uri);
  if (place === undefined || !vscode.workspace.isTrusted) return [];
  const { engine, folder } = place.entry;
  const manifest = directoryOf(place.file);
  // A package.json in node_modules, or among what tests read, is nobody's to change.
  const isOwn = engine.map !== undefined && projectOfManifest(engine.map, manifest) !== undefined;
  if (!isOwn || engine.mode === 'off' || engine.obstacle(manifest) !== undefined) return [];
  const { manifestEntryAt } = await import('../../../model/manifest-entry.ts');
  const entry = manifestEntryAt(document.getText(), document.offsetAt(at));
  const name = entry && parsePackageName(entry.name);
  if (entry === undefined || name === undefined) return [];
  const field = otherType(entry.field);
  const argument: MovePackage = { folder: folder.uri.toString(), request: { package: name, manifest, field } };
  const title = t('Move {0} to {1}', name, field);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.RefactorMove);
  action.command = { command: 'quartermaster.internal.move' satisfies InternalCommandId, title, arguments: [argument] };
  return [action];
}
