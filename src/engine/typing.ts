import type { Disposable } from '../base/lifecycle.ts';
import type { RelativePath } from '../base/path.ts';
import { isMissing, type MissingFinding } from '../model/finding.ts';
import type { PackageName } from '../model/package-name.ts';
import type { ProjectMap } from '../model/project.ts';
import { Autopilot, type AutopilotHooks } from './autopilot.ts';
import type { EngineContext } from './context.ts';
import { DeclaredNames } from './declared-names.ts';
import type { Documents, EditKind } from './documents.ts';
import type { FindingsKeeper } from './findings-keeper.ts';
import { IntentTracker } from './intent.ts';
import { Stillness } from './stillness.ts';

/** What typing asks of its engine, beside what autopilot does. */
export interface TypingHooks extends Omit<AutopilotHooks, 'findings'> {
  /** A name that was typed has come to stand. */
  settled(): void;
}

/** What is written in open documents: what of it was meant, and what automation makes of that. */
export class Typing implements Documents, Disposable {
  readonly #findings: FindingsKeeper;
  readonly #intent: IntentTracker;
  readonly #autopilot: Autopilot;
  readonly #declared = new DeclaredNames();
  readonly #still: Stillness;
  /** How many looks at each document are under way. */
  readonly #looks = new Map<RelativePath, number>();
  #wasScanned = false;

  constructor(context: EngineContext, findings: FindingsKeeper, hooks: TypingHooks) {
    this.#findings = findings;
    this.#intent = new IntentTracker(context.clock);
    this.#still = new Stillness(context.clock, () => hooks.settled());
    this.#autopilot = new Autopilot(context, this.#intent, {
      ...hooks,
      findings: () => (findings.snapshot === undefined ? undefined : findings.findings),
    });
  }

  touched(): void {
    this.#still.touch();
  }

  async changed(file: RelativePath, text: string, kind: EditKind, signal: AbortSignal): Promise<void> {
    // The look at its opening was overtaken by the first key: what the disk has was not typed, all else was.
    const isOvertaken = kind !== 'from-disk' && !this.#intent.knows(file);
    const [onDisk, names] = await Promise.all([
      isOvertaken ? this.#findings.namesOnDisk(file, signal) : undefined,
      this.#look(file, text, signal),
    ]);
    if (names === undefined) return;
    if (kind === 'from-disk' || !this.#intent.knows(file)) this.#intent.fromDisk(file, onDisk ?? names);
    if (kind !== 'from-disk') this.#intent.edited(file, names, kind === 'reverted');
    // Told anew even where a name stands by now: while this look lasted it did not.
    const { findings } = this.#findings;
    const isHere = (finding: MissingFinding): boolean => finding.uses.some(({ site }) => site.file === file);
    if (findings.some((finding) => isMissing(finding) && isHere(finding))) this.#still.poke();
  }

  saved(file: RelativePath): void {
    const uses = this.#findings.usesIn(file);
    this.#intent.saved(
      file,
      uses.map((use) => use.package),
      uses[0]?.manifest,
    );
    this.#autopilot.poke();
  }

  closed(file: RelativePath): void {
    this.#intent.closed(file);
    this.#findings.dropDocument(file);
  }

  headMoved(): void {
    this.#intent.headMoved();
    this.#autopilot.forget();
  }

  standsStill(finding: MissingFinding): boolean {
    return finding.uses.some(({ site: { file } }) => {
      if (this.#looks.has(file) || !this.#intent.standsStill(file, finding.package)) return false;
      return this.#still.isReached || !this.#intent.isTyped(file, finding.package);
    });
  }

  /** The folder was looked at: who took what out of a manifest is known, and at the first time what waited for it may go on. */
  scanned(map: ProjectMap): void {
    for (const removed of this.#declared.look(map)) this.#intent.removed(removed.package, removed.manifest);
    if (!this.#wasScanned) this.#autopilot.poke();
    this.#wasScanned = true;
  }

  /** While it lasts the document has a newer text, in which no name is known to stand still. */
  async #look(file: RelativePath, text: string, signal: AbortSignal): Promise<readonly PackageName[] | undefined> {
    this.#looks.set(file, (this.#looks.get(file) ?? 0) + 1);
    try {
      return await this.#findings.scanDocument(file, text, signal);
    } finally {
      const left = (this.#looks.get(file) ?? 1) - 1;
      if (left > 0) this.#looks.set(file, left);
      else this.#looks.delete(file);
    }
  }

  dispose(): void {
    this.#still.dispose();
    this.#autopilot.dispose();
  }
}
