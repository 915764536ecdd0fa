import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { limitsOf } from '../managers/limits.ts';
import type { DriverContext, DriverRun, ManagerDriver } from '../ports/manager-driver.ts';
import type { RegistryAnswer, TarballAnswer } from '../ports/registry.ts';
import type { EngineContext } from './context.ts';

type Work = (context: DriverContext, signal: AbortSignal) => Promise<DriverRun>;

/** A registry that turns a manager away this often is not going to let it in. */
const mostPauses = 5;
/** Of our own questions, in all; a manager has its own limit. */
const mostMs = 10 * 60_000;

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
          say(waitingFor(wait));
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

/** What of a registry is asked again and again until it lets us in. */
export type Asking = Pick<EngineContext['registry'], 'packument' | 'signature' | 'tarball'>;

/**
 * The same for our own questions: one that is turned away is asked again when the time is up that the registry announced,
 * within the same bounds. For whoever is told why it takes so long, and can give up.
 */
export function askingPatiently(
  { registry, clock }: { readonly registry: Asking; readonly clock: EngineContext['clock'] },
  say: (step: string) => void,
): Asking {
  async function again<A extends RegistryAnswer | TarballAnswer>(
    ask: () => Promise<A>,
    signal: AbortSignal,
  ): Promise<A> {
    let left = mostMs;
    for (let pauses = 0; ; pauses++) {
      const answer = await ask();
      const wait = 'retryAfterMs' in answer ? answer.retryAfterMs : undefined;
      if (wait === undefined || wait > left || pauses === mostPauses) return answer;
      left -= wait;
      say(waitingFor(wait));
      await clock.pause(wait, signal);
    }
  }
  return {
    packument: (name, folder, signal) => again(() => registry.packument(name, folder, signal), signal),
    // Whoever waited for the packument waits no longer for what vouches for it: that is not needed to go on.
    signature: (version, folder, signal) => registry.signature(version, folder, signal),
    tarball: (name, version, folder, signal) => again(() => registry.tarball(name, version, folder, signal), signal),
  };
}

function waitingFor(ms: number): string {
  return t('Waiting {0} s, as the registry asks', String(Math.ceil(ms / 1000)));
}

/** What a manager says that it asked for. */
function addressesIn(text: string): readonly string[] {
  return [...text.matchAll(/https?:\/\/[^\s"'<>()\]]+/g)].map(([address]) => address.replace(/[:;,.]+$/, ''));
}
