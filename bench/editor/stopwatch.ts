import type { Page } from 'playwright-core';

/** What the page saw last, in milliseconds of its own clock. */
export interface Watched {
  readonly marked: boolean;
  readonly pressed: number;
  readonly changed: number;
}

/** Lets the page itself take the times, so that the way to and from it is in none of them. */
export async function armStopwatch(page: Page): Promise<void> {
  await page.evaluate(watch);
}

export function readStopwatch(page: Page): Promise<Watched> {
  return page.evaluate('globalThis.benchStopwatch');
}

/** Runs in the page: the last key, and the frame after wavy lines of warning came or went. */
function watch(): void {
  const isMarked = (): boolean => document.querySelector('.editor-instance .monaco-editor .squiggly-warning') !== null;
  const state = { marked: isMarked(), pressed: 0, changed: 0 };
  Object.assign(globalThis, { benchStopwatch: state });
  document.addEventListener('keydown', () => (state.pressed = performance.now()), { capture: true });
  const look = (): void => {
    const marked = isMarked();
    if (marked === state.marked) return;
    state.marked = marked;
    state.changed = performance.now();
  };
  // A line is drawn with the next frame, not when its element is made.
  new MutationObserver(() => requestAnimationFrame(look)).observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['class'],
  });
}
