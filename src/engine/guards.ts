import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { absolute, type RelativePath } from '../base/path.ts';
import { isDriven } from '../managers/driven.ts';
import type { ChosenManager, ManagerChoice, Project, ProjectMap } from '../model/project.ts';
import type { Files } from '../ports/files.ts';
import type { ManagerDriver, ManagerTool } from '../ports/manager-driver.ts';
import type { EngineContext } from './context.ts';

/** Rejects with QM_UNTRUSTED: in a workspace that is not trusted nothing is written, spawned or asked of a host. */
export function assertTrusted(context: Pick<EngineContext, 'trust'>): void {
  if (context.trust.isTrusted()) return;
  throw new QmError('QM_UNTRUSTED', {
    message: t('This workspace is not trusted, so nothing is installed.'),
    hint: t('Trust the workspace first, if you know where it comes from.'),
  });
}

/** The manager of the project. Throws what {@link obstacleOf} returns. */
export function managerOf({ manager }: Project): ChosenManager {
  if (manager.kind !== 'chosen') throw noDriver(manager);
  return manager;
}

/** Rejects with what {@link obstacleOf} returns. */
export async function driverOf(project: Project): Promise<ManagerDriver> {
  assertDriven(project);
  const driver = await findDriver(project.manager);
  if (driver === undefined) throw noDriver(project.manager);
  return driver;
}

/** Throws what {@link obstacleOf} returns. */
export function assertDriven(project: Project): void {
  const obstacle = obstacleOf(project);
  if (obstacle !== undefined) throw obstacle;
}

/**
 * Why nothing can be installed in a project: QM_LOCKFILE_CONFLICT, QM_WORKSPACE_ABOVE or QM_MANAGER_UNSUPPORTED; undefined
 * where it can.
 */
export function obstacleOf({ manager }: Project): QmError | undefined {
  return manager.kind === 'chosen' && isDriven(manager) ? undefined : noDriver(manager);
}

/** Undefined where nobody drives it. */
export async function findDriver(manager: ManagerChoice): Promise<ManagerDriver | undefined> {
  if (manager.kind !== 'chosen') return undefined;
  const { drivers } = await import('../managers/list.ts');
  return drivers.find((candidate) => candidate.drives(manager));
}

function noDriver(manager: ManagerChoice): QmError {
  if (manager.kind === 'conflict') {
    return new QmError('QM_LOCKFILE_CONFLICT', {
      message: t(
        'This project names more than one package manager: {0}.',
        manager.found.map((found) => `${found.id} (${found.because})`).join(', '),
      ),
      hint: t('Keep the lockfile of the one you use, or name it in "packageManager" of package.json.'),
    });
  }
  if (manager.kind === 'above') {
    return new QmError('QM_WORKSPACE_ABOVE', {
      message: t('This folder is a member of the workspace in {0} ({1}).', manager.folder, manager.because),
      hint: t('Open that folder to install: its one lockfile holds for all members.'),
    });
  }
  return new QmError('QM_MANAGER_UNSUPPORTED', {
    message: t('This project uses {0} ({1}), which this version cannot drive yet.', manager.id, manager.because),
    hint: t('Install with {0} itself. Missing packages are still found.', manager.id),
  });
}

/** A file's text; undefined where none stands there. */
export async function readText(files: Files, path: string): Promise<string | undefined> {
  const bytes = await files.read(path);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

/** Throws QM_MANAGER_MISSING where the project pins a line of its manager that the one on this machine is not of. */
export function assertLine(driver: ManagerDriver, manager: ChosenManager, tool: ManagerTool): void {
  const pinned = manager.version === undefined ? undefined : driver.line?.(manager.version);
  if (pinned === undefined || pinned === driver.line?.(tool.version)) return;
  throw new QmError('QM_MANAGER_MISSING', {
    message: t(
      'This project wants {0} {1} ({2}), and {3} was found, which works otherwise.',
      driver.id,
      manager.version ?? '',
      manager.because,
      tool.version,
    ),
    hint: t('Put that version of {0} on PATH, or change what the project names.', driver.id),
  });
}

/** Rejects with QM_READ_ONLY before anything is begun in a folder that cannot be written. */
export async function assertWritable(context: EngineContext, project: Project): Promise<void> {
  const root = absolute(context.root, project.root);
  if (await context.files.isWritable(root)) return;
  throw new QmError('QM_READ_ONLY', {
    message: t('{0} cannot be written.', root),
    hint: t('Check the permissions of the folder, then try again.'),
  });
}

/** The project with this root. Throws a TypeError where there is none: roots come from the map itself. */
export function projectAt({ projects }: ProjectMap, root: RelativePath): Project {
  const project = projects.find((candidate) => candidate.root === root);
  if (project === undefined) throw new TypeError(`no project at "${root}"`);
  return project;
}
