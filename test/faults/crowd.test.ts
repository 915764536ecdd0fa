import assert from 'node:assert/strict';
import { startRegistry, type Registry } from '../registry/registry.ts';
import { testManagers } from '../support/managers.ts';
import { crowd, crowdPackages, engineWindow } from './crowd.ts';

/** The short form; `npm run test:faults` has the long one. */
const count = 3;

describe('a window, the command line and npm by hand in one project', function () {
  this.timeout(240_000);
  let registry: Registry;
  before(async () => {
    registry = await startRegistry({ packages: crowdPackages(count) });
  });
  after(() => registry.stop());

  it('lose nothing that an operation said it had installed', async () => {
    const npm = testManagers().find(({ label }) => label === 'npm-11');
    assert.ok(npm);
    const { succeeded, failed, lost, lostByHand } = await crowd(registry, npm, count, engineWindow);
    const ours = failed.filter((line) => !line.startsWith('hand'));
    assert.deepEqual([ours, lost, lostByHand, succeeded.window, succeeded.command], [[], [], [], count, count]);
  });
});
