import assert from 'node:assert/strict';
import type { RuleRow } from '../../../src/model/rule.ts';
import type { RulesInForce } from '../../../src/model/rules-in-force.ts';
import { rulesSheet, type RulesSurroundings } from '../../../src/view/rules-sheet.ts';

function row(id: string, change: Partial<RuleRow> = {}): RuleRow {
  return { id, name: id, kind: 'ask', priority: 0, enabled: true, conditions: {}, source: 'dashboard', ...change };
}

const around: RulesSurroundings = {
  folders: [{ id: '1:', name: 'app' }],
  folder: '1:',
  canEdit: true,
  problem: undefined,
  done: undefined,
  rowId: (rule) => `1:${rule}`,
};

const hash = 'a'.repeat(64);
const builtIn = row('built-in:x', { priority: -10, source: 'built-in' });
const own = row('own:a');
const theirs = row('file:a', { source: 'policy-file' });
const settings = row('settings:a', { source: 'settings:.github/renovate.json', priority: -5 });
const waits = row('file:b', { kind: 'auto-install', source: 'policy-file' });

function inForce(change: Partial<RulesInForce> = {}): RulesInForce {
  return {
    rules: [builtIn, own, theirs, settings],
    waiting: [waits],
    faults: [],
    ownFaults: [],
    ownProblem: undefined,
    notes: [],
    updatesBy: [],
    current: { hash, rules: [] },
    accepted: undefined,
    ...change,
  };
}

describe('page of the rules', () => {
  it('has those that hold and those that wait in the order in which they are looked at', () => {
    const [low, high] = [row('own:low', { priority: 1 }), row('own:high', { priority: 900 })];
    const block = row('file:z', { kind: 'block', source: 'policy-file', priority: 1 });
    const { rules } = rulesSheet(inForce({ rules: [builtIn, low, block, high], waiting: [waits] }), around);
    const ids = ['1:own:high', '1:file:z', '1:own:low', '1:file:b', '1:built-in:x'];
    assert.deepEqual(
      rules?.map(({ id }) => id),
      ids,
    );
  });

  it('says of each where it comes from, and whether it counts', () => {
    const told = (change: Partial<RulesInForce>) =>
      rulesSheet(inForce(change), around).rules?.map(({ origin, file, standing }) => [origin, file, standing]);
    const mine = ['own', undefined, 'holds'];
    const built = ['built-in', undefined, 'holds'];
    const file = 'quartermaster.json';
    const renovate = '.github/renovate.json';
    assert.deepEqual(told({}), [
      ['file', file, 'stricter'],
      mine,
      ['file', file, 'waits'],
      ['file', renovate, 'stricter'],
      built,
    ]);
    const accepted = { hash, rules: [] };
    assert.deepEqual(told({ rules: [builtIn, own, theirs, waits], waiting: [], accepted }), [
      ['file', file, 'holds'],
      mine,
      ['file', file, 'holds'],
      built,
    ]);
    const [off, offWaits] = [row('own:a', { enabled: false }), { ...waits, enabled: false }];
    assert.deepEqual(told({ rules: [off], waiting: [offWaits] }), [
      ['own', undefined, 'off'],
      ['file', file, 'off'],
    ]);
  });

  it('says that they changed only where something else was accepted', () => {
    const changed = (accepted: RulesInForce['accepted']) => rulesSheet(inForce({ accepted }), around).changed;
    assert.deepEqual([undefined, { hash, rules: [] }, { hash: 'b', rules: [] }].map(changed), [false, false, true]);
  });

  it('names what does not count by its place, or by the row of the user’s own rule', () => {
    const fault = {
      file: 'quartermaster.json',
      reason: 'x',
      message: 'Wrong.',
      line: 3,
      column: 7,
      drops: 'rule',
    } as const;
    const sheet = rulesSheet(
      inForce({ faults: [fault], notes: [{ ...fault, line: 9 }], ownFaults: [{ rule: 'own:bad', message: 'Odd.' }] }),
      around,
    );
    const place = { file: 'quartermaster.json', line: 3 };
    assert.deepEqual(sheet.faults, [
      { place, rule: undefined, message: 'Wrong.' },
      { place: undefined, rule: '1:own:bad', message: 'Odd.' },
    ]);
    assert.deepEqual(sheet.notes, [{ place: { ...place, line: 9 }, rule: undefined, message: 'Wrong.' }]);
  });

  it('has no rules before they were read', () => {
    const { rules, faults, changed } = rulesSheet(undefined, around);
    assert.deepEqual([rules, faults, changed], [undefined, [], false]);
  });
});
