import assert from 'node:assert/strict';
import { successRate } from '../../../src/view/success-rate.ts';

describe('view/success-rate', () => {
  it('is succeeded of all that ended', () => {
    assert.equal(successRate({ succeeded: 108, failed: 1, rolledBack: 3 }).value, 108 / 112);
    assert.equal(successRate({ succeeded: 0, failed: 2, rolledBack: 0 }).value, 0);
  });

  it('does not exist where nothing has ended', () => {
    assert.equal(successRate({ succeeded: 0, failed: 0, rolledBack: 0 }).value, undefined);
  });
});
