import assert from 'node:assert/strict';
import { endedPerDay } from '../../../src/view/days.ts';
import { operation } from '../../browser/support/builders.ts';

describe('endedPerDay', () => {
  const now = new Date(2026, 10, 23, 12);
  const at = (day: number, hour: number): string => new Date(2026, 10, day, hour).toISOString();

  it('has a row for each day, the oldest first, days without an operation included', () => {
    assert.deepEqual(
      endedPerDay([], now, 3).map((row) => row.date),
      ['2026-11-21', '2026-11-22', '2026-11-23'],
    );
  });

  it('counts by the day of the user, not of UTC', () => {
    const rows = endedPerDay([operation(1, { status: 'succeeded', endedAt: at(22, 0) })], now, 2);
    assert.deepEqual(rows, [
      { date: '2026-11-22', succeeded: 1, failed: 0 },
      { date: '2026-11-23', succeeded: 0, failed: 0 },
    ]);
  });

  it('counts what failed and took itself back, not what the user took back', () => {
    const operations = [
      operation(1, { status: 'failed', endedAt: at(23, 1) }),
      operation(2, { status: 'rolled-back', endedAt: at(23, 2), undoneBy: undefined }),
      operation(3, { status: 'rolled-back', endedAt: at(23, 3), undoneBy: 'x' }),
      operation(4, { status: 'running', endedAt: undefined }),
    ];
    assert.deepEqual(endedPerDay(operations, now, 1), [{ date: '2026-11-23', succeeded: 0, failed: 2 }]);
  });
});
