import fs from 'node:fs';
import path from 'node:path';

export interface StepReport {
  readonly step: string;
  readonly ok: boolean;
  /** Milliseconds. */
  readonly took: number;
  readonly detail: string;
  readonly screenshot: string | undefined;
}

/** Prints each step as it ends and keeps all of them for report.json. */
export class Report {
  readonly #folder: string;
  readonly #steps: StepReport[] = [];
  readonly #facts: Record<string, unknown> = {};

  constructor(folder: string) {
    this.#folder = folder;
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
  }

  fact(name: string, value: unknown): void {
    this.#facts[name] = value;
    console.log(`${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  }

  note(line: string): void {
    console.log(`  ${line}`);
  }

  /**
   * Runs one step; its text says what was found. It may take its picture when there is most to see; else it is taken at
   * its end. A step that throws fails the demo and ends it.
   */
  async step(
    step: string,
    work: (takePicture: () => Promise<void>) => Promise<string>,
    screenshot?: (file: string) => Promise<void>,
  ): Promise<void> {
    const started = performance.now();
    const name = `${String(this.#steps.length + 1).padStart(2, '0')}-${step.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`;
    let isTaken = false;
    const takePicture = async (): Promise<void> => {
      isTaken = true;
      await screenshot?.(path.join(this.#folder, name)).catch(() => undefined);
    };
    const end = async (ok: boolean, detail: string): Promise<void> => {
      const took = Math.round(performance.now() - started);
      console.log(
        `${ok ? 'ok  ' : 'FAIL'} ${String(took).padStart(6)} ms  ${step}${detail === '' ? '' : `: ${detail}`}`,
      );
      if (!isTaken || !ok) await takePicture();
      this.#steps.push({ step, ok, took, detail, screenshot: screenshot === undefined ? undefined : name });
    };
    try {
      await end(true, await work(takePicture));
    } catch (error) {
      await end(false, error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  write(): boolean {
    const ok = this.#steps.length > 0 && this.#steps.every((step) => step.ok);
    const file = path.join(this.#folder, 'report.json');
    fs.writeFileSync(file, `${JSON.stringify({ ok, ...this.#facts, steps: this.#steps }, undefined, 2)}\n`);
    return ok;
  }
}
