import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { InstallOptions } from '../model/install.ts';
import type { Operation } from '../model/operation.ts';
import type { InstallRequest } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { storedOptions } from '../model/stored-request.ts';
import type { EngineContext } from './context.ts';
import { assertNoHazards } from './hazards.ts';
import type { OperationRunner } from './operation-runner.ts';

/**
 * The failed operation of an install that a file of the repository stands in the way of, named before a registry is asked:
 * what that would say without the repository's settings is not the reason. Undefined where nothing stands in the way.
 */
export async function refusedInstall(
  context: EngineContext,
  runner: OperationRunner,
  project: Project,
  requests: readonly InstallRequest[],
  options: InstallOptions,
  signal: AbortSignal,
): Promise<Operation | undefined> {
  try {
    await assertNoHazards(context, project);
    return undefined;
  } catch (error) {
    if (!(error instanceof QmError)) throw error;
    const draft = {
      kind: 'install',
      trigger: options.trigger,
      claimedTrigger: options.claimedTrigger,
      project: project.root,
      packages: requests.map(({ package: name, manifest, field, range }) => {
        return { name, manifest, field, from: undefined, to: undefined, range };
      }),
      decidedBy: t('Refused before anything was looked up'),
      gate: [],
      undoes: undefined,
      request: { kind: 'install', requests, options: storedOptions(options) },
      adopts: options.adopts,
    } as const;
    return runner.run(draft, () => Promise.reject(error), signal);
  }
}
