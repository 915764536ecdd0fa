import type { Head } from '../execute/other-branch.ts';
import { baseMoved } from '../execute/file-records.ts';
import type { EngineContext } from './context.ts';
import { gitHead } from './git-state.ts';

/** How often it is looked at: git writes the files first and what is checked out last. */
const lookMs = 200;

/** Of the repository around a folder (absolute). `from`: what was checked out before, by {@link gitHead}. */
export function headOf(
  context: Pick<EngineContext, 'files' | 'clock'>,
  folder: string,
  from: () => string | undefined,
): Head {
  const { files, clock } = context;
  const moved = async (): Promise<boolean> => (await gitHead(files, folder)) !== from();

  /** Resolves when it is over, or when the signal fires. */
  async function watch(isOver: () => Promise<boolean>, over: () => void, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await clock.pause(lookMs, signal).catch(() => undefined);
      if (signal.aborted || !(await moved()) || !(await isOver())) continue;
      return over();
    }
  }

  return {
    moved,
    async during(work, isOver, signal) {
      if (from() === undefined) return work(signal);
      const [broken, done] = [new AbortController(), new AbortController()];
      const watching = watch(isOver, () => broken.abort(), done.signal);
      try {
        const result = await work(AbortSignal.any([signal, broken.signal]));
        if (await isOver()) throw baseMoved();
        return result;
      } catch (error) {
        if (broken.signal.aborted && !signal.aborted) throw baseMoved();
        throw error;
      } finally {
        done.abort();
        await watching;
      }
    },
  };
}
