import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { limitsOf } from '../managers/limits.ts';
import type { DriverContext, DriverRun, ManagerDriver } from '../ports/manager-driver.ts';
import type { EngineContext } from './context.ts';

type Work = (context: DriverContext, signal: AbortSignal) => Promise<DriverRun>;

/** A registry that turns a manager away this often is not going to let it in. */
const mostPauses = 5;

/**
 * A driver that waits where the registry turned its manager away with "too many requests": package managers either do not
 * look at `Retry-After` or wait for a minute of their own. None of them hands it on, so the registry is asked again for
 * what it refused. The failure stands where that announces no time, and where the waits would come to more than the
 * manager itself may take. A rebuild asks no registry.
 */
export function honouringPauses(
  { registry, clock }: Pick<EngineContext, 'registry' | 'clock'>,
  driver: ManagerDriver,
  say: (step: string) => void,
): ManagerDriver {
  const again =
    (work: Work): Work =>
    async (context, signal) => {
      let left = limitsOf(context).timeoutMs;
      for (let pauses = 0; ; pauses++) {
        try {
          return await work(context, signal);
        } catch (error) {
          if (!(error instanceof QmError) || error.code !== 'QM_REGISTRY_BUSY' || pauses === mostPauses) throw error;
          const wait = await registry.announcedPause(addressesIn(error.details ?? ''), context.project, signal);
          if (wait === undefined || wait > left) throw error;
          left -= wait;
          say(t('Waiting {0} s, as the registry asks', String(Math.ceil(wait / 1000))));
          await clock.pause(wait, signal);
        }
      }
    };
  const { installLoosely, update } = driver;
  return {
    ...driver,
    resolve: again((context, signal) => driver.resolve(context, signal)),
    install: again((context, signal) => driver.install(context, signal)),
    ...(installLoosely && { installLoosely: again(installLoosely) }),
    ...(update && {
      update: (context: DriverContext, names: readonly string[], signal: AbortSignal) =>
        again((asked, stop) => update(asked, names, stop))(context, signal),
    }),
  };
}

/** What a manager says that it asked for. */
function addressesIn(text: string): readonly string[] {
  return [...text.matchAll(/https?:\/\/[^\s"'<>()\]]+/g)].map(([address]) => address.replace(/[:;,.]+$/, ''));
}
