import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { absolute, joinRelative, type RelativePath } from '../base/path.ts';
import { belowRoot, type Project } from '../model/project.ts';
import type { Hazard, ManagerDriver, ReadConfig } from '../ports/manager-driver.ts';
import { askableOf, questionOf } from './consents.ts';
import type { EngineContext } from './context.ts';
import { driverOf, readText } from './guards.ts';

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
  const askable = askableOf(hazards);
  if (askable !== undefined && (await questionOf(context, project, askable)).isConsented) {
    return askable.code.length === 0 ? undefined : askable.code;
  }
  const never = hazards.find(({ code, sends }) => code === undefined && sends === undefined);
  throw toHazardError((await driverOf(project)).id, never ?? first);
}

/**
 * Everything of a project's files that stands in the way of running its package manager. What is sent to npm's public
 * registry, and to hosts that the user's own configuration names, does not.
 */
export async function hazardsOf(context: EngineContext, project: Project): Promise<readonly Hazard[]> {
  const driver = await driverOf(project);
  const folders = project.manifests.map(({ folder }) => belowRoot(project, folder));
  const outside = await leadingOutside(context, project, driver);
  const found = await driver.hazards(configReader(context, project), folders);
  return [...(await toStrangers(context, project, found)), ...(outside === undefined ? [] : [outside])];
}

async function toStrangers(
  { registry, root }: EngineContext,
  project: Project,
  hazards: readonly Hazard[],
): Promise<readonly Hazard[]> {
  if (hazards.every(({ sends, host }) => sends === undefined && host === undefined)) return hazards;
  const known = await registry.ownHosts(absolute(root, project.root));
  return hazards.flatMap((hazard) => {
    if (hazard.host !== undefined && known.has(hazard.host)) return [];
    if (hazard.sends === undefined) return [hazard];
    const sends = hazard.sends.filter(({ host }) => !known.has(host));
    return sends.length === 0 ? [] : [{ ...hazard, sends }];
  });
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

function toHazardError(manager: string, { file, setting, effect, code, sends }: Hazard): QmError {
  const place = setting === undefined ? file : t('{0} in {1}', `"${setting}"`, file);
  const [sent] = sends ?? [];
  if (sent !== undefined) {
    return new QmError('QM_PROJECT_HOOKS', {
      message: t('{0} makes {1} send {2} to {3}, so nothing was installed.', place, manager, sent.variable, sent.host),
      hint: t('If that host may have it, allow it: "quartermaster consent" and the message in VS Code ask you.'),
    });
  }
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
