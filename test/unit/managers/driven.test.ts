import assert from 'node:assert/strict';
import { isDriven } from '../../../src/managers/driven.ts';
import { drivers } from '../../../src/managers/list.ts';
import { managerIds, type ChosenManager } from '../../../src/model/project.ts';

describe('isDriven', () => {
  const generations = [undefined, 'classic', 'berry'] as const;
  const versions = [undefined, '1.22.22', '2.4.3', '3.8.7', '4.0.0', '^4.18.1', '10.34.8', '12.2.0', 'latest'];

  it('answers as the drivers do', () => {
    for (const id of managerIds) {
      for (const generation of id === 'yarn' ? generations.slice(1) : generations.slice(0, 1)) {
        for (const version of versions) {
          const manager: ChosenManager = { kind: 'chosen', id, generation, version, because: 'the test' };
          const expected = drivers.some((driver) => driver.drives(manager));
          assert.equal(isDriven(manager), expected, `${id} ${generation} ${version}`);
        }
      }
    }
  });
});
