import { hadFailed, type Operation } from '../model/operation.ts';
import type { TimelineEntry } from './details-facts.ts';

type Moment = Pick<TimelineEntry, 'kind' | 'step' | 'at'>;

/** The states and steps of an operation in their order. `undoneAt`: when a later operation took it back. */
export function timelineOf(operation: Operation, undoneAt: string | undefined): readonly TimelineEntry[] {
  const { createdAt, startedAt, endedAt, steps } = operation;
  const begun: readonly Moment[] = [
    { kind: 'queued', step: undefined, at: createdAt },
    ...moments('started', startedAt),
    ...steps.map(({ step, at }): Moment => ({ kind: 'step', step, at })),
  ];
  const ordered = begun.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const entries = ordered.map((moment, index): TimelineEntry => {
    const next = ordered[index + 1]?.at ?? endedAt;
    const isLast = index === ordered.length - 1;
    return { ...moment, tookMs: spanOf(moment, next), mark: isLast ? lastMark(operation) : 'done' };
  });
  const after = [...moments('ended', endedAt), ...moments('undone', undoneAt)];
  return [...entries, ...after.map((moment): TimelineEntry => ({ ...moment, tookMs: undefined, mark: 'done' }))];
}

function moments(kind: Moment['kind'], at: string | undefined): readonly Moment[] {
  return at === undefined ? [] : [{ kind, step: undefined, at }];
}

/** That it was begun is a moment: what takes time from there on is its first step. */
function spanOf({ kind, at }: Moment, next: string | undefined): number | undefined {
  return kind === 'started' || next === undefined ? undefined : Math.max(0, Date.parse(next) - Date.parse(at));
}

/** What became of the last thing that was begun: there it goes on, or there it came to its end. */
function lastMark(operation: Operation): TimelineEntry['mark'] {
  const { status, endedAt } = operation;
  if (status === 'cancelled') return 'stopped';
  if (status === 'failed' || status === 'needs-user') return 'failed';
  if (status === 'rolled-back' && hadFailed(operation)) return 'failed';
  return endedAt === undefined ? 'now' : 'done';
}
