import assert from 'node:assert/strict';
import type { MonitorRow } from '../../../src/model/monitor.ts';
import { monitorFacts } from '../../../src/view/monitor-rows.ts';

const row: MonitorRow = {
  projectId: 'p',
  kind: 'security',
  enabled: true,
  paused: false,
  autoFix: false,
  intervalMinutes: 1440,
  status: 'ok',
  error: undefined,
  findings: 0,
  lastRunAt: undefined,
  lastSuccessAt: undefined,
  nextRunAt: '2026-11-23T12:00:00Z',
};

describe('view/monitor-rows', () => {
  const states: readonly (readonly [Partial<MonitorRow>, string])[] = [
    [{}, 'ok'],
    [{ findings: 2 }, 'findings'],
    [{ status: 'not-run', findings: undefined }, 'unknown'],
    [{ status: 'failed', findings: 0 }, 'unknown'],
    [{ status: 'ok', findings: undefined }, 'unknown'],
    [{ status: 'running' }, 'running'],
    [{ paused: true, findings: 3 }, 'paused'],
    [{ enabled: false }, 'off'],
  ];
  for (const [change, state] of states) {
    it(`is ${state} for ${JSON.stringify(change)}`, () =>
      assert.equal(monitorFacts({ ...row, ...change }).state, state));
  }

  it('marks a number that is older than the last try', () => {
    const { findings, current } = monitorFacts({ ...row, status: 'failed', findings: 3 });
    assert.deepEqual({ findings, current }, { findings: 3, current: false });
  });

  it('has no next run while it is paused', () => {
    assert.equal(monitorFacts({ ...row, paused: true }).nextRunAt, undefined);
  });
});
