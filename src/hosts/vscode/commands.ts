import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle.ts';
import type { CommandId, InternalCommandId } from './contributions.ts';
import type { IgnorePackage, InstallFindings } from './editor/quick-fixes.ts';
import { ignoreAlways } from './ignore-always.ts';
import type { Ui } from './ui.ts';
import type { ProjectPlace } from './work.ts';

/** One row a command: what it does is one call. `openDashboard` belongs to the dashboard, which registers it. */
type Rows = Readonly<Record<Exclude<CommandId, 'quartermaster.openDashboard'>, () => unknown>>;

export function registerCommands(ui: Ui): Disposable {
  const rows: Rows = {
    'quartermaster.installMissing': () => ui.installAllMissing(),
    'quartermaster.installMissingInFile': () => ui.installMissingInFile(),
    'quartermaster.installDependencies': () => ui.restoreAll(),
    'quartermaster.chooseMode': () => ui.chooseMode(),
    'quartermaster.rollBack': () => ui.pickRollBack(),
    'quartermaster.scan': () => ui.scan(),
    'quartermaster.turnOff': () => ui.turnOff(),
    'quartermaster.forgetProject': () => ui.forget(),
    'quartermaster.showLog': () => ui.showLog(),
  };
  const internal: Readonly<Record<InternalCommandId, (argument: never) => unknown>> = {
    'quartermaster.internal.install': (argument: InstallFindings) => installFindings(ui, argument),
    'quartermaster.internal.ignoreAlways': (argument: IgnorePackage) => ignoreAlways(argument),
    'quartermaster.internal.consent': ({ folder, project }: ProjectPlace) => {
      const entry = ui.folders.all.find((candidate) => candidate.folder.uri.toString() === folder);
      return entry === undefined ? undefined : ui.consent(entry, project);
    },
  };
  const store = new DisposableStore();
  for (const [id, run] of Object.entries({ ...rows, ...internal })) {
    store.add(vscode.commands.registerCommand(id, run));
  }
  return store;
}

/** By ids: what is installed is looked up now, not carried in a menu that may be old. */
async function installFindings(ui: Ui, { folder, findings, field }: InstallFindings): Promise<void> {
  const entry = ui.folders.all.find((candidate) => candidate.folder.uri.toString() === folder);
  // Turned off since the menu was made.
  if (entry === undefined || entry.engine.mode === 'off') return;
  const wanted = entry.engine.findings.filter((finding) => findings.includes(finding.id));
  await ui.install(entry, wanted, field);
}
