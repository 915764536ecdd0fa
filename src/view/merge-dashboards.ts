import type { ProjectId } from '../model/operation.ts';
import type { DashboardState, DayFacts, HealthLevel, OperationRow } from './protocol.ts';
import { openStates } from './operation-rows.ts';
import { successRate } from './success-rate.ts';

/** The state of one workspace folder; its rows' ids get the prefix, so that the host can tell the folders apart. */
export interface FolderPart {
  readonly prefix: string;
  readonly state: DashboardState;
}

/** The gravest first. */
const healthOrder: readonly HealthLevel[] = ['unavailable', 'scanning', 'unknown', 'attention', 'working', 'calm'];

/** All folders of a window as one dashboard. Needs at least one part. */
export function mergeDashboards(parts: readonly FolderPart[], selected: ProjectId | undefined): DashboardState {
  const own = parts.map(prefixed);
  const projects = own.flatMap((state) => state.projects);
  const shown = own.filter(
    (state) => selected === undefined || state.projects.some((project) => project.id === selected),
  );
  const states = shown.length > 0 ? shown : own;
  const [first] = states as [DashboardState, ...DashboardState[]];
  const sum = (pick: (state: DashboardState) => number): number =>
    states.reduce((total, state) => total + pick(state), 0);
  return {
    ...first,
    folder: states.find((state) => state.folder !== 'no-manifest')?.folder ?? first.folder,
    health: healthOrder.find((level) => states.some((state) => state.health === level)) ?? 'calm',
    counts: {
      running: sum((state) => state.counts.running),
      queued: sum((state) => state.counts.queued),
      paused: sum((state) => state.counts.paused),
      needsYou: sum((state) => state.counts.needsYou),
      failed: sum((state) => state.counts.failed),
      missing: sum((state) => state.counts.missing),
      mismatched: sum((state) => state.counts.mismatched),
    },
    firstRun: states.every((state) => state.firstRun),
    checkedAt: oldestCheck(states),
    packages: states.some((state) => state.packages === undefined) ? undefined : sum((state) => state.packages ?? 0),
    availability: states.find((state) => state.availability.kind === 'unavailable')?.availability ?? first.availability,
    sources: states.flatMap((state) => state.sources),
    projects,
    selectedProject: shown.length > 0 ? selected : undefined,
    missing: states.flatMap((state) => state.missing),
    mismatched: states.flatMap((state) => state.mismatched),
    restores: states.flatMap((state) => state.restores),
    unbuilt: states.flatMap((state) => state.unbuilt),
    faults: states.flatMap((state) => state.faults),
    monitors: states.flatMap((state) => state.monitors),
    rate: successRate({
      succeeded: sum((state) => state.rate.succeeded),
      failed: sum((state) => state.rate.failed),
      rolledBack: sum((state) => state.rate.rolledBack),
    }),
    days: mergeDays(states.map((state) => state.days)),
    operations: states.flatMap((state) => state.operations).toSorted(underWayThenNewest),
    hasOlder: states.some((state) => state.hasOlder),
  };
}

/** Undefined where one of them was not looked at yet. */
function oldestCheck(states: readonly DashboardState[]): string | undefined {
  const times = states.flatMap(({ checkedAt }) => checkedAt ?? []);
  return times.length < states.length ? undefined : times.toSorted()[0];
}

function prefixed({ prefix, state }: FolderPart): DashboardState {
  const row = <T extends { readonly id: string }>(item: T): T => ({ ...item, id: prefix + item.id });
  return {
    ...state,
    projects: state.projects.map(row),
    missing: state.missing.map(row),
    mismatched: state.mismatched.map(row),
    restores: state.restores.map(row),
    unbuilt: state.unbuilt.map(row),
    faults: state.faults.map(row),
    operations: state.operations.map((operation) => ({
      ...row(operation),
      undoneBy: operation.undoneBy === undefined ? undefined : prefix + operation.undoneBy,
    })),
  };
}

function underWayThenNewest(left: OperationRow, right: OperationRow): number {
  const rank = ({ state }: OperationRow): number => {
    const at = openStates.indexOf(state);
    return at < 0 ? openStates.length : at;
  };
  return rank(left) - rank(right) || (left.at < right.at ? 1 : left.at > right.at ? -1 : 0);
}

function mergeDays(lists: readonly (readonly DayFacts[])[]): readonly DayFacts[] {
  const [first = [], ...others] = lists;
  return first.map((day, index) => ({
    date: day.date,
    succeeded: others.reduce((total, list) => total + (list[index]?.succeeded ?? 0), day.succeeded),
    failed: others.reduce((total, list) => total + (list[index]?.failed ?? 0), day.failed),
  }));
}
