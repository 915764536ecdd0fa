import assert from 'node:assert/strict';
import type { DashboardInput } from '../../../src/view/dashboard-state.ts';
import { mismatched } from '../../browser/support/builders.ts';
import { inputs, sample } from '../../browser/support/samples.ts';

describe('view/dashboard-state', () => {
  const levels: readonly (readonly [keyof typeof inputs, string])[] = [
    ['busy', 'attention'],
    ['calm', 'calm'],
    ['first-run', 'calm'],
    ['scanning', 'scanning'],
    ['unknown', 'unknown'],
    ['unavailable', 'unavailable'],
    ['mismatched', 'attention'],
    ['restore', 'attention'],
    ['restricted', 'attention'],
  ];
  for (const [name, level] of levels) {
    it(`says "${level}" when ${name}`, () => assert.equal(sample(name).health, level));
  }

  it('asks for attention where nothing but a version is mismatched', () => {
    assert.equal(sample('calm', { findings: [mismatched('lodash', '4.17.20', '^5.0.0', 18)] }).health, 'attention');
  });

  it('is at work while something runs and nothing waits for the user', () => {
    const operations = inputs.busy.operations.filter(({ status }) => status === 'running');
    assert.equal(sample('calm', { operations }).health, 'working');
  });

  it('counts states, missing packages, mismatched ones and failures', () => {
    assert.deepEqual(sample('busy').counts, {
      running: 1,
      queued: 1,
      paused: 0,
      needsYou: 1,
      failed: 4,
      missing: 3,
      mismatched: 0,
    });
    assert.deepEqual([sample('mismatched').counts.missing, sample('mismatched').counts.mismatched], [1, 4]);
    assert.equal(sample('restore').counts.missing, 3);
  });

  it('has no success rate before anything has ended', () => {
    assert.equal(sample('first-run').rate.value, undefined);
    assert.equal(sample('first-run').firstRun, true);
    assert.equal(sample('calm').rate.value, 1);
    assert.equal(sample('calm').firstRun, false);
  });

  it('offers nothing that writes in Restricted Mode, while scanning or without a history', () => {
    const refusals: readonly Partial<DashboardInput>[] = [
      { folder: 'restricted' },
      { folder: 'scanning' },
      { availability: inputs.unavailable.availability },
    ];
    for (const refusal of refusals) {
      const { missing, operations, restores } = sample('busy', refusal);
      assert.ok(missing.every((row) => !row.canInstall));
      const { mismatched } = sample('mismatched', refusal);
      assert.ok(mismatched.every((row) => !row.canInstall && row.declares === undefined));
      assert.ok(operations.every((row) => !row.canRollBack));
      assert.ok(restores.every((row) => !row.canRestore));
    }
  });

  it('is made of nothing but its input, and can be sent', () => {
    const state = sample('busy');
    assert.deepEqual(sample('busy'), state);
    assert.deepEqual(structuredClone(state), state);
  });
});
