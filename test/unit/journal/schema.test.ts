import assert from 'node:assert/strict';
import path from 'node:path';
import { migrate } from '../../../src/journal/sql-journal.ts';
import { sqliteOpener } from '../../../src/node/sqlite.ts';
import type { SqlDatabase } from '../../../src/ports/sql.ts';
import { tempFolder } from '../../support/temp-project.ts';

interface Table {
  /** By name, each with its default where it has one. */
  readonly columns: readonly string[];
  /** The indexes, with those that stand for a key: `primary(…)`, `unique(…)`. */
  readonly indexes: readonly string[];
}

/** What the product asks of each table, whatever migrations it took. */
const demanded: Readonly<Record<string, Table>> = {
  package_operations: {
    columns: [
      // What was done, in which project, on whose word: what an agent says of itself is a claim.
      ...['id', 'kind', 'project_id', 'project', 'triggered_by', 'claimed_trigger'],
      // Versions before and after, and how it was done.
      ...['packages', 'manager', 'manager_version', 'command', 'exit_code', 'output', 'error'],
      ...['status', 'progress = 0', 'step', 'created_at', 'started_at', 'ended_at'],
      // What decided, and on what grounds.
      ...['decided_by', 'rule_id', 'gate', 'score', 'plan', 'evidence', 'alternatives'],
      // An approval ends when what it was asked of has changed.
      ...['base_hash', 'expires_at', 'approved_by', 'approved_at'],
      ...['undoes', 'undone_by'],
    ],
    indexes: [
      'operations_by_time(created_at DESC)',
      'operations_by_project(project_id, created_at DESC)',
      'operations_by_status(status, ended_at)',
      "operations_awaiting(expires_at) WHERE status = 'awaiting-approval'",
      'primary(id)',
    ],
  },
  package_monitors: {
    columns: [
      ...['project_id', 'kind', 'enabled = 1', 'paused = 0', 'auto_fix = 0', 'interval_minutes = 1440'],
      ...["status = 'not-run'", 'error', 'findings', 'last_run_at', 'last_success_at', 'next_run_at'],
    ],
    indexes: ['monitors_due(enabled, paused, next_run_at)', 'primary(project_id, kind)'],
  },
  package_automation_rules: {
    columns: ['id', 'name', 'kind', 'priority', 'enabled = 1', 'conditions', 'source'],
    indexes: ['rules_by_priority(enabled, priority DESC)', 'primary(id)'],
  },
  // What hangs on the three.
  projects: { columns: ['id', 'root'], indexes: ['primary(id)', 'unique(root)'] },
  monitor_findings: {
    columns: ['project_id', 'monitor', 'id', 'finding', 'first_seen_at', 'last_seen_at', 'gone_at'],
    indexes: ['primary(project_id, monitor, id)'],
  },
  operation_files: {
    columns: ['operation_id', 'position', 'path', 'before_hash', 'after_hash'],
    indexes: [
      'operation_files_before(before_hash)',
      'operation_files_after(after_hash)',
      'primary(operation_id, position)',
    ],
  },
  file_contents: { columns: ['hash', 'bytes'], indexes: ['primary(hash)'] },
  operation_steps: {
    columns: ['operation_id', 'position', 'step', 'is_undo = 0', 'at'],
    indexes: ['primary(operation_id, position)'],
  },
  meta: { columns: ['key', 'value'], indexes: ['primary(key)'] },
};

describe('a fresh state.db', () => {
  let database: SqlDatabase;
  beforeEach(() => {
    const opened = sqliteOpener.open(path.join(tempFolder('journal-'), 'state.db'));
    if (opened === undefined) throw new Error('no SQLite');
    database = opened;
    migrate(database);
  });
  afterEach(() => database.close());

  it('has the tables, columns and indexes that the product asks for', () => {
    const tables = database.all("SELECT name FROM sqlite_schema WHERE type = 'table'").map(({ name }) => String(name));
    const found = tables.map((name) => [name, { columns: columnsOf(name), indexes: indexesOf(name) }]);
    const wanted = Object.entries(demanded).map(([name, { columns, indexes }]) => [
      name,
      { columns: columns.toSorted(), indexes: indexes.toSorted() },
    ]);
    assert.deepEqual(Object.fromEntries(found), Object.fromEntries(wanted));
  });

  function columnsOf(table: string): readonly string[] {
    return database
      .all('SELECT name, dflt_value AS value FROM pragma_table_info(?)', table)
      .map(({ name, value }) => (value === null ? `${name}` : `${name} = ${value}`))
      .toSorted();
  }

  function indexesOf(table: string): readonly string[] {
    return database
      .all(
        `SELECT list.name, list.origin, made.sql FROM pragma_index_list(?) AS list
         LEFT JOIN sqlite_schema AS made ON made.type = 'index' AND made.name = list.name`,
        table,
      )
      .map(({ name, origin, sql }) => {
        const title = origin === 'pk' ? 'primary' : origin === 'u' ? 'unique' : String(name);
        return `${title}(${keysOf(String(name)).join(', ')})${/ WHERE .*/.exec(String(sql))?.[0] ?? ''}`;
      })
      .toSorted();
  }

  function keysOf(index: string): readonly string[] {
    return database
      .all('SELECT name, "desc" AS falling FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno', index)
      .map(({ name, falling }) => (falling === 1 ? `${name} DESC` : `${name}`));
  }
});
