import { basename } from 'node:path';
import type { RelativePath } from '../../../base/path.ts';
import { isMendable, type Finding } from '../../../model/finding.ts';
import type { GateReport } from '../../../model/gate.ts';
import type { ListedOperation, Operation, OperationFacts, OperationId, ProjectId } from '../../../model/operation.ts';
import type { PackageName } from '../../../model/package-name.ts';
import type { OperationTotals } from '../../../ports/journal.ts';
import { mayWrite, projectDashboard, type DashboardInput } from '../../../view/dashboard-state.ts';
import { endedPerDay } from '../../../view/days.ts';
import type { Obstacles } from '../../../view/missing-rows.ts';
import { mergeDashboards } from '../../../view/merge-dashboards.ts';
import { findingsOfProject } from '../../../view/one-project.ts';
import type { RowRights } from '../../../view/operation-rows.ts';
import type {
  Availability,
  DashboardState,
  FolderState,
  ProjectOption,
  UnknownSource,
} from '../../../view/protocol.ts';
import { answers, ownFindings } from '../answering.ts';
import type { FolderEntry } from '../folders.ts';
import { toErrorFacts } from './error-facts.ts';

/** Operations of a folder that the feed shows at first, and so many more each time that older ones are asked for. */
const feedPage = 500;
const dayMs = 24 * 60 * 60 * 1000;

/** A row's id as the webview knows it, taken apart. */
export interface RowAddress {
  readonly entry: FolderEntry;
  readonly id: string;
}

/** What the model is made of. */
export interface DashboardSources {
  /** The folders of the window, as they are now. */
  readonly folders: { readonly all: readonly FolderEntry[] };
  isTrusted(): boolean;
  now(): Date;
  /** A history that could not be read, each time it is asked for anew. */
  failed(entry: FolderEntry, error: unknown): void;
}

/** What the dashboard shows of all folders of the window; ids carry the key of their folder. */
export class DashboardModel {
  readonly #sources: DashboardSources;
  #selected: ProjectId | undefined;
  #feedLength = feedPage;

  constructor(sources: DashboardSources) {
    this.#sources = sources;
  }

  /** All of the window. */
  get folders(): readonly FolderEntry[] {
    return this.#sources.folders.all;
  }

  select(project: ProjectId | undefined): void {
    this.#selected = project;
  }

  /** Lists more of the history. */
  showOlder(): void {
    this.#feedLength += feedPage;
  }

  /** The folder of the selected project, or all: what a choice of mode is about. */
  shownFolders(): readonly FolderEntry[] {
    const selected = this.#selection();
    return selected === undefined ? this.#sources.folders.all : [selected.entry];
  }

  state(): DashboardState {
    const now = this.#sources.now();
    const selected = this.#selection();
    const states = this.#sources.folders.all.map((entry) => ({
      prefix: prefixOf(entry),
      state: projectDashboard(this.#input(entry, now, selected?.entry === entry ? selected.id : undefined)),
    }));
    const [only] = states;
    if (only === undefined) return projectDashboard(emptyInput(now));
    return mergeDashboards(states, selected === undefined ? undefined : prefixOf(selected.entry) + selected.id);
  }

  /** Undefined for an id that names no folder of this window: an old row. */
  locate(rowId: string): RowAddress | undefined {
    const entry = this.#sources.folders.all.find((candidate) => rowId.startsWith(prefixOf(candidate)));
    return entry === undefined ? undefined : { entry, id: rowId.slice(prefixOf(entry).length) };
  }

  /** An operation in full, with the bytes of its files; undefined where there is none, or none that can be read. */
  recorded({ entry, id }: RowAddress): Operation | undefined {
    try {
      return entry.engine.journal?.operation(id);
    } catch (error) {
      this.#sources.failed(entry, error);
      return undefined;
    }
  }

  /** Registry and services are asked about packages. */
  get mayAsk(): boolean {
    return this.#sources.isTrusted();
  }

  /** What may be done with these operations of a folder. */
  rights(entry: FolderEntry, operations: readonly OperationFacts[]): RowRights {
    const availability = availabilityOf(entry.engine.stateProblem);
    return { ...queueOf(entry, operations), canWrite: mayWrite({ folder: this.#folderState(entry), availability }) };
  }

  /** Undefined for all projects, and where the chosen one is there no more. */
  #selection(): RowAddress | undefined {
    const selected = this.#selected === undefined ? undefined : this.locate(this.#selected);
    const projects = selected?.entry.engine.map?.projects ?? [];
    return projects.some(({ root }) => root === selected?.id) ? selected : undefined;
  }

  #input(entry: FolderEntry, now: Date, project: RelativePath | undefined): DashboardInput {
    const { engine } = entry;
    const findings = engine.mode === 'off' ? [] : this.#findings(entry, project);
    const gate = this.#gateReports(entry, findings);
    const { operations, hasOlder, totals, problem } = this.#history(entry, now, project);
    return {
      folder: this.#folderState(entry),
      mode: engine.mode,
      findings,
      gate,
      obstacles: obstaclesOf(entry),
      buildable: new Set(engine.map?.projects.map(({ root }) => root).filter((root) => engine.builds.canBuild(root))),
      operations,
      hasOlder,
      ...queueOf(entry, operations),
      totals,
      days: endedPerDay(operations, now, 14),
      projects: projectOptions(entry),
      selectedProject: undefined,
      monitors: [],
      sources: silentRegistry(gate),
      availability: availabilityOf(problem ?? engine.stateProblem),
      scan: this.#scanFacts(entry, project),
      now: now.toISOString(),
    };
  }

  /** A project that was chosen is shown whole; of several folders each shows what no other does. */
  #findings(entry: FolderEntry, project: RelativePath | undefined): readonly Finding[] {
    const { findings, map } = entry.engine;
    if (project === undefined || map === undefined) return ownFindings(this.#sources.folders.all, entry);
    return findingsOfProject(findings, map, project);
  }

  #scanFacts(entry: FolderEntry, project: RelativePath | undefined): DashboardInput['scan'] {
    const { snapshot, scannedAt } = entry.engine;
    if (snapshot === undefined || scannedAt === undefined) return undefined;
    const shown = snapshot.map.projects
      .filter(({ root }) => project === undefined || root === project)
      .flatMap(({ manifests }) => manifests.map(({ folder }) => folder))
      .filter((folder) => project !== undefined || answers(this.#sources.folders.all, entry, folder));
    const manifests = new Set(shown);
    const uses = [...snapshot.uses, ...snapshot.settled].filter(({ manifest }) => manifests.has(manifest));
    return { packages: new Set(uses.map((use) => use.package)).size, endedAt: scannedAt };
  }

  /** What cannot be read is said in its place; findings are shown all the same. */
  #history(entry: FolderEntry, now: Date, project: RelativePath | undefined): History {
    const { journal } = entry.engine;
    try {
      const found = journal?.operations({ limit: this.#feedLength + 1, project }) ?? [];
      return {
        operations: found.slice(0, this.#feedLength).map((each) => withLive(entry, each)),
        hasOlder: found.length > this.#feedLength,
        totals: journal?.totals(new Date(now.getTime() - 30 * dayMs).toISOString(), project) ?? noTotals,
        problem: undefined,
      };
    } catch (error) {
      this.#sources.failed(entry, error);
      return { operations: [], hasOlder: false, totals: noTotals, problem: error };
    }
  }

  #folderState({ engine }: FolderEntry): FolderState {
    if (!this.#sources.isTrusted()) return 'restricted';
    if (engine.snapshot === undefined) return 'scanning';
    const { map } = engine.snapshot;
    return map.projects.length === 0 && map.faults.length === 0 ? 'no-manifest' : 'ready';
  }

  /**
   * The gate's answers so far; those that are not there yet, or were made without the registry a while ago, are asked
   * for, and pushed when they come. In a workspace that is not trusted nobody is asked: there the gate says what it can
   * by itself.
   */
  #gateReports({ engine }: FolderEntry, findings: readonly Finding[]): ReadonlyMap<PackageName, GateReport> {
    const reports = new Map<PackageName, GateReport>();
    for (const finding of findings.filter(isMendable)) {
      const known = engine.knownProposal(finding.package, finding.manifest);
      if (known !== undefined) reports.set(finding.package, known.report);
      if (this.#sources.isTrusted()) {
        engine.proposal(finding.package, finding.manifest, new AbortController().signal).catch(() => undefined);
      } else if (known === undefined) {
        reports.set(finding.package, engine.judgeLocally(finding.package));
      }
    }
    return reports;
  }
}

/** What was read of a history, and why not all of it. */
interface History {
  readonly operations: readonly ListedOperation[];
  readonly hasOlder: boolean;
  readonly totals: OperationTotals;
  readonly problem: unknown;
}

const noTotals: OperationTotals = { succeeded: 0, failed: 0, rolledBack: 0 };

/** A row's id as the webview knows it. */
export function rowId(entry: FolderEntry, id: string): string {
  return prefixOf(entry) + id;
}

/** Which of these run or wait in this window, and how. */
function queueOf({ engine }: FolderEntry, operations: readonly OperationFacts[]): Omit<RowRights, 'canWrite'> {
  const which = (test: (id: OperationId) => boolean): ReadonlySet<OperationId> =>
    new Set(operations.filter(({ id }) => test(id)).map(({ id }) => id));
  return {
    cancellable: which((id) => engine.queue.canCancel(id)),
    holdable: which((id) => engine.queue.canHold(id)),
    held: which((id) => engine.queue.isHeld(id)),
  };
}

/** Where its manager tells what it is at, that says more than the step that is written down. */
function withLive({ engine }: FolderEntry, operation: ListedOperation): ListedOperation {
  return operation.status === 'running' ? { ...operation, ...engine.queue.live.get(operation.id) } : operation;
}

function prefixOf({ key }: FolderEntry): string {
  return `${key}:`;
}

function availabilityOf(problem: unknown): Availability {
  return problem === undefined ? { kind: 'available' } : { kind: 'unavailable', error: toErrorFacts(problem) };
}

/** Why nothing can be installed, for each manifest of which that is so. */
function obstaclesOf({ engine }: FolderEntry): Obstacles {
  const folders = (engine.map?.projects ?? []).flatMap(({ manifests }) => manifests.map(({ folder }) => folder));
  return new Map(
    folders.flatMap((folder) => {
      const obstacle = engine.obstacle(folder);
      return obstacle === undefined ? [] : [[folder, `${obstacle.message} ${obstacle.hint}`]];
    }),
  );
}

/** The registry, where it did not answer about a package: the gate's check of existence says so. */
function silentRegistry(gate: ReadonlyMap<PackageName, GateReport>): readonly UnknownSource[] {
  const silent = [...gate.values()]
    .flatMap((report) => report.checks)
    .filter((check) => check.check === 'exists' && check.result === 'ask')
    .toSorted((a, b) => (a.checkedAt < b.checkedAt ? -1 : 1));
  const [first] = silent;
  if (first === undefined) return [];
  return [{ source: 'registry', since: first.checkedAt, reason: first.reason, lastAnswerAt: undefined }];
}

function projectOptions({ folder, engine }: FolderEntry): readonly ProjectOption[] {
  return (engine.map?.projects ?? []).map((project) => ({
    id: project.root,
    name: project.manifests[0]?.name ?? (project.root === '' ? folder.name : basename(project.root)),
  }));
}

function emptyInput(now: Date): DashboardInput {
  return {
    folder: 'no-folder',
    mode: 'off',
    findings: [],
    gate: new Map(),
    obstacles: new Map(),
    buildable: new Set(),
    operations: [],
    hasOlder: false,
    cancellable: new Set(),
    holdable: new Set(),
    held: new Set(),
    totals: noTotals,
    days: [],
    projects: [],
    selectedProject: undefined,
    monitors: [],
    sources: [],
    availability: { kind: 'available' },
    scan: undefined,
    now: now.toISOString(),
  };
}
