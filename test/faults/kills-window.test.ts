import assert from 'node:assert/strict';
import { testManagers } from '../support/managers.ts';
import type { HostKind } from './host-windows.ts';
import { KillLab, type KillOptions } from './kill-lab.ts';
import { journalStates } from './moments.ts';
import { assertWhole, useTreeRegistry } from './short-form.ts';

const kills: readonly (readonly [kind: HostKind, after: RegExp, options: KillOptions])[] = [
  ['install', journalStates.installing, { whole: true, edits: true }],
  ['rollback', journalStates.writing, { whole: false, edits: false }],
  ['restore', journalStates.installing, { whole: true, edits: false }],
];

describe('a window that is killed at any moment', function () {
  this.timeout(240_000);
  const registry = useTreeRegistry();
  let lab: KillLab;
  before(async () => {
    const [npm] = testManagers();
    assert.ok(npm);
    lab = await KillLab.open(npm, registry());
  });
  after(() => lab.close());

  for (const [kind, after, options] of kills) {
    it(`leaves the project as it was or as it was to be by its ${kind}`, async () => {
      const result = await lab.killHost(kind, { after }, options);
      console.log(`      fell in "${result.fell}"`);
      assertWhole([result]);
    });
  }
});
