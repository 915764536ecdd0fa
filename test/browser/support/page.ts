import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { DashboardState, HostMessage, L10nContents, Surface, WebviewMessage } from '../../../src/view/protocol.ts';
import type { Theme } from './server.ts';

declare global {
  var messages: WebviewMessage[];
  var violations: string[];
  var executed: boolean;
  var axe: {
    run(root: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
  };
}

const axeSource = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

/** The arguments of every Chromium in this repository's tests. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_EXECUTABLE'] ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Open {
  readonly surface: Surface;
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly state: DashboardState;
  readonly locale?: string;
  readonly l10n?: L10nContents;
}

/** The dashboard in a page of its own, after its first drawing. */
export class Dashboard {
  readonly page: Page;
  #sequence = 1;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(browser: Browser, origin: string, open: Open): Promise<Dashboard> {
    const { surface, theme = 'dark-modern', state } = open;
    const viewport = { width: open.width ?? (surface === 'panel' ? 1200 : 300), height: open.height ?? 800 };
    const context = await browser.newContext({ viewport, locale: 'en-GB', timezoneId: 'Europe/Berlin' });
    const dashboard = new Dashboard(await context.newPage());
    await dashboard.page.goto(`${origin}/?theme=${theme}`);
    await dashboard.init(surface, state, open.locale, open.l10n);
    return dashboard;
  }

  async init(surface: Surface, state: DashboardState, locale = 'en', l10n?: L10nContents): Promise<void> {
    await this.page.waitForFunction(() => globalThis.messages.some(({ type }) => type === 'ready'));
    await this.#say({ type: 'init', sequence: this.#sequence, state, surface, locale, l10n });
    await this.page.locator('main').waitFor();
  }

  /** Says a new state; `upTo`: its last 50 operations are repeated in the page until there are so many. */
  async update(state: DashboardState, upTo = 0): Promise<void> {
    this.#sequence += 1;
    await this.#say({ type: 'state', sequence: this.#sequence, state }, upTo);
  }

  async #say(message: HostMessage, upTo = 0): Promise<void> {
    await this.page.evaluate(
      async ([said, count]) => {
        const { operations } = said.state;
        const tail = operations.slice(-50);
        const more = Array.from({ length: Math.max(0, count - operations.length) }, (_, index) => {
          const like = tail[index % tail.length] as (typeof tail)[number];
          return { ...like, id: `${like.id}-${index}` };
        });
        postMessage({ ...said, state: { ...said.state, operations: [...operations, ...more] } });
        // The answer to a message is drawn before the next two frames.
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      },
      [message, upTo] as const,
    );
  }

  /** What it told the host, without the greeting. */
  async said(): Promise<readonly WebviewMessage[]> {
    const messages = await this.page.evaluate(() => globalThis.messages);
    return messages.filter(({ type }) => type !== 'ready');
  }

  /** What axe has against it, one line each. */
  async faults(): Promise<readonly string[]> {
    if (!(await this.page.evaluate(() => 'axe' in globalThis))) await this.page.evaluate(axeSource);
    const { violations } = await this.page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  }

  violations(): Promise<readonly string[]> {
    return this.page.evaluate(() => globalThis.violations);
  }

  /** Key of the focused element. */
  focus(): Promise<string | null> {
    return this.page.evaluate(() => document.activeElement?.getAttribute('data-key') ?? null);
  }

  /** Presses Tab until the focus is on an element whose key begins so. */
  async tabTo(key: string): Promise<void> {
    for (let presses = 0; presses < 40; presses++) {
      await this.page.keyboard.press('Tab');
      if ((await this.focus())?.startsWith(key)) return;
    }
    assert.fail(`no tab stop ${key}`);
  }

  /** Pixels by which the page is wider than its window. */
  overflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
