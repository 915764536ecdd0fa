import { Emitter, toDisposable, type Disposable } from '../../base/lifecycle.ts';

/** What a user's click set in motion, by title, newest last. The status bar shows it. */
export class Progress implements Disposable {
  readonly #titles: string[] = [];
  #detail: string | undefined;
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;

  /** What the newest operation is at, where that is known. */
  get detail(): string | undefined {
    return this.#detail;
  }

  tell(detail: string | undefined): void {
    if (detail === this.#detail) return;
    this.#detail = detail;
    this.#changed.fire();
  }

  /** The newest that still runs. */
  get title(): string | undefined {
    return this.#titles.at(-1);
  }

  /** Shown until disposed. */
  show(title: string): Disposable {
    this.#titles.push(title);
    this.#changed.fire();
    return toDisposable(() => {
      this.#titles.splice(this.#titles.lastIndexOf(title), 1);
      this.#changed.fire();
    });
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
