import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { TempProject } from '../support/temp-project.ts';
import { descendantsOf, killHard } from '../support/process-tree.ts';
import { newestRow } from './project-state.ts';

/** Where in an operation it is killed: as soon as the journal shows this, or some time after that. */
export interface Moment {
  readonly after: RegExp;
  readonly plusMs?: number;
  /** When the operation is cancelled, so that it comes there; undefined: it is left to itself. */
  readonly cancelledAt?: RegExp;
}

const queued = /^queued /;
const resolving = /^running Resolving/;
const writingDown = /^running Writing down/;
const comparing = /^running Comparing/;
const keeping = /^running Keeping/;
const writing = /^running Writing package/;
const installing = /^running Installing/;
const checking = /^running Checking/;
const building = /^running Running the install scripts/;
const bringing = /^running Putting the files/;
const fitting = /^running Making node_modules/;
const ended = /^succeeded /;
const back = /^running Putting back/;

/** What the journal shows in the course of most operations, in its order. */
export const journalStates = {
  ...{ queued, 'writing down': writingDown, comparing, keeping, writing, installing, checking, ended },
} as const satisfies Readonly<Record<string, RegExp>>;

/** Of those that plan something new. */
export const resolvingStates = { ...journalStates, resolving } as const;
/** Of what builds a package, and of what puts back the files of an operation that was left to the user. */
export const buildingStates = { queued, building, ended } as const;
export const settlingStates = { queued, bringing, fitting, installing, checking, ended } as const;

/** A change that is cancelled in the middle of its install, while it is put back. */
export const rollingBack: Moment = { after: back, cancelledAt: installing };

/** Kills a process where its operation has come to the moment, with all that it started or alone. */
export async function killAt(app: TempProject, child: ChildProcess, moment: Moment, whole: boolean): Promise<void> {
  const earlier = newestRow(app)?.id;
  const exit = once(child, 'exit');
  const isOver = (): boolean => child.exitCode !== null;
  await comesTo(app, moment, { earlier, isOver, cancel: () => child.kill('SIGINT') });
  const pid = child.pid ?? 0;
  const others = whole ? descendantsOf(pid) : [];
  for (const each of [pid, ...others]) killHard(each);
  if (!isOver()) await exit;
}

interface Course {
  /** The newest operation before the one that is looked at. */
  readonly earlier: string | undefined;
  readonly isOver: () => boolean;
  readonly cancel: () => Promise<void> | boolean;
}

/** Until the operation is where it is to be killed, or is over. */
export async function comesTo(app: TempProject, moment: Moment, course: Course): Promise<void> {
  const { after, plusMs = 0, cancelledAt } = moment;
  if (cancelledAt !== undefined) {
    await reaches(app, cancelledAt, course);
    await course.cancel();
  }
  await reaches(app, after, course);
  const deadline = performance.now() + plusMs;
  while (performance.now() < deadline && !course.isOver()) await delay(1);
}

/** Until the journal shows it of an operation after `earlier`, or that is over. */
export async function reaches(
  app: TempProject,
  state: RegExp,
  { earlier, isOver }: Omit<Course, 'cancel'>,
): Promise<void> {
  for (;;) {
    const row = newestRow(app);
    if (row !== undefined && row.id !== earlier && state.test(`${row.status} ${row.step}`)) return;
    if (isOver()) return;
    await delay(1);
  }
}

/** What the journal says of the operation that came after `earlier`. */
export function placeOf(app: TempProject, earlier: string | undefined): string {
  const row = newestRow(app);
  return row === undefined || row.id === earlier ? 'before its row' : `${row.status} ${row.step}`.trim();
}

/** Longer than any of these operations takes in a window. */
const endsMs = 60_000;

/** In a window nobody else tells that an operation is at its end. */
export function hasEnded(app: TempProject, earlier: string | undefined): () => boolean {
  const deadline = performance.now() + endsMs;
  return () => {
    if (performance.now() > deadline) throw new Error('The window began nothing, or did not come to its end.');
    const row = newestRow(app);
    return row !== undefined && row.id !== earlier && !['queued', 'running'].includes(row.status);
  };
}
