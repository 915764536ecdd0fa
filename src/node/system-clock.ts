import { setTimeout as delay } from 'node:timers/promises';
import { CancelledError } from '../base/errors.ts';
import type { Clock } from '../ports/clock.ts';

export const systemClock: Clock = {
  now: () => new Date(),
  schedule(run, milliseconds) {
    const timer = setTimeout(run, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
  pause: (milliseconds, signal) =>
    delay(milliseconds, undefined, { signal }).catch(() => {
      throw new CancelledError();
    }),
};
