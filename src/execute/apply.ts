import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { absolute, isInside, type RelativePath } from '../base/path.ts';
import { manifestPath } from '../model/manifest.ts';
import type { FileRecord, PackageChange } from '../model/operation.ts';
import type { FileChange } from '../model/resolution.ts';
import type { Files } from '../ports/files.ts';
import type { DriverContext, DriverRun, ManagerDriver } from '../ports/manager-driver.ts';
import { assertBase, toRecords, writeSide } from './file-records.ts';
import { runSteps, type Step } from './steps.ts';
import { restoreSnapshot, takeSnapshot, type TreeState } from './tree-snapshot.ts';

export interface ApplyRequest {
  /** Absolute folder of the lockfile root. */
  readonly root: string;
  /** Folders of the manifests, relative to the root, its own first. */
  readonly members: readonly RelativePath[];
  readonly files: readonly FileChange[];
  /** Packages; those with a `to` must stand in node_modules in that version afterwards. */
  readonly changes: readonly PackageChange[];
  /** Folder of a change's manifest, absolute. */
  readonly folderOf: (change: PackageChange) => string;
  /** True: the files must end with these very bytes, whatever the manager would write into them. */
  readonly exact: boolean;
  readonly onStep: (name: string, progress: number) => void;
  /** From here on the project's files change. */
  readonly onTouch: () => void;
}

export interface ApplyContext {
  readonly files: Files;
  readonly driver: ManagerDriver;
  readonly driverContext: DriverContext;
  /** Writes down what the files are about to become, before the first of them changes. */
  readonly writeDown: (files: readonly FileRecord[]) => Promise<void>;
  /** Writes down that a snapshot of the trees stands whole, before the first of them changes. */
  readonly writeDownTrees: (trees: readonly TreeState[]) => Promise<void>;
  /** Folder for the snapshot, on the project's own disk; whoever gave it removes it. */
  readonly snapshotFolder: string;
}

/**
 * Brings manifests, lockfile and node_modules of a project to what was resolved, or leaves all of them as they were.
 * Rejects with the failure of the step that failed, after everything was put back; with UndoFailedError where it
 * could not be.
 */
export async function applyChange(
  context: ApplyContext,
  request: ApplyRequest,
  signal: AbortSignal,
): Promise<DriverRun> {
  const { files, driver, driverContext } = context;
  const { root } = request;
  const trees = await treesOf(context, request);
  let kept: readonly TreeState[] | undefined;
  let treeTouched = false;
  let run: DriverRun | undefined;
  const install = (stop: AbortSignal): Promise<DriverRun> => driver.install(driverContext, stop);
  const steps: readonly Step[] = [
    {
      name: t('Writing down what will change'),
      do: () => context.writeDown(toRecords(request.files)),
      undo: nothing,
    },
    {
      name: t('Comparing with what was planned'),
      do: () => assertBase(files, root, request.files),
      undo: nothing,
    },
    {
      name: t('Keeping node_modules'),
      do: async () => {
        const isBare = !(await anyExists(files, root, trees));
        if (!driver.keepsTrees && !isBare) return;
        kept = await takeSnapshot(files, root, trees, context.snapshotFolder);
        if (kept !== undefined) await context.writeDownTrees(kept);
      },
      undo: nothing,
    },
    {
      name: t('Writing package.json and the lockfile'),
      do: () => {
        request.onTouch();
        return writeSide(files, root, present(request.files, 'after'), 'after');
      },
      undo: () => writeSide(files, root, request.files, 'before'),
    },
    {
      name: t('Installing'),
      do: async (stop) => {
        treeTouched = true;
        run = await install(stop);
        // A manager writes the lockfile that it misses, and an old one anew.
        const last = request.exact ? request.files : absent(request.files, 'after');
        await writeSide(files, root, last, 'after');
      },
      undo: async () => {
        if (!treeTouched) return;
        if (kept !== undefined) return restoreSnapshot(files, root, kept, context.snapshotFolder);
        await writeSide(files, root, present(request.files, 'before'), 'before');
        // The files go back even where the tree cannot.
        await install(never).finally(() => writeSide(files, root, request.files, 'before'));
      },
    },
    { name: t('Checking the result'), do: () => verify(context, request), undo: nothing },
  ];
  await runSteps(steps, (step, index) => request.onStep(step.name, index / steps.length), signal);
  return run as DriverRun;
}

async function treesOf({ files, driver }: ApplyContext, request: ApplyRequest): Promise<readonly RelativePath[]> {
  const { root, members } = request;
  const known = members.flatMap((folder) => driver.trees.map((tree) => (folder === '' ? tree : `${folder}/${tree}`)));
  const read = async (path: string): Promise<string | undefined> => {
    const bytes = await files.read(absolute(root, path));
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  const configured = (await driver.configuredTrees?.(read)) ?? [];
  // What stands inside of another tree is kept with it.
  return [...known, ...configured.filter((tree) => !known.some((other) => isInside(other, tree)))];
}

async function anyExists(files: Files, root: string, paths: readonly RelativePath[]): Promise<boolean> {
  for (const path of paths) if (await files.exists(absolute(root, path))) return true;
  return false;
}

/**
 * The files that a side has. One that it has not is removed after the install: npm takes packages out of node_modules
 * only where a lockfile tells it that they were there.
 */
function present(changes: readonly FileChange[], side: 'before' | 'after'): readonly FileChange[] {
  return changes.filter((change) => change[side] !== undefined);
}

function absent(changes: readonly FileChange[], side: 'before' | 'after'): readonly FileChange[] {
  return changes.filter((change) => change[side] === undefined);
}

const never = new AbortController().signal;
const nothing = async (): Promise<void> => undefined;

/** Every package stands where its manifest's files would find it, in the version that was resolved. */
async function verify(context: ApplyContext, request: ApplyRequest): Promise<void> {
  for (const change of request.changes) {
    if (change.to === undefined) continue;
    const found = await installedVersion(context, request, change);
    if (found === change.to) continue;
    throw new QmError('QM_VERIFY_FAILED', {
      message:
        found === undefined
          ? t('{0} is not in node_modules after the install.', change.name)
          : t('{0} {1} is in node_modules, but {2} was resolved.', change.name, found, change.to),
      hint: t('Everything was put back. The details of the operation have what the package manager said.'),
    });
  }
}

async function installedVersion(
  { files, driver, driverContext }: ApplyContext,
  request: ApplyRequest,
  change: PackageChange,
): Promise<string | undefined> {
  const told = await driver.installedVersion?.(driverContext, request.folderOf(change), change.name);
  if (told !== undefined) return told;
  for (const folder of new Set([request.folderOf(change), request.root])) {
    const bytes = await files.read(absolute(folder, manifestPath(`node_modules/${change.name}`)));
    if (bytes === undefined) continue;
    const version: unknown = (JSON.parse(new TextDecoder().decode(bytes)) as { version?: unknown }).version;
    return typeof version === 'string' ? version : undefined;
  }
  return undefined;
}
