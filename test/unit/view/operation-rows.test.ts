import assert from 'node:assert/strict';
import { operationStatuses, type Operation } from '../../../src/model/operation.ts';
import { operationRows } from '../../../src/view/operation-rows.ts';
import { operation } from '../../browser/support/builders.ts';

function rowOf(change: Partial<Operation>, { canWrite = true, isOurs = true, isWaiting = false, isHeld = false } = {}) {
  const only = operation(1, change);
  const where = (is: boolean): ReadonlySet<string> => new Set(is ? [only.id] : []);
  const queue = { cancellable: where(isOurs), holdable: where(isWaiting), held: where(isHeld) };
  const [row] = operationRows([only], { canWrite, ...queue });
  assert.ok(row);
  return row;
}

describe('view/operation-rows', () => {
  it('has one state for each status', () => {
    const states = operationStatuses.map((status) => [status, rowOf({ status }).state]);
    assert.deepEqual(Object.fromEntries(states), {
      queued: 'queued',
      'awaiting-approval': 'needs-you',
      running: 'running',
      succeeded: 'done',
      failed: 'failed',
      'rolled-back': 'rolled-back',
      cancelled: 'cancelled',
      'needs-user': 'needs-you',
    });
  });

  it('tells what was taken back later from what took itself back', () => {
    assert.deepEqual(
      [rowOf({ status: 'rolled-back', undoneBy: 'x' }).state, rowOf({ status: 'rolled-back' }).state],
      ['undone', 'rolled-back'],
    );
  });

  it('offers to roll back what stands, and only where something may be written', () => {
    assert.equal(rowOf({}).canRollBack, true);
    assert.equal(rowOf({}, { canWrite: false }).canRollBack, false);
    assert.equal(rowOf({ undoneBy: 'x' }).canRollBack, false);
    assert.equal(rowOf({ status: 'failed' }).canRollBack, false);
    assert.equal(rowOf({ kind: 'restore' }).canRollBack, false);
  });

  it('offers both ways out of what was left to the user, and only where something may be written', () => {
    assert.deepEqual(
      operationStatuses.filter((status) => rowOf({ status }).canSettle),
      ['needs-user'],
    );
    assert.equal(rowOf({ status: 'needs-user' }, { canWrite: false }).canSettle, false);
  });

  it('says what waits for approval, and offers an answer only where something may be written', () => {
    const row = rowOf({ status: 'awaiting-approval' });
    assert.deepEqual([row.state, row.awaitsApproval, row.canApprove], ['needs-you', true, true]);
    assert.deepEqual(
      operationStatuses.filter((status) => rowOf({ status }).awaitsApproval || rowOf({ status }).canApprove),
      ['awaiting-approval'],
    );
    const shown = rowOf({ status: 'awaiting-approval' }, { canWrite: false });
    assert.deepEqual([shown.awaitsApproval, shown.canApprove], [true, false]);
  });

  it('offers to cancel what waits or runs', () => {
    const can = operationStatuses.filter((status) => rowOf({ status }).canCancel);
    assert.deepEqual(can, ['queued', 'running']);
  });

  it('offers to cancel nothing that another process runs', () => {
    const can = operationStatuses.filter((status) => rowOf({ status }, { isOurs: false }).canCancel);
    assert.deepEqual(can, []);
  });

  it('offers to pause what waits for its turn, and to resume what is paused', () => {
    const facts = ({ state, canPause, canResume, canCancel }: ReturnType<typeof rowOf>) => {
      return [state, canPause, canResume, canCancel];
    };
    const queued = { status: 'queued' } as const;
    assert.deepEqual(facts(rowOf(queued, { isWaiting: true })), ['queued', true, false, true]);
    assert.deepEqual(facts(rowOf(queued, { isWaiting: true, isHeld: true })), ['paused', false, true, true]);
    assert.deepEqual(facts(rowOf(queued)), ['queued', false, false, true], 'its turn has come: it waits for another');
    const running = { status: 'running' } as const;
    assert.deepEqual(facts(rowOf(running, { isWaiting: true, isHeld: true })), ['running', false, false, true]);
  });

  it('knows how long it took once it has ended', () => {
    const startedAt = '2026-11-23T09:00:00.000Z';
    assert.equal(rowOf({ startedAt, endedAt: '2026-11-23T09:00:38.500Z' }).tookMs, 38_500);
    assert.equal(rowOf({ startedAt, endedAt: undefined }).tookMs, undefined);
    assert.equal(rowOf({ startedAt, endedAt: '2026-11-23T08:59:00.000Z' }).tookMs, 0);
  });

  it('keeps progress between 0 and 1 and packages to twenty', () => {
    const packages = Array.from({ length: 60 }, (_, index) => ({
      ...operation(1, { name: `p${index}` }).packages[0]!,
    }));
    const row = rowOf({ progress: 7, packages });
    assert.deepEqual([row.progress, row.packages.length, row.packageCount], [1, 20, 60]);
  });

  it('shows the command with its manager and keeps the error whole', () => {
    const error = { code: 'QM_PEER_CONFLICT', message: 'm', hint: 'h', details: 'd' };
    const row = rowOf({ status: 'failed', error, command: ['install', '--', 'zod'] });
    assert.deepEqual([row.command, row.error], ['npm install -- zod', error]);
  });

  it('puts what is under way first and keeps the order of the rest', () => {
    const statuses = ['succeeded', 'needs-user', 'failed', 'queued', 'running', 'cancelled'] as const;
    const rows = operationRows(
      statuses.map((status, index) => operation(index, { status })),
      { canWrite: true, cancellable: new Set(), holdable: new Set(), held: new Set() },
    );
    assert.deepEqual(
      rows.map(({ state }) => state),
      ['running', 'queued', 'needs-you', 'done', 'failed', 'cancelled'],
    );
  });
});
