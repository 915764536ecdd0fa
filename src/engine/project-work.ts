import { t } from '@vscode/l10n';
import { absolute, type RelativePath } from '../base/path.ts';
import { applyChange, type ApplyRequest } from '../execute/apply.ts';
import { manifestPath } from '../model/manifest.ts';
import type { Project } from '../model/project.ts';
import type { Plan } from '../model/plan.ts';
import type { FileChange } from '../model/resolution.ts';
import type { DriverContext, ManagerDriver, ManagerTool } from '../ports/manager-driver.ts';
import { shadowResolve } from '../trial/shadow-resolve.ts';
import type { EngineContext } from './context.ts';
import { toRecords } from '../execute/file-records.ts';
import { assertLine, assertNoHazards, assertSaved, assertWritable, driverOf, managerOf } from './guards.ts';
import type { Recorder } from './operation-runner.ts';
import { snapshotFolder } from './snapshots.ts';

/** How much of an operation's bar is the resolve. */
const resolveShare = 0.4;

/** A project with the tools to change it: made at the start of an operation, inside its lane. */
export interface Workbench {
  readonly context: EngineContext;
  readonly project: Project;
  readonly driver: ManagerDriver;
  readonly tool: ManagerTool;
}

/** Rejects with the reason why this project cannot be changed now. */
export async function openWorkbench(context: EngineContext, project: Project): Promise<Workbench> {
  const driver = driverOf(project);
  assertSaved(context, project);
  await assertWritable(context, project);
  await assertNoHazards(context, project);
  const manager = managerOf(project);
  const tool = await context.tools.find(manager, absolute(context.root, project.root));
  assertLine(driver, manager, tool);
  return { context, project, driver, tool };
}

/** Resolves a plan in a shadow folder, then applies what came out. */
export async function resolveAndApply(
  bench: Workbench,
  plan: Plan,
  record: Recorder,
  signal: AbortSignal,
): Promise<void> {
  const { context, project, driver, tool } = bench;
  record.set({ manager: driver.id });
  record.step(t('Resolving in a copy'), 0.05);
  const resolution = await shadowResolve(
    {
      files: context.files,
      run: context.run,
      driver,
      tool,
      workspace: context.root,
      onShadow: (folder) => record.note.shadow(folder),
      onStart: (pid) => record.note.child(pid),
    },
    project,
    plan,
    signal,
  );
  // A plan of edits alone (a rollback) names no packages: what the operation was queued with stands.
  if (plan.packages.length > 0) record.set({ packages: resolution.changes });
  const { files, changes } = resolution;
  await applyFiles(bench, { files, changes, exact: false, back: false }, record, signal);
}

/** New bytes of files, and the packages that come or go with them. `exact`, `back`: see {@link ApplyRequest}. */
type NewFiles = Pick<ApplyRequest, 'files' | 'changes' | 'exact' | 'back'>;

/** Brings the files of a project to new bytes and its node_modules with them. */
export async function applyFiles(
  bench: Workbench,
  { files, changes, exact, back }: NewFiles,
  record: Recorder,
  signal: AbortSignal,
): Promise<void> {
  const { context, project, driver } = bench;
  record.set({ files: toRecords(files) });
  const run = await applyChange(
    {
      files: context.files,
      driver,
      driverContext: driverContext(bench, record),
      writeDown: (records) => record.note.files(records),
      writeDownTrees: (trees) => record.note.trees(trees),
      snapshotFolder: snapshotFolder(context, project.root, record.id),
    },
    {
      root: absolute(context.root, project.root),
      members: project.manifests.map(({ folder }) => belowRoot(project, folder)),
      files,
      changes,
      exact,
      back,
      folderOf: (change) => absolute(context.root, change.manifest),
      onStep: (name, progress) => record.step(name, resolveShare + (1 - resolveShare) * progress),
      onTouch: () => record.touching(),
    },
    signal,
  );
  record.set({ command: run.argv, exitCode: run.exitCode, files: toRecords(await asTheyStand(bench, files)) });
}

/** Manifests, lockfile and what else the manager may write, as they are: for an operation that must leave these alone. */
export async function unchangedFiles({ context, project, driver }: Workbench): Promise<FileChange[]> {
  const root = absolute(context.root, project.root);
  const manifests = project.manifests.map(({ folder }) => manifestPath(belowRoot(project, folder)));
  return Promise.all(
    [...manifests, ...driver.lockfiles, ...(driver.writtenConfigFiles ?? [])].map(async (path) => {
      const bytes = await context.files.read(absolute(root, path));
      return { path, before: bytes, after: bytes };
    }),
  );
}

function belowRoot({ root }: Project, folder: RelativePath): RelativePath {
  return root === '' ? folder : folder.slice(root.length + 1);
}

function driverContext({ context, project, tool }: Workbench, record: Recorder): DriverContext {
  return {
    run: context.run,
    tool,
    cwd: absolute(context.root, project.root),
    onStart: (pid) => record.note.child(pid),
  };
}

/** A manager may finish the lockfile while it installs: what is written down is what stands there. */
async function asTheyStand({ context, project }: Workbench, files: readonly FileChange[]): Promise<FileChange[]> {
  const root = absolute(context.root, project.root);
  return Promise.all(
    files.map(async (file) => ({ ...file, after: await context.files.read(absolute(root, file.path)) })),
  );
}
