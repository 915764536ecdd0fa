import assert from 'node:assert/strict';
import type { Operation } from '../../../src/model/operation.ts';
import { timelineOf } from '../../../src/view/timeline.ts';
import { operation } from '../../support/model.ts';

const at = (second: number): string => `2026-11-23T10:00:${String(second).padStart(2, '0')}.000Z`;

/** One line an entry: what, second, how long, mark. */
function lines(change: Partial<Operation>, undoneAt?: string): readonly string[] {
  const begun = { createdAt: at(0), startedAt: at(2), ...change };
  return timelineOf(operation(begun), undoneAt).map(
    ({ kind, step, at: when, tookMs, mark }) =>
      `${step ?? kind} ${when.slice(17, 19)} ${tookMs === undefined ? '-' : tookMs / 1000} ${mark}`,
  );
}

const steps = [
  { step: 'Waiting', isUndo: false, at: at(1) },
  { step: 'Resolving', isUndo: false, at: at(2) },
  { step: 'Installing', isUndo: false, at: at(7) },
];

describe('view/timeline', () => {
  it('has every state and step in its order, with how long each took', () => {
    assert.deepEqual(lines({ steps, endedAt: at(20) }), [
      'queued 00 1 done',
      'Waiting 01 1 done',
      'started 02 - done',
      'Resolving 02 5 done',
      'Installing 07 13 done',
      'ended 20 - done',
    ]);
  });

  it('marks the step in which it came to an end that was not wished for', () => {
    const ends = (change: Partial<Operation>) => lines({ steps, endedAt: at(20), ...change }).at(4);
    assert.equal(ends({ status: 'failed' }), 'Installing 07 13 failed');
    assert.equal(ends({ status: 'rolled-back' }), 'Installing 07 13 failed');
    assert.equal(ends({ status: 'needs-user' }), 'Installing 07 13 failed');
    const error = { code: 'QM_NEEDS_YOU', message: '', hint: '', details: undefined };
    const putBack = { status: 'rolled-back', undoneBy: 'x', error } as const;
    assert.equal(ends(putBack), 'Installing 07 13 failed', 'though its user put the rest back');
    assert.equal(ends({ status: 'cancelled' }), 'Installing 07 13 stopped');
  });

  it('marks nothing of what waits for approval: nothing of it goes on', () => {
    const waits = { status: 'awaiting-approval', startedAt: undefined } as const;
    assert.deepEqual(lines(waits), ['queued 00 - done']);
    assert.equal(lines({ ...waits, steps }).at(-1), 'Installing 07 - done');
  });

  it('marks the step whose work was put back, not the putting back', () => {
    const undone = [...steps, { step: 'Putting back', isUndo: true, at: at(15) }];
    const ends = (change: Partial<Operation>) => lines({ steps: undone, ...change }).slice(4, 6);
    const ended = { endedAt: at(20) };
    assert.deepEqual(ends({ status: 'rolled-back', ...ended }), ['Installing 07 8 failed', 'Putting back 15 5 done']);
    assert.deepEqual(ends({ status: 'cancelled', ...ended }), ['Installing 07 8 stopped', 'Putting back 15 5 done']);
    assert.deepEqual(ends({ status: 'running' }), ['Installing 07 8 done', 'Putting back 15 - now']);
    assert.deepEqual(
      ends({ status: 'needs-user', ...ended }),
      ['Installing 07 8 failed', 'Putting back 15 5 failed'],
      'it could not be put back',
    );
  });

  it('marks nothing where it went on after what it had put back', () => {
    const again = [
      ...steps,
      { step: 'Putting back', isUndo: true, at: at(15) },
      { step: 'Planning anew', isUndo: false, at: at(16) },
    ];
    assert.deepEqual(lines({ steps: again, status: 'succeeded', endedAt: at(20) }).slice(4, 7), [
      'Installing 07 8 done',
      'Putting back 15 1 done',
      'Planning anew 16 4 done',
    ]);
  });

  it('ends with what took it back, and marks no failure then', () => {
    assert.deepEqual(lines({ steps, endedAt: at(20), status: 'rolled-back', undoneBy: 'x' }, at(50)).slice(4), [
      'Installing 07 13 done',
      'ended 20 - done',
      'undone 50 - done',
    ]);
  });

  it('goes on where it has no end yet', () => {
    assert.equal(lines({ status: 'running', steps }).at(-1), 'Installing 07 - now');
    assert.deepEqual(lines({ status: 'queued', startedAt: undefined }), ['queued 00 - now']);
  });
});
