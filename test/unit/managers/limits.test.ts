import assert from 'node:assert/strict';
import { limitsOf, requestLimitOf } from '../../../src/managers/limits.ts';
import type { DriverContext } from '../../../src/ports/manager-driver.ts';

describe('the limits of a run of a package manager', () => {
  const table: readonly (readonly [patienceMs: number | undefined, request: number, idle: number, whole: number])[] = [
    [undefined, 60_000, 20_000, 600_000],
    [5_000, 60_000, 20_000, 600_000],
    [90_000, 90_000, 90_000, 600_000],
    [1_800_000, 1_800_000, 1_800_000, 1_800_000],
  ];
  for (const [patienceMs, request, idleMs, timeoutMs] of table) {
    it(`are never shorter than the ${patienceMs ?? 'unsaid'} ms of its user`, () => {
      const context = { patienceMs } as DriverContext;
      assert.deepEqual([requestLimitOf(context), limitsOf(context)], [request, { timeoutMs, idleMs }]);
    });
  }
});
