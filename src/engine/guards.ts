import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { absolute, joinRelative, type RelativePath } from '../base/path.ts';
import { isDriven } from '../managers/driven.ts';
import { belowRoot, type ChosenManager, type ManagerChoice, type Project } from '../model/project.ts';
import type { Files } from '../ports/files.ts';
import type { Hazard, ManagerDriver, ManagerTool, ReadConfig } from '../ports/manager-driver.ts';
import type { EngineContext } from './context.ts';

/** Rejects with QM_UNTRUSTED: in a workspace that is not trusted nothing is written, spawned or asked of a host. */
export function assertTrusted(context: EngineContext): void {
  if (context.trust.isTrusted()) return;
  throw new QmError('QM_UNTRUSTED', {
    message: t('This workspace is not trusted, so nothing is installed.'),
    hint: t('Trust the workspace first, if you know where it comes from.'),
  });
}

/** The manager of the project. Throws QM_LOCKFILE_CONFLICT. */
export function managerOf({ manager }: Project): ChosenManager {
  if (manager.kind === 'conflict') throw noDriver(manager);
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

/** Why nothing can be installed in a project: QM_LOCKFILE_CONFLICT or QM_MANAGER_UNSUPPORTED; undefined where it can. */
export function obstacleOf({ manager }: Project): QmError | undefined {
  return manager.kind === 'chosen' && isDriven(manager) ? undefined : noDriver(manager);
}

/** Undefined where nobody drives it. */
export async function findDriver(manager: ManagerChoice): Promise<ManagerDriver | undefined> {
  if (manager.kind === 'conflict') return undefined;
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
  return new QmError('QM_MANAGER_UNSUPPORTED', {
    message: t('This project uses {0} ({1}), which this version cannot drive yet.', manager.id, manager.because),
    hint: t('Install with {0} itself. Missing packages are still found.', manager.id),
  });
}

/**
 * Rejects with QM_PROJECT_HOOKS where a file of the repository makes the manager run its code, use files outside of the
 * project or send secrets: with it, trusting the manager would be trusting the repository; without it, the result would
 * be another. Rejects with QM_MANAGER_UNSUPPORTED where it makes the manager work in a way that the driver cannot follow.
 * Returns the code that the user has consented to instead, relative to the lockfile root; undefined where there is none.
 */
export async function assertNoHazards(
  context: EngineContext,
  project: Project,
): Promise<readonly RelativePath[] | undefined> {
  const hazards = await hazardsOf(context, project);
  const [first] = hazards;
  if (first === undefined) return undefined;
  const never = hazards.find(({ code }) => code === undefined);
  if (never === undefined) {
    const { consentedCode } = await import('./lazy/consents.ts');
    const code = await consentedCode(context, project, hazards);
    if (code !== undefined) return code;
  }
  throw toHazardError((await driverOf(project)).id, never ?? first);
}

/** Everything of a project's files that stands in the way of running its package manager. */
export async function hazardsOf(context: EngineContext, project: Project): Promise<readonly Hazard[]> {
  const driver = await driverOf(project);
  const folders = project.manifests.map(({ folder }) => belowRoot(project, folder));
  const outside = await leadingOutside(context, project, driver);
  return [
    ...(await driver.hazards(configReader(context, project), folders)),
    ...(outside === undefined ? [] : [outside]),
  ];
}

/**
 * A tree that is a link out of the project, which a repository can bring along: the manager would install there, and
 * remove what it does not know.
 */
async function leadingOutside(
  { files, root }: EngineContext,
  project: Project,
  driver: ManagerDriver,
): Promise<Hazard | undefined> {
  for (const { folder } of project.manifests) {
    for (const tree of driver.trees) {
      const path = folder === '' ? tree : `${folder}/${tree}`;
      if (!(await files.exists(absolute(root, path)))) continue;
      const real = await files.realPath(absolute(root, path));
      if (!isBelow(real, root)) return { file: path, setting: undefined, effect: 'uses-files-outside' };
    }
  }
  return undefined;
}

function isBelow(path: string, root: string): boolean {
  const [below, above] = [path, root].map((each) => each.replaceAll('\\', '/')) as [string, string];
  return below.startsWith(above.endsWith('/') ? above : `${above}/`);
}

function toHazardError(manager: string, { file, setting, effect, code }: Hazard): QmError {
  const place = setting === undefined ? file : t('{0} in {1}', `"${setting}"`, file);
  const messages: Readonly<Record<Hazard['effect'], string>> = {
    'runs-code': t('{0} makes {1} run code of this repository, so nothing was installed.', place, manager),
    'uses-files-outside': t(
      '{0} makes {1} use files outside of this project, so nothing was installed.',
      place,
      manager,
    ),
    'sends-secrets': t(
      '{0} makes {1} send secrets of yours where this repository says, so nothing was installed.',
      place,
      manager,
    ),
    unsupported: t('{0} makes {1} work in a way that this version cannot follow.', place, manager),
  };
  return new QmError(effect === 'unsupported' ? 'QM_MANAGER_UNSUPPORTED' : 'QM_PROJECT_HOOKS', {
    message: messages[effect],
    hint:
      effect === 'unsupported'
        ? t('Install with {0} itself. Missing packages are still found.', manager)
        : code === undefined
          ? t('Install with {0} itself, if you trust that file. Missing packages are still found.', manager)
          : t(
              'Look at that code. If you trust it, allow it: "quartermaster consent" and the message in VS Code ask you.',
            ),
  });
}

/** See ReadConfig: the folders above the project, but nothing outside of the workspace. */
export function configReader({ files, root }: EngineContext, project: Project): ReadConfig {
  return async (path) => {
    const inside = joinRelative(project.root, path);
    return inside === undefined ? undefined : readText(files, absolute(root, inside));
  };
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
