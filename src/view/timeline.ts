import { hadFailed, type Operation } from '../model/operation.ts';
import type { TimelineEntry } from './details-facts.ts';

type Moment = Pick<TimelineEntry, 'kind' | 'step' | 'at'> & { readonly isUndo: boolean };

/** The states and steps of an operation in their order. `undoneAt`: when a later operation took it back. */
export function timelineOf(operation: Operation, undoneAt: string | undefined): readonly TimelineEntry[] {
  const { createdAt, startedAt, endedAt, steps } = operation;
  const begun: readonly Moment[] = [
    { kind: 'queued', step: undefined, at: createdAt, isUndo: false },
    ...moments('started', startedAt),
    ...steps.map(({ step, at, isUndo }): Moment => ({ kind: 'step', step, at, isUndo })),
  ];
  const ordered = begun.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const last = ordered.length - 1;
  const isPutBack = ordered[last]?.isUndo === true;
  const entries = ordered.map((moment, index): TimelineEntry => {
    const next = ordered[index + 1]?.at ?? endedAt;
    const mark =
      index === last ? lastMark(operation, isPutBack) : index === last - 1 && isPutBack ? stopMark(operation) : 'done';
    return entryOf(moment, spanOf(moment, next), mark);
  });
  const after = [...moments('ended', endedAt), ...moments('undone', undoneAt)];
  return [...entries, ...after.map((moment) => entryOf(moment, undefined, 'done'))];
}

function entryOf({ kind, step, at }: Moment, tookMs: number | undefined, mark: TimelineEntry['mark']): TimelineEntry {
  return { kind, step, at, tookMs, mark };
}

function moments(kind: Moment['kind'], at: string | undefined): readonly Moment[] {
  return at === undefined ? [] : [{ kind, step: undefined, at, isUndo: false }];
}

/** That it was begun is a moment: what takes time from there on is its first step. */
function spanOf({ kind, at }: Moment, next: string | undefined): number | undefined {
  return kind === 'started' || next === undefined ? undefined : Math.max(0, Date.parse(next) - Date.parse(at));
}

/** What became of the last thing that was begun: there it goes on, or there it came to its end. */
function lastMark(operation: Operation, isPutBack: boolean): TimelineEntry['mark'] {
  const { status, endedAt } = operation;
  if (isPutBack) return endedAt === undefined ? 'now' : status === 'needs-user' ? 'failed' : 'done';
  // It waits, and nothing of it goes on.
  if (status === 'awaiting-approval') return 'done';
  return status === 'cancelled' ? 'stopped' : isFailed(operation) ? 'failed' : endedAt === undefined ? 'now' : 'done';
}

/** What became of the step whose work was put back: while that goes on, nobody has said yet why. */
function stopMark(operation: Operation): TimelineEntry['mark'] {
  return isFailed(operation) ? 'failed' : operation.status === 'cancelled' ? 'stopped' : 'done';
}

function isFailed(operation: Operation): boolean {
  const { status } = operation;
  return status === 'failed' || status === 'needs-user' || (status === 'rolled-back' && hadFailed(operation));
}
