import { setTimeout as delay } from 'node:timers/promises';

const stepMs = 10;

/** Waits for what no event tells: another process's work, a server's log. The test's own time limit ends it. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(stepMs);
}
