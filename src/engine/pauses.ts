import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { DriverContext, DriverRun, ManagerDriver } from '../ports/manager-driver.ts';
import type { EngineContext } from './context.ts';

type Work = (context: DriverContext, signal: AbortSignal) => Promise<DriverRun>;

/**
 * A driver that waits once where the registry turned its manager away with "too many requests": package managers either
 * do not look at `Retry-After` or wait for a minute of their own. None of them hands it on, so the registry is asked
 * again for what it refused. Where that announces no time, or one that is too long, the failure stands.
 */
export function honouringPauses(
  { registry, clock }: Pick<EngineContext, 'registry' | 'clock'>,
  driver: ManagerDriver,
  say: (step: string) => void,
): ManagerDriver {
  const again =
    (work: Work): Work =>
    async (context, signal) => {
      try {
        return await work(context, signal);
      } catch (error) {
        if (!(error instanceof QmError) || error.code !== 'QM_REGISTRY_BUSY') throw error;
        const wait = await registry.announcedPause(addressesIn(error.details ?? ''), context.project, signal);
        if (wait === undefined) throw error;
        say(t('Waiting {0} s, as the registry asks', String(Math.ceil(wait / 1000))));
        await clock.pause(wait, signal);
        return work(context, signal);
      }
    };
  const { installLoosely } = driver;
  return {
    ...driver,
    resolve: again((context, signal) => driver.resolve(context, signal)),
    install: again((context, signal) => driver.install(context, signal)),
    ...(installLoosely === undefined ? {} : { installLoosely: again(installLoosely) }),
  };
}

/** What a manager says that it asked for. */
function addressesIn(text: string): readonly string[] {
  return [...text.matchAll(/https?:\/\/[^\s"'<>()\]]+/g)].map(([address]) => address.replace(/[:;,.]+$/, ''));
}
