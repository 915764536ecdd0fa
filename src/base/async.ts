/** Collects calls and runs `work` once they have been quiet for a while. Time comes from `schedule`. */
export interface Quiet {
  /** Starts the wait anew. */
  poke(): void;
  /** Forgets a pending run. */
  cancel(): void;
}

/** Arms a timer and returns the function that disarms it. */
export type Schedule = (run: () => void, milliseconds: number) => () => void;

export function quiet(work: () => void, milliseconds: number, schedule: Schedule): Quiet {
  let disarm: (() => void) | undefined;
  const cancel = (): void => {
    disarm?.();
    disarm = undefined;
  };
  return {
    cancel,
    poke() {
      cancel();
      disarm = schedule(() => {
        disarm = undefined;
        work();
      }, milliseconds);
    },
  };
}

/** `work` over all items, at most `limit` at once; results in the order of the items. The first failure rejects. */
export async function mapLimited<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = Array.from({ length: items.length });
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return results;
}
