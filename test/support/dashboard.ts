import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, Result, RunOptions } from 'axe-core';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';

type Place = 'sidebar' | 'panel';

const startMs = 60_000;

/** VS Code names the purpose of a view's webview in its address; a panel's has none. */
const outerFrames: Readonly<Record<Place, string>> = {
  sidebar: 'iframe.webview.ready[src*="purpose=webviewView"]',
  panel: 'iframe.webview.ready:not([src*="purpose="])',
};

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A webview of the extension: the document inside VS Code's two nested frames. */
export class Dashboard {
  /** Locators for what is in the webview. */
  readonly frame: FrameLocator;
  readonly #inner: Frame;

  private constructor(frame: FrameLocator, inner: Frame) {
    this.frame = frame;
    this.#inner = inner;
  }

  /** Waits for the webview at a place and for its document, which a window that just began shows late. */
  static async in(page: Page, place: Place): Promise<Dashboard> {
    const frame = page.frameLocator(outerFrames[place]).last().frameLocator('iframe#active-frame');
    const body = frame.locator('body');
    await body.waitFor({ timeout: startMs });
    const inner = await (await body.elementHandle())?.ownerFrame();
    if (!inner) throw new Error(`The webview in the ${place} has no document.`);
    return new Dashboard(frame, inner);
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole('button', { name });
  }

  /** The violations that axe finds; an empty list is what a test wants. */
  async accessibilityViolations(options: RunOptions = {}): Promise<string[]> {
    // Evaluated by the debugger, so the page's own content security policy does not refuse it.
    await this.#inner.evaluate(fs.readFileSync(axeSource, 'utf8'));
    const { violations } = await this.#inner.evaluate(
      (runOptions): Promise<AxeResults> =>
        (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(document, runOptions),
      { ...options, resultTypes: ['violations' as const] },
    );
    return violations.map(describe);
  }

  /** Evaluates an expression or a function in the webview's document. */
  evaluate<T>(script: () => T | Promise<T>): Promise<T> {
    return this.#inner.evaluate(script) as Promise<T>;
  }

  async screenshot(file: string): Promise<void> {
    await this.frame.locator('body').screenshot({ path: file });
  }
}

function describe({ id, impact, nodes }: Result): string {
  return `${id} (${impact}): ${nodes.map(({ html }) => html).join(' | ')}`;
}
