import assert from 'node:assert/strict';
import { startRegistry, type Registry } from '../registry/registry.ts';
import { testManagers, type TestManager } from '../support/managers.ts';
import { KillLab, type KillResult } from './kill-lab.ts';
import type { Moment } from './moments.ts';
import { faultOperations, momentsOf, type FaultOperation } from './operations.ts';
import { treePackages } from './tree.ts';

/** To be called in a `describe`: a registry with a tree that takes a while. */
export function useTreeRegistry(): () => Registry {
  let registry: Registry;
  before(async () => {
    registry = await startRegistry({ packages: treePackages });
  });
  after(() => registry.stop());
  return () => registry;
}

/** Kinds that take several commands each: a few managers stand for all in the short form. */
const forSome: Readonly<Partial<Record<FaultOperation['kind'], readonly string[]>>> = {
  build: ['npm-11', 'pnpm-12'],
  move: ['npm-11', 'pnpm-12', 'yarn-4', 'bun-1'],
  settle: ['npm-12', 'yarn-1', 'bun-1'],
};

/** The short form for some managers; `npm run test:faults` has the long one. */
export function describeKills(labels: readonly string[]): void {
  describe('killed at any moment', function () {
    this.timeout(120_000);
    const registry = useTreeRegistry();
    for (const [index, manager] of testManagers().entries()) {
      if (labels.includes(manager.label)) describeKillsOf(manager, index, registry);
    }
  });
}

/** Every kind of operation, and between the managers every state of the journal. */
function describeKillsOf(manager: TestManager, index: number, registry: () => Registry): void {
  describe(manager.label, () => {
    let lab: KillLab;
    before(async () => {
      lab = await KillLab.open(manager, registry());
    });
    after(() => lab.close());
    const operations = faultOperations.filter(
      (each) => each.has(manager) && forSome[each.kind]?.includes(manager.label) !== false,
    );
    for (const [turn, operation] of operations.entries()) {
      it(`leaves the project as it was or as it was to be by its ${operation.kind}`, async () => {
        const moments = momentsOf(operation);
        const moment = moments[(index * operations.length + turn) % moments.length] as Moment;
        assertWhole([await lab.kill(operation.kind, moment, { whole: turn % 2 === 0, edits: turn % 3 === 0 })]);
      });
    }
  });
}

export function assertWhole(results: readonly KillResult[]): void {
  assert.deepEqual(
    results.filter(({ faults }) => faults.length > 0),
    [],
  );
}
