import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { absolute, type RelativePath } from '../base/path.ts';
import { applyChange, type ApplyRequest } from '../execute/apply.ts';
import { isLockfile } from '../model/lockfile.ts';
import { manifestPath } from '../model/manifest.ts';
import { belowRoot, type Project } from '../model/project.ts';
import type { Plan } from '../model/plan.ts';
import type { FileChange } from '../model/resolution.ts';
import type { ForeignRun } from '../ports/foreign-runs.ts';
import type { DriverContext, ManagerDriver, ManagerTool } from '../ports/manager-driver.ts';
import { Builds } from './builds.ts';
import type { EngineContext } from './context.ts';
import { isManagersWriting } from '../execute/config-merge.ts';
import { toRecords } from '../execute/file-records.ts';
import { assertLine, assertWritable, driverOf, managerOf } from './guards.ts';
import { assertNoHazards } from './hazards.ts';
import { headOf } from './head-watch.ts';
import { progressTeller } from './manager-progress.ts';
import type { Recorder } from './operation-record.ts';
import { otherVersion } from './other-version.ts';
import { honouringPauses } from './pauses.ts';
import { resolvePlan, type Judge } from './resolving.ts';
import { buildsFolder, snapshotFolder } from './snapshots.ts';
import { OthersWatch, waitForOthers, waitUntilFree } from './waiting.ts';

/** How much of an operation's bar is the resolve. */
export const resolveShare = 0.4;

/** A project with the tools to change it: made at the start of an operation, inside its lane. */
export interface Workbench {
  readonly context: EngineContext;
  readonly project: Project;
  readonly driver: ManagerDriver;
  readonly tool: ManagerTool;
  /** See {@link DriverContext}. */
  readonly patienceMs: number | undefined;
  readonly hooks: readonly RelativePath[] | undefined;
  /** False where the user's configuration wants no lockfile and none stands there. */
  readonly keepsLockfile: boolean;
}

/** How often a change is planned anew because somebody else changed the files meanwhile. */
const mostTries = 8;
/** For so long a try does not count in which another package manager was seen: somebody installs one thing after the other. */
const crowdedMs = 60_000;

/**
 * Opens a project as it stands now and does `work` on it; does it again, planned from what stands there then, where
 * somebody else changed its files in between. Rejects with the reason why the project cannot be changed.
 */
export async function onProject(
  context: EngineContext,
  root: RelativePath,
  record: Recorder,
  signal: AbortSignal,
  work: (bench: Workbench) => Promise<void>,
): Promise<void> {
  const started = context.clock.now().getTime();
  for (let tries = 0; ;) {
    let isCrowded = false;
    const within = async (folder: string): Promise<readonly ForeignRun[]> => {
      const runs = await context.others.within(folder);
      isCrowded ||= runs.length > 0;
      return runs;
    };
    const bench = await openWorkbench({ ...context, others: { within } }, root, record, signal);
    try {
      return await work(bench);
    } catch (error) {
      if (!(error instanceof QmError) || error.code !== 'QM_BASE_MOVED') throw error;
      const hasTime = context.clock.now().getTime() - started < crowdedMs;
      if (!isCrowded || !hasTime) tries += 1;
      if (tries >= mostTries) throw error;
      record.step(t('Planning anew, since the files were changed meanwhile'), 0);
      await record.note.reset();
      await context.files.remove(snapshotFolder(context, root, record.id));
    }
  }
}

/** The project as it stands now. Rejects with the reason why it cannot be changed. */
export async function openWorkbench(
  context: EngineContext,
  root: RelativePath,
  record: Recorder,
  signal: AbortSignal,
): Promise<Workbench> {
  const project = await readProject(context, root, signal);
  const driver = honouringPauses(context, await driverOf(project), (step) => record.step(step, resolveShare));
  await waitUntilFree(context, project, (step) => record.step(step, 0), signal);
  await assertWritable(context, project);
  const hooks = await assertNoHazards(context, project);
  const folder = absolute(context.root, project.root);
  const manager = managerOf(project);
  const tool = await context.tools.find(manager, folder);
  assertLine(driver, manager, tool);
  record.set({ manager: driver.id, managerVersion: tool.version });
  const patienceMs = await context.registry.ownPatience(folder, driver.patience);
  const isUnwanted = driver.lockfileSwitch !== undefined && project.lockfile === undefined;
  const keepsLockfile = !isUnwanted || !(await context.registry.isSwitchedOff(folder, driver.lockfileSwitch ?? ''));
  return { context, project, driver, tool, patienceMs, hooks, keepsLockfile };
}

/** The project as it is on disk now. Rejects with QM_NO_MANIFEST where it is gone. */
export async function readProject(context: EngineContext, root: RelativePath, signal: AbortSignal): Promise<Project> {
  const map = await context.scanner.readProjects(context.root, signal);
  const project = map.projects.find((candidate) => candidate.root === root);
  if (project !== undefined) return project;
  throw new QmError('QM_NO_MANIFEST', {
    message: t('{0} is not there any more, or cannot be read.', manifestPath(root)),
    hint: t('Nothing was changed.'),
  });
}

/**
 * Resolves a plan in a shadow folder, lets `judge` look at what it would bring along, then applies what came out. `mends`:
 * see {@link ApplyRequest}.
 */
export async function resolveAndApply(
  bench: Workbench,
  plan: Plan,
  judge: Judge,
  record: Recorder,
  signal: AbortSignal,
  mends = false,
): Promise<void> {
  const { driver, context, tool, patienceMs } = bench;
  // It loads beside the resolve, which waits for one processor or for the registry.
  const ahead = driver.loadAhead?.({ run: context.run, tool, patienceMs });
  try {
    const files = await resolvePlan(bench, plan, judge, record, signal);
    await applyFiles(bench, { ...files, mends }, record, signal);
  } finally {
    ahead?.dispose();
  }
}

/** New bytes of files, and the packages that come or go with them; see {@link ApplyRequest}. */
export type NewFiles = Pick<ApplyRequest, 'files' | 'changes' | 'exact' | 'back'> &
  Partial<Pick<ApplyRequest, 'stands' | 'mends'>> & {
    /** Sentences that the operation's own page shows below what the manager said. */
    readonly notes?: readonly string[];
  };

/** Brings the files of a project to new bytes and its node_modules with them. */
export async function applyFiles(
  bench: Workbench,
  { files, changes, exact, back, stands = false, mends = false, notes = [] }: NewFiles,
  record: Recorder,
  signal: AbortSignal,
): Promise<void> {
  const { context, project, driver, tool } = bench;
  const remarks = [otherVersion(managerOf(project), tool) ?? '', ...notes].filter((text) => text !== '');
  for (const remark of remarks) context.log.warn(remark);
  // A pull since may have brought other code and other settings.
  await assertNoHazards(context, project);
  record.set({ files: toRecords(files) });
  const own = driverContext(bench, record);
  const builds = new Builds(bench, buildsFolder(context, project.root, record.id));
  const watch = new OthersWatch(context, own.project);
  let said = '';
  await applyChange(
    {
      files: context.files,
      driver,
      driverContext: own,
      builds,
      head: headOf(context, own.project, () => record.note.head),
      writeDown: (records) => record.note.files(records),
      writeDownTrees: (trees) => record.note.trees(trees),
      writeDownResult: async ({ argv, exitCode, output }) => {
        const standing = toRecords(await asTheyStand(bench, files));
        record.set({ command: argv, exitCode, output, files: standing });
        said = output;
      },
      snapshotFolder: snapshotFolder(context, project.root, record.id),
      othersDone: (stop) => waitForOthers(context, project, (step) => record.step(step, resolveShare), stop),
      othersSeen: () => watch.seen,
    },
    {
      root: absolute(context.root, project.root),
      members: project.manifests.map(({ folder }) => belowRoot(project, folder)),
      files,
      changes,
      exact,
      passing: bench.keepsLockfile ? [] : driver.lockfiles,
      back,
      stands,
      mends,
      folderOf: (change) => absolute(context.root, change.manifest),
      onStep: (name, progress) => record.step(name, resolveShare + (1 - resolveShare) * progress),
      onUndo: (progress) => record.undoing(resolveShare + (1 - resolveShare) * progress),
      onTouch: () => {
        watch.begin();
        record.touching();
        return record.note.begun();
      },
    },
    signal,
  ).finally(() => watch.stop());
  const more = [...remarks, await builds.settle(own, signal)].filter((text) => text !== '');
  if (more.length > 0) record.set({ output: [said, ...more].join('\n').trim() });
}

/** Manifests, lockfile and what else the manager may write, as they are: for an operation that must leave these alone. */
export async function unchangedFiles({
  context,
  project,
  driver,
}: Pick<Workbench, 'context' | 'project' | 'driver'>): Promise<FileChange[]> {
  const root = absolute(context.root, project.root);
  const manifests = project.manifests.map(({ folder }) => manifestPath(belowRoot(project, folder)));
  return Promise.all(
    [...manifests, ...driver.lockfiles, ...(driver.writtenConfigFiles ?? [])].map(async (path) => {
      const bytes = await context.files.read(absolute(root, path));
      return { path, before: bytes, after: bytes };
    }),
  );
}

/** What the project's manager is run with, for an operation that its record tells of. */
export function driverContext(
  { context, project, driver, tool, patienceMs, hooks }: Workbench,
  record: Recorder,
): DriverContext {
  const root = absolute(context.root, project.root);
  return {
    run: context.run,
    files: context.files,
    tool,
    patienceMs,
    hooks,
    cwd: root,
    project: root,
    scratch: `${snapshotFolder(context, project.root, record.id)}/scratch`,
    onStart: (pid) => record.note.child(pid),
    onOutput: progressTeller(driver, (sentence, share) => record.within(sentence, share)),
  };
}

/**
 * A manager may finish the lockfile while it installs: what is written down is what stands there. Of all else only what we
 * wrote is: what a person added meanwhile is theirs, and must not be taken away with it.
 */
async function asTheyStand(
  { context, project, driver }: Workbench,
  files: readonly FileChange[],
): Promise<FileChange[]> {
  const root = absolute(context.root, project.root);
  return Promise.all(
    files.map(async (file) => {
      const now = await context.files.read(absolute(root, file.path));
      const isWritten = isLockfile(file.path) || (await isManagersWriting(driver, file, now));
      return isWritten ? { ...file, after: now } : file;
    }),
  );
}
