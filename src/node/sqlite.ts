import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import { t } from '@vscode/l10n';
import { errorText, QmError } from '../base/errors.ts';
import { fileError } from './disk-files.ts';
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
      if (isDamage(error)) throw damaged(file, error);
      if (diskCodeOf(error) !== undefined) throw ofTheDisk(file, error);
      assertWritable(file);
      throw new QmError('QM_STATE_UNAVAILABLE', {
        message: t('The history of this folder could not be opened: {0}', file),
        hint: t('Findings are shown, but nothing is installed without a record. Check the permissions of the file.'),
        cause: error,
      });
    }
  },
};

/** SQLITE_CORRUPT and SQLITE_NOTADB, SQLite documentation: Result and Error Codes. The upper bytes say more. */
const damageCodes: ReadonlySet<number> = new Set([11, 26]);

/**
 * What the disk says, as the system's own code: SQLITE_FULL, SQLITE_IOERR_SHMSIZE (the file that is shared cannot grow) and
 * SQLITE_READONLY with all that it has in its upper bytes.
 */
function diskCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  if ((error.errcode & 0xff) === 13 || error.errcode === 4874) return 'ENOSPC';
  return (error.errcode & 0xff) === 8 ? 'EROFS' : undefined;
}

/** That a file cannot be opened may mean anything; that its folder cannot be written is what a user can mend. */
function assertWritable(file: string): void {
  try {
    accessSync(dirname(file), constants.W_OK);
  } catch (error) {
    throw fileError(error, file);
  }
}

function ofTheDisk(file: string, error: unknown): unknown {
  return fileError(Object.assign(new Error(errorText(error), { cause: error }), { code: diskCodeOf(error) }), file);
}

/** What zlib says of a content whose checksum or length is wrong: Node documentation, "zlib", Error codes. */
const damagedContent: ReadonlySet<unknown> = new Set(['Z_DATA_ERROR', 'Z_BUF_ERROR']);

function isDamage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('errcode' in error && typeof error.errcode === 'number') return damageCodes.has(error.errcode & 0xff);
  return 'code' in error && damagedContent.has(error.code);
}

function damaged(file: string, cause: unknown): QmError {
  return new QmError('QM_STATE_UNAVAILABLE', {
    message: t('The history of this folder is damaged: {0}', file),
    hint: t(
      'Rename the folder .quartermaster to begin a new one. Until then findings are shown, nothing is installed.',
    ),
    cause,
  });
}

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

/** See {@link SqlDatabase}. Their modules are loaded when one is called: a scan opens no database. */
const functions: Readonly<Record<string, (value: unknown) => string | Uint8Array>> = {
  sha256: (bytes) => process.getBuiltinModule('node:crypto').createHash('sha256').update(bytesOf(bytes)).digest('hex'),
  // The fastest level: a lockfile is a quarter of its size by it, and the highest would take the host's thread for long.
  deflate: (bytes) => process.getBuiltinModule('node:zlib').deflateSync(bytesOf(bytes), { level: 1 }),
  inflate: (bytes) => process.getBuiltinModule('node:zlib').inflateSync(bytesOf(bytes)),
  from_base64: (text) => Buffer.from(String(text), 'base64'),
  to_base64: (bytes) => Buffer.from(bytesOf(bytes)).toString('base64'),
};

function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new TypeError('not a blob');
}

function rollBack(database: InstanceType<NodeSqlite['DatabaseSync']>): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // A full disk has ended the transaction already (SQLite documentation: "Response To Errors Within A Transaction").
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
  for (const [name, work] of Object.entries(functions)) {
    database.function(name, { deterministic: true }, (value) => (value === null ? null : work(value)));
  }
  const statements = new Map<string, Statement>();
  const prepare = (sql: string): Statement => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  /** A damaged page is met when it is read, maybe long after the file was opened. */
  const watched = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (diskCodeOf(error) !== undefined) throw ofTheDisk(file, error);
      throw isDamage(error) ? damaged(file, error) : error;
    }
  };
  return {
    execute: (sql) => watched(() => database.exec(sql)),
    run: (sql: string, ...parameters: readonly SqlValue[]) => watched(() => void prepare(sql).run(...parameters)),
    all: (sql: string, ...parameters: readonly SqlValue[]) =>
      watched(() => prepare(sql).all(...parameters) as SqlRow[]),
    transaction: (work) =>
      watched(() => {
        database.exec('BEGIN IMMEDIATE');
        try {
          const result = work();
          database.exec('COMMIT');
          return result;
        } catch (error) {
          rollBack(database);
          throw error;
        }
      }),
    close: () => database.close(),
  };
}
