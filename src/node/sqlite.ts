import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { SqlDatabase, SqlOpener, SqlRow, SqlValue } from '../ports/sql.ts';

type NodeSqlite = typeof import('node:sqlite');
type Statement = ReturnType<InstanceType<NodeSqlite['DatabaseSync']>['prepare']>;

/** node:sqlite where this runtime has it (Node 22.13 and later); see docs/decisions/001-node-sqlite.md. */
export const sqliteOpener: SqlOpener = {
  open(file) {
    const sqlite = loadSqlite();
    if (sqlite === undefined) return undefined;
    try {
      return openDatabase(sqlite, file);
    } catch (error) {
      throw new QmError('QM_STATE_UNAVAILABLE', {
        message: t('The history of this folder could not be opened: {0}', file),
        hint: t('Findings are shown, but nothing is installed without a record. Check the permissions of the file.'),
        cause: error,
      });
    }
  },
};

function loadSqlite(): NodeSqlite | undefined {
  // Node 22 prints one ExperimentalWarning at the load; it says nothing to a user.
  const emit = process.emitWarning;
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule('node:sqlite') as NodeSqlite | undefined;
  } finally {
    process.emitWarning = emit;
  }
}

function openDatabase(sqlite: NodeSqlite, file: string): SqlDatabase {
  const database = new sqlite.DatabaseSync(file);
  database.exec('PRAGMA busy_timeout=5000');
  try {
    database.exec('PRAGMA journal_mode=WAL');
  } catch {
    // Network file systems refuse WAL: slower, but right.
    database.exec('PRAGMA journal_mode=DELETE');
  }
  database.exec('PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON');
  const statements = new Map<string, Statement>();
  const prepare = (sql: string): Statement => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  return {
    execute: (sql) => database.exec(sql),
    run: (sql: string, ...parameters: readonly SqlValue[]) => void prepare(sql).run(...parameters),
    all: (sql: string, ...parameters: readonly SqlValue[]) => prepare(sql).all(...parameters) as SqlRow[],
    transaction(work) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => database.close(),
  };
}
