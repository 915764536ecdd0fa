import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { absolute, type RelativePath } from '../base/path.ts';
import { isManifest, writeSide } from '../execute/file-records.ts';
import { joinTree, mendTree } from '../execute/install-tree.ts';
import { isLockfile } from '../model/lockfile.ts';
import type { OperationId } from '../model/operation.ts';
import { Builds } from './builds.ts';
import type { EngineContext } from './context.ts';
import { driverOf, managerOf } from './guards.ts';
import { assertNoHazards } from './hazards.ts';
import { honouringPauses } from './pauses.ts';
import { readProject, unchangedFiles } from './project-work.ts';
import { buildsFolder } from './snapshots.ts';

/** How node_modules is made after the death of an operation. */
export interface TreeAnew {
  readonly operation: OperationId;
  /** A folder for the driver, which the caller removes. */
  readonly scratch: string;
  /** True: the lockfile follows the manifests; else it stays, and what has to do without one leaves none of its own. */
  readonly joins: boolean;
  /** Told what it waits for, localized. */
  readonly say: (step: string) => void;
}

/**
 * Lets the project's manager make node_modules from the lockfile that stands, after the death of an operation. Rejects
 * where that is not possible.
 */
export async function makeTreeAnew(
  context: EngineContext,
  root: RelativePath,
  { operation, scratch, joins, say }: TreeAnew,
  signal: AbortSignal,
): Promise<void> {
  const project = await readProject(context, root, signal);
  const driver = honouringPauses(context, await driverOf(project), say);
  const hooks = await assertNoHazards(context, project);
  const cwd = absolute(context.root, root);
  const tool = await context.tools.find(managerOf(project), cwd);
  const { run, files, user } = context;
  const unchanged = await unchangedFiles({ context, project, driver });
  const standing = joins ? unchanged.filter(({ path }) => isManifest(path)) : unchanged;
  const isLocked = unchanged.some(({ path, before }) => isLockfile(path) && before !== undefined);
  if (driver.trustsFirstFetch === true && !isLocked) throw nothingProven();
  const patienceMs = await context.registry.ownPatience(cwd, driver.patience);
  // Should this process die too, the next start has to know what it left running.
  const onStart = (pid: number): void => void user.noteChild(operation, pid).catch(() => undefined);
  const driverContext = { run, files, tool, patienceMs, cwd, project: cwd, scratch, onStart, hooks };
  try {
    await (joins ? joinTree : mendTree)(driver, driverContext, signal);
  } finally {
    await writeSide(files, cwd, standing, 'before', driver);
  }
  await new Builds({ context, project, driver }, buildsFolder(context, root, operation)).bringBack();
}

/** Keeps what stands there built, for {@link makeTreeAnew} to bring it back. Rejects where the project cannot be read. */
export async function keepBuilt(
  context: EngineContext,
  root: RelativePath,
  operation: OperationId,
  signal: AbortSignal,
): Promise<void> {
  const project = await readProject(context, root, signal);
  const bench = { context, project, driver: await driverOf(project) };
  await new Builds(bench, buildsFolder(context, root, operation)).keep();
}

/** Such a manager takes what a registry sends for what it announces: an operation makes a lockfile of what was proven first. */
function nothingProven(): QmError {
  return new QmError('QM_INTEGRITY', {
    message: t('Without a lockfile nothing proves what would be installed.'),
    hint: t('Let Quartermaster install the dependencies: it compares each package with what the registry promised.'),
  });
}
