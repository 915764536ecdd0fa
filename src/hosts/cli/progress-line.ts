import { toDisposable, type Disposable } from '../../base/lifecycle.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Queue } from '../../engine/queue.ts';
import type { Streams } from './output.ts';

/** To the beginning of the line, and nothing on it. */
const clear = '\r\u001b[2K';

/** What is shown, and when it is looked at again. */
export interface Progressing extends Pick<Engine, 'onDidChange'> {
  readonly queue: Pick<Queue, 'live'>;
}

/** Tells on one line of stderr what the operation under way is at, until it is disposed. */
export function showProgress(engine: Progressing, streams: Streams): Disposable {
  let shown = '';
  const show = (text: string): void => {
    if (text === shown) return;
    shown = text;
    streams.error(`${clear}${text}`);
  };
  const subscription = engine.onDidChange(() => show([...engine.queue.live.values()].at(-1)?.step ?? ''));
  return toDisposable(() => {
    subscription.dispose();
    show('');
  });
}
