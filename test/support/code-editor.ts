import type { Locator, Page } from 'playwright-core';
import { retry } from './retry.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

interface Point {
  readonly x: number;
  readonly y: number;
}

const attemptMs = 3000;

/** The active text editor, by what can be seen in it. */
export class CodeEditor {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Types with real keys. Before a new line, suggestions are dismissed, so that Enter does not accept one. */
  async type(text: string): Promise<void> {
    const [first = '', ...rest] = text.split('\n');
    await this.#page.keyboard.type(first, { delay: 5 });
    for (const line of rest) {
      await this.#page.keyboard.press('Escape');
      await this.#page.keyboard.press('Enter');
      await this.#page.keyboard.type(line, { delay: 5 });
    }
  }

  /** Clicks on the first place in sight where `text` stands, which gives the editor the keyboard as well. */
  async click(text: string): Promise<void> {
    const { x, y } = await this.#find(text);
    await this.#page.mouse.click(x, y);
  }

  /** Puts the cursor at the end of the file. */
  async goToEnd(): Promise<void> {
    await this.focus();
    await this.#page.keyboard.press('Control+End');
  }

  async focus(): Promise<void> {
    await this.#page.locator('.editor-instance .monaco-editor .view-lines').first().click();
  }

  /** Waits for a wavy line of this severity under `text`. */
  async squiggle(text: string, severity: Severity): Promise<void> {
    await this.#page.waitForFunction(`(${lookAt})(${JSON.stringify(text)})?.severities.includes('${severity}')`);
  }

  /** Waits until `text` stands in the editor without a wavy line of this severity. */
  async noSquiggle(text: string, severity: Severity): Promise<void> {
    await this.#page.waitForFunction(
      `(${lookAt})(${JSON.stringify(text)})?.severities.includes('${severity}') === false`,
    );
  }

  /** Rests the mouse on `text` until a hover holds `expected`, and returns the hover's whole text. */
  async hover(text: string, expected: string | RegExp): Promise<string> {
    const hover = this.#page.locator('.monaco-editor .monaco-hover:visible').filter({ hasText: expected }).first();
    return this.#insist(hover, async () => {
      const { x, y } = await this.#find(text);
      // Away first: a mouse that does not move shows no hover.
      await this.#page.mouse.move(x, y + 120);
      await this.#page.mouse.move(x, y, { steps: 4 });
    }).then((found) => found.innerText());
  }

  /**
   * Opens the quick fixes at `text` and gives the one with this title. The menu closes whenever diagnostics are
   * refreshed; then it is opened again.
   */
  async quickFix(text: string, title: string | RegExp): Promise<Locator> {
    const item = this.#page.locator('.action-widget .monaco-list-row.action').filter({ hasText: title }).first();
    return this.#insist(item, async () => {
      await this.#page.keyboard.press('Escape');
      await this.click(text);
      await this.#page.keyboard.press('Control+Period');
    });
  }

  /** The titles of all quick fixes in the open menu. */
  async quickFixTitles(): Promise<string[]> {
    return this.#page.locator('.action-widget .monaco-list-row.action .title').allInnerTexts();
  }

  /** Repeats an action until what it shall show is in sight. */
  #insist(target: Locator, act: () => Promise<void>): Promise<Locator> {
    return retry(async () => {
      await act();
      await target.waitFor({ timeout: attemptMs });
      return target;
    });
  }

  async #find(text: string): Promise<Point> {
    const handle = await this.#page.waitForFunction(lookAt, text);
    return handle.jsonValue() as Promise<Point>;
  }
}

/**
 * Runs in the page: which wavy lines are under `text` in the active editor, and where it stands; of several places, the
 * first that is marked. Wavy lines have no text of their own, so it is the places on the screen that are compared.
 */
function lookAt(text: string): (Point & { severities: Severity[] }) | undefined {
  const severities = ['error', 'warning', 'info', 'hint'] as const;
  const editor = document.querySelector('.editor-group-container.active .monaco-editor');
  const boxesIn = (line: Element): DOMRect[] => {
    // The editor writes spaces as no-break spaces, and may cut a word into several nodes.
    const content = (line.textContent ?? '').replaceAll('\u00a0', ' ');
    const starts = [...content].flatMap((_, index) => (content.startsWith(text, index) ? [index] : []));
    return starts.map((start) => {
      const range = document.createRange();
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      for (let offset = 0, node = walker.nextNode(); node; node = walker.nextNode()) {
        const length = node.textContent?.length ?? 0;
        const end = start + text.length;
        if (start >= offset && start < offset + length) range.setStart(node, start - offset);
        if (end > offset && end <= offset + length) range.setEnd(node, end - offset);
        offset += length;
      }
      return range.getBoundingClientRect();
    });
  };
  const marksUnder = (box: DOMRect): Severity[] =>
    severities.filter((severity) =>
      [...(editor?.querySelectorAll(`.squiggly-${severity}`) ?? [])].some((mark) => {
        const { left, right, top, bottom } = mark.getBoundingClientRect();
        return left < box.right && right > box.left && top < box.bottom && bottom >= box.top;
      }),
    );
  const places = [...(editor?.querySelectorAll('.view-line') ?? [])]
    .flatMap(boxesIn)
    .map((box) => ({ box, marks: marksUnder(box) }));
  const place = places.find(({ marks }) => marks.length > 0) ?? places[0];
  if (!place) return undefined;
  const { left, right, top, bottom } = place.box;
  return { x: (left + right) / 2, y: (top + bottom) / 2, severities: places.flatMap(({ marks }) => marks) };
}
