import assert from 'node:assert/strict';
import { startRegistry, type Registry } from '../registry/registry.ts';
import { testManagers } from '../support/managers.ts';
import { journalStates, KillLab, type KillResult } from './kill-lab.ts';
import { faultOperations } from './operations.ts';
import { treePackages } from './tree.ts';

/** The short form; `npm run test:faults` has the long one. */
describe('killed at any moment', function () {
  this.timeout(120_000);
  let registry: Registry;
  before(async () => {
    registry = await startRegistry({ packages: treePackages });
  });
  after(() => registry.stop());

  const states = Object.entries(journalStates);
  for (const [index, manager] of testManagers().entries()) {
    it(`${manager.label} leaves the project as it was or as it was to be`, async () => {
      const lab = await KillLab.open(manager, registry);
      try {
        const results: KillResult[] = [];
        // Every kind of operation, and between the managers every state of the journal.
        for (const [turn, { kind }] of faultOperations.entries()) {
          const [, after] = states[(index * faultOperations.length + turn) % states.length] ?? ['', /./];
          results.push(await lab.kill(kind, { after }, { whole: turn % 2 === 0, edits: turn % 3 === 0 }));
        }
        assert.deepEqual(
          results.filter(({ faults }) => faults.length > 0),
          [],
        );
      } finally {
        await lab.close();
      }
    });
  }

  it('in a window leaves the project as it was or as it was to be', async () => {
    const [npm] = testManagers();
    assert.ok(npm);
    const lab = await KillLab.open(npm, registry);
    try {
      const results = [
        await lab.killHost('install', { after: journalStates.installing }, { whole: true, edits: true }),
        await lab.killHost('rollback', { after: journalStates.writing }, { whole: false, edits: false }),
        await lab.killHost('restore', { after: journalStates.installing }, { whole: true, edits: false }),
      ];
      for (const { kind, fell } of results) console.log(`      ${kind}, fell in "${fell}"`);
      assert.deepEqual(
        results.filter(({ faults }) => faults.length > 0),
        [],
      );
    } finally {
      await lab.close();
    }
  }).timeout(240_000);
});
