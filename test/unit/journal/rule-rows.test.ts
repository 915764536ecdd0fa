import assert from 'node:assert/strict';
import path from 'node:path';
import { migrate, SqlJournal } from '../../../src/journal/sql-journal.ts';
import { sqliteOpener } from '../../../src/node/sqlite.ts';
import type { SqlDatabase, SqlValue } from '../../../src/ports/sql.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { ruleRow } from '../../support/rules.ts';
import { tempFolder } from '../../support/temp-project.ts';

describe('the rules in the journal', () => {
  let file: string;
  const open: SqlJournal[] = [];
  beforeEach(() => {
    file = path.join(tempFolder('rules-'), 'state.db');
  });
  afterEach(() => {
    for (const journal of open.splice(0)) journal.close();
  });

  /** A journal of the file, and its database for what no journal writes. */
  function opened(clock = new FakeClock()): { readonly journal: SqlJournal; readonly database: SqlDatabase } {
    const database = sqliteOpener.open(file);
    if (database === undefined) throw new Error('no SQLite');
    migrate(database);
    const journal = new SqlJournal(database, clock);
    open.push(journal);
    return { journal, database };
  }

  const write = (database: SqlDatabase, over: Readonly<Record<string, SqlValue>>): void => {
    const row = {
      ...{ id: 'own:x', name: 'X', kind: 'block', priority: 0, enabled: 1, conditions: '{}', source: 'dashboard' },
      ...over,
    };
    const columns = Object.keys(row);
    const marks = columns.map(() => '?').join(', ');
    database.run(
      `INSERT INTO package_automation_rules (${columns.join(', ')}) VALUES (${marks})`,
      ...Object.values(row),
    );
  };

  it('are given back as they were saved, the highest priority first', () => {
    const { journal } = opened();
    const low = ruleRow('own:a', { kind: 'pin', enabled: false, conditions: { package: ['ü', "'; DROP TABLE x"] } });
    const high = ruleRow('own:b', { priority: 9, conditions: { releaseAge: { below: 7 } } });
    journal.saveRule(low);
    journal.saveRule(high);
    assert.deepEqual(journal.rules(), { rules: [high, low], faults: [] });
  });

  it('take the place of the one with their id', () => {
    const { journal } = opened();
    journal.saveRule(ruleRow('own:a', { priority: 3 }));
    journal.saveRule(ruleRow('own:a', { kind: 'ask' }));
    assert.deepEqual(journal.rules().rules, [ruleRow('own:a', { kind: 'ask' })]);
  });

  it('are removed by their id, which says whether there was one', () => {
    const { journal } = opened();
    journal.saveRule(ruleRow('own:a'));
    assert.deepEqual([journal.removeRule('own:b'), journal.removeRule('own:a')], [false, true]);
    assert.deepEqual(journal.rules(), { rules: [], faults: [] });
  });

  const unreadable: readonly (readonly [string, Readonly<Record<string, SqlValue>>, RegExp])[] = [
    ['a kind that is none', { kind: 'bloc' }, /"bloc" is no kind of rule/],
    ['conditions that are no JSON', { conditions: '{"package":' }, /conditions cannot be read/],
    ['conditions that are a list', { conditions: '[]' }, /conditions cannot be read/],
    ['conditions that are null', { conditions: 'null' }, /conditions cannot be read/],
    ['a switch that is neither on nor off', { enabled: 2 }, /switched on/],
    ['another source', { source: 'policy-file' }, /none that you have made/],
  ];
  for (const [what, over, message] of unreadable) {
    it(`that have ${what} are told, and take no other along`, () => {
      const { journal, database } = opened();
      journal.saveRule(ruleRow('own:good'));
      write(database, { id: 'own:bad', ...over });
      journal.removeRule('nothing');
      const { rules, faults } = journal.rules();
      assert.deepEqual([rules.map(({ id }) => id), faults.map(({ rule }) => rule)], [['own:good'], ['own:bad']]);
      assert.match(faults[0]?.message ?? '', message);
      assert.equal(journal.removeRule('own:bad'), true);
    });
  }

  it('keep a key that is dangerous, so that whoever reads them can refuse it', () => {
    const { journal, database } = opened();
    write(database, { conditions: '{"__proto__":{"package":"x"}}' });
    const [rule] = journal.rules().rules;
    assert.deepEqual(Object.keys(rule?.conditions ?? {}), ['__proto__']);
  });

  it('are the same object until one changes, be it by another connection', () => {
    const { journal } = opened();
    const other = opened();
    const before = journal.rules();
    journal.projectId('a');
    assert.equal(journal.rules(), before);
    other.journal.saveRule(ruleRow('own:a'));
    const after = journal.rules();
    assert.deepEqual([after === before, after.rules.length], [false, 1]);
    assert.equal(journal.rules(), after);
    journal.removeRule('own:a');
    assert.deepEqual(journal.rules().rules, []);
  });

  it('are as before where a write among others fails', () => {
    const { journal } = opened();
    assert.throws(
      () =>
        journal.together(() => {
          journal.saveRule(ruleRow('own:a'));
          assert.equal(journal.rules().rules.length, 1);
          throw new Error('no');
        }),
      /no/,
    );
    assert.deepEqual(journal.rules().rules, []);
  });

  it('tell of each change at once, and other processes within two seconds', () => {
    const clock = new FakeClock();
    const { journal } = opened();
    const reader = opened(clock).journal;
    const told = { here: 0, there: 0 };
    journal.onDidChange(() => told.here++);
    reader.onDidChange(() => told.there++);
    journal.saveRule(ruleRow('own:a'));
    assert.deepEqual(told, { here: 1, there: 0 });
    clock.advance(2_000);
    assert.deepEqual(told, { here: 1, there: 1 });
    journal.removeRule('own:a');
    clock.advance(2_000);
    assert.deepEqual(told, { here: 2, there: 2 });
  });
});
