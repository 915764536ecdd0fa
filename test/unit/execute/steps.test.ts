import assert from 'node:assert/strict';
import { CancelledError, UndoFailedError } from '../../../src/base/errors.ts';
import { nothing, runSteps, type Step } from '../../../src/execute/steps.ts';

describe('runSteps', () => {
  const never = new AbortController().signal;
  let log: string[];
  beforeEach(() => {
    log = [];
  });

  const step = (name: string, over: Partial<Step> = {}): Step => ({
    name,
    do: async () => void log.push(`do ${name}`),
    undo: async () => void log.push(`undo ${name}`),
    ...over,
  });
  const fail = (message: string) => async (): Promise<never> => Promise.reject(new Error(message));
  const listener = { onStep: () => undefined, onUndo: async (index: number) => void log.push(`undo from ${index}`) };

  it('does all in order and says which', async () => {
    const told: string[] = [];
    const onStep = ({ name }: Step, index: number) => told.push(`${index} ${name}`);
    await runSteps([step('a'), step('b')], { ...listener, onStep }, never);
    assert.deepEqual(
      [log, told],
      [
        ['do a', 'do b'],
        ['0 a', '1 b'],
      ],
    );
  });

  it('undoes the failed one and those before it, last first, and throws the failure', async () => {
    const steps = [step('a'), step('b'), step('c', { do: fail('broken') }), step('d')];
    await assert.rejects(runSteps(steps, listener, never), { name: 'Error', message: 'broken' });
    assert.deepEqual(log, ['do a', 'do b', 'undo from 2', 'undo c', 'undo b', 'undo a']);
  });

  it('stops at a cancellation between two steps', async () => {
    const controller = new AbortController();
    const steps = [step('a', { do: async () => controller.abort() }), step('b')];
    await assert.rejects(runSteps(steps, listener, controller.signal), CancelledError);
    assert.deepEqual(log, ['undo from 0', 'undo a']);
  });

  it('undoes all where it is cancelled in the last step, which does not listen', async () => {
    const controller = new AbortController();
    const steps = [step('a'), step('b', { do: async () => controller.abort() })];
    await assert.rejects(runSteps(steps, listener, controller.signal), CancelledError);
    assert.deepEqual(log, ['do a', 'undo from 1', 'undo b', 'undo a']);
  });

  it('begins nothing where it is cancelled already', async () => {
    await assert.rejects(runSteps([step('a')], listener, AbortSignal.abort()), CancelledError);
    assert.deepEqual(log, []);
  });

  it('undoes though nobody could be told, and tells nobody where nothing was changed', async () => {
    const full = { ...listener, onUndo: async () => Promise.reject(new Error('full')) };
    await assert.rejects(runSteps([step('a'), step('b', { do: fail('broken') })], full, never), /broken/);
    assert.deepEqual(log, ['do a', 'undo b', 'undo a']);
    log = [];
    await assert.rejects(runSteps([step('a', { do: fail('broken'), undo: nothing })], listener, never), /broken/);
    assert.deepEqual(log, []);
  });

  it('hands its signal to the steps, and none to the undos', async () => {
    const signals: unknown[] = [];
    const keep = async (...received: readonly unknown[]): Promise<void> => void signals.push(...received);
    await assert.rejects(
      runSteps([step('a', { do: keep, undo: keep }), step('b', { do: fail('x') })], listener, never),
    );
    assert.deepEqual(signals, [never]);
  });

  it('tells what failed and why it stayed half', async () => {
    const steps = [step('a', { undo: fail('stuck') }), step('b', { do: fail('broken') })];
    const error = await runSteps(steps, listener, never).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof UndoFailedError);
    assert.deepEqual([String(error.cause), String(error.undoError)], ['Error: broken', 'Error: stuck']);
  });
});
