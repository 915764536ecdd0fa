import type { RelativePath } from '../base/path.ts';
import type { Finding } from '../model/finding.ts';
import type { GateReport } from '../model/gate.ts';
import type { Mode } from '../model/mode.ts';
import type { MonitorRow } from '../model/monitor.ts';
import type { OperationFacts, OperationId, ProjectId } from '../model/operation.ts';
import type { PackageName } from '../model/package-name.ts';
import type { OperationTotals } from '../ports/journal.ts';
import { faultRows, missingRows, restoreRows, type Obstacles } from './missing-rows.ts';
import { mismatchedRows } from './mismatched-rows.ts';
import { monitorFacts } from './monitor-rows.ts';
import { operationRows } from './operation-rows.ts';
import type {
  Availability,
  Counts,
  DashboardState,
  DayFacts,
  FolderState,
  HealthLevel,
  OperationRow,
  ProjectOption,
  UnknownSource,
} from './protocol.ts';
import { successRate } from './success-rate.ts';
import { unbuiltRows } from './unbuilt-rows.ts';
import { underWay } from './under-way.ts';

/** The last look at the folder; undefined before the first. */
interface ScanFacts {
  /** Distinct packages that the sources use. */
  readonly packages: number;
  /** ISO 8601 UTC. */
  readonly endedAt: string;
}

/** Everything the dashboard is made of. The caller filters by the selected project before. */
export interface DashboardInput {
  readonly folder: FolderState;
  readonly mode: Mode;
  readonly findings: readonly Finding[];
  readonly gate: ReadonlyMap<PackageName, GateReport>;
  readonly obstacles: Obstacles;
  /** Root folders of the projects whose package manager builds a package alone. */
  readonly buildable: ReadonlySet<RelativePath>;
  /** Newest first. */
  readonly operations: readonly OperationFacts[];
  /** The history has older ones than these. */
  readonly hasOlder: boolean;
  /** Of those, the ones that run or wait in this process. */
  readonly cancellable: ReadonlySet<OperationId>;
  /** Of those, the ones that wait for their turn. */
  readonly holdable: ReadonlySet<OperationId>;
  /** Of those, the ones that are paused. */
  readonly held: ReadonlySet<OperationId>;
  /** Of 30 days. */
  readonly totals: OperationTotals;
  /** Of 14 days, oldest first, days without an operation included. */
  readonly days: readonly DayFacts[];
  readonly projects: readonly ProjectOption[];
  readonly selectedProject: ProjectId | undefined;
  readonly monitors: readonly MonitorRow[];
  readonly sources: readonly UnknownSource[];
  readonly availability: Availability;
  readonly scan: ScanFacts | undefined;
  /** ISO 8601 UTC. */
  readonly now: string;
}

/** What is shown, computed from nothing but the input. */
export function projectDashboard(input: DashboardInput): DashboardState {
  const canWrite = mayWrite(input);
  const operations = operationRows(input.operations, { ...input, canWrite });
  const open = underWay(input.operations, input.held);
  const missing = missingRows(input.findings, input.gate, open, input.obstacles, canWrite);
  const mismatched = mismatchedRows(input.findings, input.gate, open, input.obstacles, canWrite);
  const restores = restoreRows(input.findings, open, input.obstacles, canWrite);
  const mayBuild = (project: RelativePath): boolean => canWrite && input.buildable.has(project);
  const unbuilt = unbuiltRows(input.findings, open, mayBuild);
  const faults = faultRows(input.findings);
  const rate = successRate(input.totals);
  const counts: Counts = {
    ...countStates(operations),
    failed: rate.failed + rate.rolledBack,
    missing: missing.filter((row) => row.kind !== 'unsure').length + sum(restores.map((row) => row.count)),
    mismatched: mismatched.length,
  };
  return {
    folder: input.folder,
    mode: input.mode,
    health: healthOf(input, counts, faults.length + unbuilt.length),
    counts,
    firstRun: operations.length === 0 && rate.value === undefined,
    packages: input.scan?.packages,
    checkedAt: input.scan?.endedAt,
    availability: input.availability,
    sources: input.sources,
    projects: input.projects,
    selectedProject: input.selectedProject,
    missing,
    mismatched,
    restores,
    unbuilt,
    faults,
    monitors: input.monitors.map(monitorFacts),
    rate,
    days: input.days,
    operations,
    hasOlder: input.hasOlder,
    details: undefined,
    now: input.now,
  };
}

/** Nothing is changed in a folder that is not trusted or not looked at, nor where nothing could be recorded. */
export function mayWrite({ folder, availability }: Pick<DashboardInput, 'folder' | 'availability'>): boolean {
  return folder === 'ready' && availability.kind === 'available';
}

/** The gravest first. What is unknown comes before what is known, since it may hide more. */
function healthOf(input: DashboardInput, counts: Counts, others: number): HealthLevel {
  if (input.availability.kind === 'unavailable') return 'unavailable';
  if (input.folder === 'scanning') return 'scanning';
  if (input.sources.length > 0) return 'unknown';
  if (counts.missing + counts.mismatched + counts.needsYou + others > 0) return 'attention';
  return counts.running + counts.queued > 0 ? 'working' : 'calm';
}

function countStates(rows: readonly OperationRow[]): Pick<Counts, 'running' | 'queued' | 'paused' | 'needsYou'> {
  const count = (state: OperationRow['state']): number => rows.filter((row) => row.state === state).length;
  return { running: count('running'), queued: count('queued'), paused: count('paused'), needsYou: count('needs-you') };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
