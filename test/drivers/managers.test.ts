import assert from 'node:assert/strict';
import { drivers } from '../../src/managers/list.ts';
import { testManagers } from '../support/managers.ts';

describe('every package manager', () => {
  it('has a driver that is tested here', () => {
    const chosen = { kind: 'chosen', version: undefined, because: 'the test' } as const;
    const tested = testManagers().map(({ id, generation }) =>
      drivers.find((driver) => driver.drives({ ...chosen, id, generation })),
    );
    assert.deepEqual(
      tested,
      testManagers().map(({ driver }) => driver),
    );
    assert.deepEqual(new Set(tested), new Set(drivers));
  });
});
