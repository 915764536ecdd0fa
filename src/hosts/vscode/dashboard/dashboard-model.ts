import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isMissing } from '../../../model/finding.ts';
import type { GateReport } from '../../../model/gate.ts';
import type { ProjectId } from '../../../model/operation.ts';
import type { PackageName } from '../../../model/package-name.ts';
import { projectDashboard, type DashboardInput } from '../../../view/dashboard-state.ts';
import { endedPerDay } from '../../../view/days.ts';
import type { Obstacles } from '../../../view/missing-rows.ts';
import { mergeDashboards } from '../../../view/merge-dashboards.ts';
import type {
  Availability,
  DashboardState,
  FolderState,
  ProjectOption,
  UnknownSource,
} from '../../../view/protocol.ts';
import type { FolderEntry, Folders } from '../folders.ts';

/** Operations that the feed shows. */
const feedLength = 500;
const dayMs = 24 * 60 * 60 * 1000;

/** A row's id as the webview knows it, taken apart. */
export interface RowAddress {
  readonly entry: FolderEntry;
  readonly id: string;
}

/** What the dashboard shows of all folders of the window; ids carry the number of their folder. */
export class DashboardModel {
  readonly #folders: Folders;
  #selected: ProjectId | undefined;

  constructor(folders: Folders) {
    this.#folders = folders;
  }

  select(project: ProjectId | undefined): void {
    this.#selected = project;
  }

  /** The folder of the selected project, or all: what a choice of mode is about. */
  shownFolders(): readonly FolderEntry[] {
    const selected = this.#selected === undefined ? undefined : this.locate(this.#selected);
    return selected === undefined ? this.#folders.all : [selected.entry];
  }

  state(): DashboardState {
    const now = new Date();
    const states = this.#folders.all.map((entry, index) => ({
      prefix: `${index}:`,
      state: projectDashboard(this.#input(entry, now)),
    }));
    const [only] = states;
    if (only === undefined) return projectDashboard(emptyInput(now));
    return mergeDashboards(states, this.#selected);
  }

  /** Undefined for an id that names no folder of this window: an old row. */
  locate(rowId: string): RowAddress | undefined {
    const colon = rowId.indexOf(':');
    const entry = this.#folders.all[Number(rowId.slice(0, colon))];
    return colon < 0 || entry === undefined ? undefined : { entry, id: rowId.slice(colon + 1) };
  }

  #input(entry: FolderEntry, now: Date): DashboardInput {
    const { engine } = entry;
    const { journal, snapshot } = engine;
    const operations = journal?.operations({ limit: feedLength }) ?? [];
    const off = engine.mode === 'off';
    const gate = off ? new Map<PackageName, GateReport>() : gateReports(entry);
    return {
      folder: folderState(entry),
      mode: engine.mode,
      findings: off ? [] : engine.findings,
      gate,
      obstacles: obstaclesOf(entry),
      operations,
      totals: journal?.totals(new Date(now.getTime() - 30 * dayMs).toISOString()) ?? noTotals,
      days: endedPerDay(operations, now, 14),
      projects: projectOptions(entry),
      selectedProject: undefined,
      monitors: [],
      sources: silentRegistry(gate),
      availability: availabilityOf(entry),
      scan:
        snapshot === undefined
          ? undefined
          : { packages: new Set(snapshot.uses.map((use) => use.package)).size, endedAt: now.toISOString() },
      now: now.toISOString(),
    };
  }
}

const noTotals = { succeeded: 0, failed: 0, rolledBack: 0 };

function folderState({ engine }: FolderEntry): FolderState {
  if (!vscode.workspace.isTrusted) return 'restricted';
  if (engine.snapshot === undefined) return 'scanning';
  const { map } = engine.snapshot;
  return map.projects.length === 0 && map.faults.length === 0 ? 'no-manifest' : 'ready';
}

function availabilityOf({ engine }: FolderEntry): Availability {
  if (engine.stateProblem === undefined) return { kind: 'available' };
  const { code, message, hint, details } = engine.stateProblem;
  return { kind: 'unavailable', error: { code, message, hint, details } };
}

/**
 * The gate's answers so far; those that are not there yet are asked for, and pushed when they come. In a workspace that
 * is not trusted nobody is asked: there the gate says what it can by itself.
 */
function gateReports({ engine }: FolderEntry): ReadonlyMap<PackageName, GateReport> {
  const reports = new Map<PackageName, GateReport>();
  for (const finding of engine.findings.filter(isMissing)) {
    const known = engine.knownProposal(finding.package, finding.manifest);
    if (known !== undefined) reports.set(finding.package, known.report);
    else if (!vscode.workspace.isTrusted) reports.set(finding.package, engine.judgeLocally(finding.package));
    else {
      engine.proposal(finding.package, finding.manifest, new AbortController().signal).catch(() => undefined);
    }
  }
  return reports;
}

/** Why nothing can be installed, for each manifest of which that is so. */
function obstaclesOf({ engine }: FolderEntry): Obstacles {
  const folders = (engine.snapshot?.map.projects ?? []).flatMap(({ manifests }) =>
    manifests.map(({ folder }) => folder),
  );
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
  return (engine.snapshot?.map.projects ?? []).map((project) => ({
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
    operations: [],
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
