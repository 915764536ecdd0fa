import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { verbs } from '../../src/hosts/cli/verbs/list.ts';
import { drivers } from '../../src/managers/list.ts';
import { gateChecks } from '../../src/model/gate.ts';
import { conditionNames } from '../../src/model/rule.ts';
import { monitors } from '../../src/monitors/list.ts';
import { trustChecks } from '../../src/policy/checks/list.ts';
import { conditions } from '../../src/policy/conditions/list.ts';

const src = path.join(import.meta.dirname, '../../src');

/** Names that a folder's files export, of those that fit. */
function exported(folder: string, pattern: RegExp): readonly string[] {
  return fs
    .globSync('**/*.ts', { cwd: path.join(src, folder) })
    .flatMap((file) => [...fs.readFileSync(path.join(src, folder, file), 'utf8').matchAll(pattern)])
    .map((match) => match[1] ?? '')
    .toSorted();
}

describe('the lists name everything that stands in their folders', () => {
  it('package managers', () => {
    const found = exported('managers', /^export const (\w+): ManagerDriver\b/gm);
    assert.equal(found.length, drivers.length);
    assert.equal(new Set(drivers).size, drivers.length);
  });

  it('monitors', () => {
    const found = exported('monitors', /^export const (\w+): Monitor\b/gm);
    assert.equal(found.length, monitors.length);
    assert.equal(new Set(monitors).size, monitors.length);
  });

  it('checks of the gate', () => {
    const found = exported('policy/checks', /^export const (\w+): TrustCheck\b/gm);
    assert.equal(found.length, trustChecks.length);
    assert.deepEqual(trustChecks.map(({ name }) => name).toSorted(), gateChecks.toSorted());
  });

  it('conditions of rules', () => {
    const found = exported('policy/conditions', /^export const (\w+)Condition: Condition\b/gm);
    assert.deepEqual(found, conditions.map(({ name }) => name).toSorted());
    assert.deepEqual(found, conditionNames.toSorted());
  });

  it('verbs of the command line', () => {
    const found = exported('hosts/cli/verbs', /^export const (\w+)Verb: Verb\b/gm);
    assert.deepEqual(found, verbs.map(({ name }) => name).toSorted());
  });
});
