import { toDisposable, type Disposable } from '../../base/lifecycle.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Streams } from './output.ts';

/** To the beginning of the line, and nothing on it. */
const clear = '\r\u001b[2K';

/** Tells on one line of stderr what the operation under way is at, until it is disposed. */
export function showProgress(engine: Pick<Engine, 'live' | 'onDidChange'>, streams: Streams): Disposable {
  let shown = '';
  const show = (text: string): void => {
    if (text === shown) return;
    shown = text;
    streams.error(`${clear}${text}`);
  };
  const subscription = engine.onDidChange(() => show([...engine.live.values()].at(-1)?.step ?? ''));
  return toDisposable(() => {
    subscription.dispose();
    show('');
  });
}
