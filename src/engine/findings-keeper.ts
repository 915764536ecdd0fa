import { Emitter, type Disposable } from '../base/lifecycle.ts';
import type { RelativePath } from '../base/path.ts';
import { QmError, isCancellation } from '../base/errors.ts';
import { isMissing, type Finding } from '../model/finding.ts';
import type { PackageName } from '../model/package-name.ts';
import type { ProjectMap } from '../model/project.ts';
import { mostPlaces, unread, type PackageUse, type SettledPackage, type Snapshot } from '../model/snapshot.ts';
import type { StandingPackage } from '../model/build.ts';
import { monitors } from '../monitors/list.ts';
import type { EngineContext } from './context.ts';
import { standingUnbuilt } from './unbuilt.ts';

const nothingThere: Snapshot = {
  map: { projects: [], faults: [] },
  uses: [],
  settled: [],
  mismatched: [],
  skipped: [],
  stats: { files: 0, cached: 0, elapsedMs: 0 },
};

/** An open document as it was told and looked at last. */
interface Overlay {
  text: string;
  /** Undefined before the first answer, and where the folder went away. */
  uses: readonly PackageUse[] | undefined;
  /** The look that gave them, so that a slow answer never replaces a newer one. */
  round: number;
}

/** The newest look at the folder, with the unsaved text of open documents laid over it. */
export class FindingsKeeper implements Disposable {
  readonly #context: EngineContext;
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #overlays = new Map<RelativePath, Overlay>();
  #rounds = 0;
  /** As it was on disk. */
  #snapshot: Snapshot | undefined;
  #shown: Snapshot | undefined;
  /** The projects while the first look of all is under way: what open documents lack can be told before its end. */
  #early: ProjectMap | undefined;
  #scannedAt: string | undefined;
  #unbuilt: ReadonlyMap<RelativePath, readonly StandingPackage[]> = new Map();
  #findings: readonly Finding[] = [];
  #scanning: AbortController | undefined;

  constructor(context: EngineContext) {
    this.#context = context;
  }

  /** With the unsaved text laid over it, so that what is used and what is missing are counted alike. */
  get snapshot(): Snapshot | undefined {
    return this.#shown;
  }

  /** Before the first look has ended: of the documents that are open. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** The projects, as far as they were looked at. */
  get map(): ProjectMap | undefined {
    return this.#shown?.map ?? this.#early;
  }

  /** When the last look at the folder ended; ISO 8601 UTC. */
  get scannedAt(): string | undefined {
    return this.#scannedAt;
  }

  get scanning(): boolean {
    return this.#scanning !== undefined;
  }

  /** Looks at the whole folder anew. A look that is still under way is given up for this one. */
  async scan(signal: AbortSignal): Promise<Snapshot> {
    this.#scanning?.abort();
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    signal.addEventListener('abort', abort, { once: true });
    this.#scanning = controller;
    this.#changed.fire();
    try {
      const snapshot = await this.#context.scanner.scanFolder(this.#context.root, controller.signal);
      const looks = [...this.#overlays.keys()].map((file) => this.#lookAtDocument(file, controller.signal));
      const [unbuilt] = await Promise.all([standingUnbuilt(this.#context, snapshot.map), ...looks]);
      this.#unbuilt = unbuilt;
      this.#snapshot = snapshot;
      this.#scannedAt = this.#context.clock.now().toISOString();
      return snapshot;
    } catch (error) {
      // What was found in a folder that is gone went with it.
      if (error instanceof QmError && error.code === 'QM_FOLDER_MISSING') {
        this.#snapshot = nothingThere;
        for (const overlay of this.#overlays.values()) overlay.uses = undefined;
      }
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
      if (this.#scanning === controller) {
        this.#scanning = undefined;
        this.#recompute();
      }
    }
  }

  /**
   * Looks at one document's text. Undefined where the signal fired, the document was closed, or a newer text was
   * answered first.
   */
  async scanDocument(
    file: RelativePath,
    text: string,
    signal: AbortSignal,
  ): Promise<readonly PackageName[] | undefined> {
    const known = this.#overlays.get(file);
    if (known === undefined) this.#overlays.set(file, { text, uses: undefined, round: 0 });
    else known.text = text;
    const uses = await this.#lookAtDocument(file, signal);
    if (uses === undefined) return undefined;
    if (this.#snapshot === undefined) await this.#lookAhead(signal);
    this.#recompute();
    return uses.map((use) => use.package);
  }

  /** Without it there is nothing to tell yet, and the look at the folder says what is the matter. */
  async #lookAhead(signal: AbortSignal): Promise<void> {
    const { scanner, root } = this.#context;
    this.#early = await scanner.knownProjects(root, signal).catch(() => this.#early);
  }

  /**
   * A look at the folder looks at the documents too. It does not make a look that began earlier void: whoever asked for
   * that one has to write down what it saw.
   */
  async #lookAtDocument(file: RelativePath, signal: AbortSignal): Promise<readonly PackageUse[] | undefined> {
    const overlay = this.#overlays.get(file);
    if (overlay === undefined) return undefined;
    const { text } = overlay;
    const round = ++this.#rounds;
    try {
      const { uses } = await this.#context.scanner.scanDocument(this.#context.root, file, text, signal);
      if (this.#overlays.get(file) !== overlay) return undefined;
      if (overlay.round > round) return overlay.text === text ? uses : undefined;
      overlay.round = round;
      overlay.uses = uses;
      return uses;
    } catch (error) {
      if (isCancellation(error)) return undefined;
      throw error;
    }
  }

  /** The document was closed: what stands on disk counts again. */
  dropDocument(file: RelativePath): void {
    const overlay = this.#overlays.get(file);
    this.#overlays.delete(file);
    if (overlay?.uses !== undefined) this.#recompute();
  }

  /** What an open document uses, by its text; before that was looked at, what of it is not settled on disk. */
  usesIn(file: RelativePath): readonly PackageUse[] {
    return this.#overlays.get(file)?.uses ?? this.#snapshot?.uses.filter((use) => use.site.file === file) ?? [];
  }

  /** The packages that the file used when the folder was looked at; undefined where it was not, or was left out. */
  async namesOnDisk(file: RelativePath, signal: AbortSignal): Promise<readonly PackageName[] | undefined> {
    if (this.#snapshot === undefined) return undefined;
    const uses = await this.#context.scanner.usesOnDisk(this.#context.root, file, signal).catch(() => undefined);
    return uses?.map((use) => use.package);
  }

  /**
   * Whether code lacks a package that its manifest is to give it; undefined before the first look has ended, and where something
   * could not be read that may use it.
   */
  readonly isMissing = (name: string, manifest: RelativePath): boolean | undefined => {
    const isIt = (finding: Finding): boolean => {
      if (finding.kind === 'not-installed') return finding.missing.some((missing) => missing === name);
      const isKind = isMissing(finding) || finding.kind === 'unsure';
      return isKind && finding.package === name && finding.manifest === manifest;
    };
    if (this.#findings.some(isIt)) return true;
    const isWhole = this.#shown?.skipped.every(({ reason }) => !unread.has(reason));
    return isWhole === true ? false : undefined;
  };

  dispose(): void {
    this.#scanning?.abort();
    this.#changed.dispose();
  }

  #recompute(): void {
    if (this.#snapshot !== undefined) {
      const isKept = ({ site }: PackageUse): boolean => this.#overlays.get(site.file)?.uses === undefined;
      this.#shown = {
        ...this.#snapshot,
        uses: [...this.#snapshot.uses.filter(isKept), ...this.#unsaved()],
        settled: this.#snapshot.settled.flatMap((one) => keptOf(one, isKept)),
      };
      this.#findings = this.#findingsIn(this.#shown);
    } else if (this.#early !== undefined) {
      this.#findings = this.#findingsIn({ ...nothingThere, map: this.#early, uses: this.#unsaved() });
    }
    this.#changed.fire();
  }

  #findingsIn(snapshot: Snapshot): readonly Finding[] {
    return monitors.flatMap((monitor) => monitor({ snapshot, unbuilt: this.#unbuilt }));
  }

  #unsaved(): readonly PackageUse[] {
    return [...this.#overlays.values()].flatMap(({ uses }) => uses ?? []);
  }
}

/** Without what open documents say anew: their uses are told one by one. Others may be left where not all places are known. */
function keptOf(settled: SettledPackage, isKept: (use: PackageUse) => boolean): readonly SettledPackage[] {
  const places = settled.places.filter(isKept);
  if (places.length === settled.places.length) return [settled];
  const isWhole = settled.installed !== undefined && settled.places.length < mostPlaces;
  return places.length === 0 && isWhole ? [] : [{ ...settled, places }];
}
