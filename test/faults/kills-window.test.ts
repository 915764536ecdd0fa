import assert from 'node:assert/strict';
import { testManagers } from '../support/managers.ts';
import { KillLab } from './kill-lab.ts';
import { journalStates } from './moments.ts';
import { assertWhole, useTreeRegistry } from './short-form.ts';

describe('a window that is killed at any moment', function () {
  this.timeout(240_000);
  const registry = useTreeRegistry();

  it('leaves the project as it was or as it was to be', async () => {
    const [npm] = testManagers();
    assert.ok(npm);
    const lab = await KillLab.open(npm, registry());
    try {
      const results = [
        await lab.killHost('install', { after: journalStates.installing }, { whole: true, edits: true }),
        await lab.killHost('rollback', { after: journalStates.writing }, { whole: false, edits: false }),
        await lab.killHost('restore', { after: journalStates.installing }, { whole: true, edits: false }),
      ];
      for (const { kind, fell } of results) console.log(`      ${kind}, fell in "${fell}"`);
      assertWhole(results);
    } finally {
      await lab.close();
    }
  });
});
