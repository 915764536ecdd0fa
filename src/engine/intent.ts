import { isInside, type RelativePath } from '../base/path.ts';
import type { PackageName } from '../model/package-name.ts';
import type { Clock } from '../ports/clock.ts';

/** How long a name must have stood in the text before it may be installed by itself. */
export const stillMs = 1_000;
/** How long after the last save or edit a batch waits. */
export const quietMs = 1_500;
/** How long a package that the user took out of a manifest is left alone. */
const removedMs = 10 * 60_000;

interface DocumentIntent {
  /** Names that stood in the text when it was opened, checked out, merged or reloaded: nobody typed them here. */
  baseline: ReadonlySet<PackageName>;
  /** Names typed since, with the time (ms) at which each came to stand there. */
  typed: Map<PackageName, number>;
}

/** A document as it was saved last. */
interface Saved {
  readonly names: ReadonlySet<PackageName>;
  /** Folder of the manifest that owns it; undefined where it uses no package. */
  readonly manifest: RelativePath | undefined;
}

/** A package that the user meant to import: typed by hand, stood still, saved. */
export interface Meant {
  readonly file: RelativePath;
  readonly package: PackageName;
}

/**
 * The rules of intent for automatic installs. Parcel 1 installed on every change and had to take it back: typos were
 * installed (parcel#1263), and packages that were just being removed came back (parcel#2081). Here a name counts only
 * if it was typed in this editor, stood still for a while, was saved, and was not just taken out by the user.
 */
export class IntentTracker {
  readonly #clock: Clock;
  readonly #documents = new Map<RelativePath, DocumentIntent>();
  /** By package and manifest folder, with the time (ms). */
  readonly #removed = new Map<PackageName, Map<RelativePath, number>>();
  readonly #saved = new Map<RelativePath, Saved>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** False before the first look at a document that was opened. */
  knows(file: RelativePath): boolean {
    return this.#documents.has(file);
  }

  /** The text came from disk: a file just opened, merged, checked out or reloaded. */
  fromDisk(file: RelativePath, names: Iterable<PackageName>): void {
    this.#documents.set(file, { baseline: new Set(names), typed: new Map() });
    this.#saved.delete(file);
  }

  /** The user edited. `reverted`: by undo or redo, which brings back what was once there and means nothing new. */
  edited(file: RelativePath, names: Iterable<PackageName>, reverted: boolean): void {
    const document = this.#documents.get(file);
    if (document === undefined) return this.fromDisk(file, names);
    const now = this.#now();
    const present = new Set(names);
    for (const name of document.typed.keys()) if (!present.has(name)) document.typed.delete(name);
    // A name that went and comes back is typed anew, unless it was undo that brought it: then it is not the next key's.
    const baseline = new Set([...document.baseline].filter((name) => present.has(name)));
    for (const name of present) {
      if (baseline.has(name) || document.typed.has(name)) continue;
      if (reverted) baseline.add(name);
      else document.typed.set(name, now);
    }
    document.baseline = baseline;
  }

  saved(file: RelativePath, names: Iterable<PackageName>, manifest: RelativePath | undefined): void {
    this.#saved.set(file, { names: new Set(names), manifest });
  }

  closed(file: RelativePath): void {
    this.#documents.delete(file);
    this.#saved.delete(file);
  }

  /** A branch switch, a merge or a rebase: nothing that stands in any document now was typed. */
  headMoved(): void {
    for (const document of this.#documents.values()) {
      document.baseline = new Set([...document.baseline, ...document.typed.keys()]);
      document.typed.clear();
    }
    this.#saved.clear();
  }

  /** False for a name that is being typed: it may be half of what is meant. What no editor holds stands still. */
  standsStill(file: RelativePath, name: PackageName): boolean {
    const document = this.#documents.get(file);
    if (document === undefined || document.baseline.has(name)) return true;
    const since = document.typed.get(name);
    return since !== undefined && this.#now() - since >= stillMs;
  }

  /** True for a name that was typed since the document had the disk's text. */
  isTyped(file: RelativePath, name: PackageName): boolean {
    return this.#documents.get(file)?.typed.has(name) === true;
  }

  /** The user took a package out of a manifest: of its own files, and of those of the members below it. */
  removed(name: PackageName, manifest: RelativePath): void {
    const removed = this.#removed.get(name) ?? new Map<RelativePath, number>();
    this.#removed.set(name, removed.set(manifest, this.#now()));
  }

  /** What was meant and saved, and stood still long enough. Each is handed out once. */
  take(): readonly Meant[] {
    const now = this.#now();
    const meant: Meant[] = [];
    for (const [file, { names, manifest }] of this.#saved) {
      const document = this.#documents.get(file);
      if (document === undefined) continue;
      for (const [name, since] of document.typed) {
        if (!names.has(name) || now - since < stillMs || this.#wasRemoved(name, manifest, now)) continue;
        meant.push({ file, package: name });
        document.typed.delete(name);
        document.baseline = new Set([...document.baseline, name]);
      }
      if (document.typed.size === 0) this.#saved.delete(file);
    }
    return meant;
  }

  #wasRemoved(name: PackageName, manifest: RelativePath | undefined, now: number): boolean {
    const removed = [...(this.#removed.get(name) ?? [])];
    return removed.some(([from, at]) => now - at < removedMs && isInside(from, manifest ?? ''));
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
