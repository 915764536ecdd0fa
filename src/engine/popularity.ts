import { t } from '@vscode/l10n';
import type { PopularityEvidence } from '../model/popularity.ts';
import type { EngineContext } from './context.ts';
import { inTime, within, type Limits } from './in-time.ts';
import { mayTell } from './may-tell.ts';

/** How long somebody waits for a count, in milliseconds. */
const answerMs = 5_000;

type Asked = Pick<EngineContext, 'registry' | 'downloads' | 'clock' | 'popular'>;

/**
 * How often a package is downloaded; undefined where nobody needs to be asked, since the bundled list has it. `folder`: absolute, of
 * the project. The name of a package that not everybody can see is told to nobody. Rejects only on cancellation.
 */
export async function popularityOf(
  context: Asked,
  folder: string,
  name: string,
  signal: AbortSignal,
): Promise<PopularityEvidence | undefined> {
  if (context.popular.find(name) !== undefined) return undefined;
  return within(context.clock, answerMs, signal, (limits) => ask(context, folder, name, limits));
}

async function ask(context: Asked, folder: string, name: string, limits: Limits): Promise<PopularityEvidence> {
  if (!(await mayTell(context, context.downloads, folder, name, limits))) return { known: false, why: 'private' };
  const late = { ok: false, reason: 'unreachable', message: t('It did not answer in time.') } as const;
  const answer = await inTime(context.downloads.lastWeek(name, limits.limit), late, limits);
  if (answer.ok) return { known: true, downloads: answer.weekly, checkedAt: answer.checkedAt };
  return answer.reason === 'off'
    ? { known: false, why: 'off' }
    : { known: false, why: 'unanswered', message: answer.message };
}
