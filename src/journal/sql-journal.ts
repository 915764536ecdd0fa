import * as v from 'valibot';
import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { Emitter, type Event } from '../base/lifecycle.ts';
import type { RelativePath } from '../base/path.ts';
import type { RuleId } from '../model/audit.ts';
import { monitorKinds, type MonitorRow } from '../model/monitor.ts';
import type {
  ListedOperation,
  Operation,
  OperationFacts,
  OperationId,
  OperationStep,
  ProjectId,
} from '../model/operation.ts';
import type { RuleRow } from '../model/rule.ts';
import type { StoredRules } from '../model/rules-in-force.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal, OperationQuery, OperationTotals } from '../ports/journal.ts';
import type { SqlDatabase, SqlRow } from '../ports/sql.ts';
import { digestsColumn, readFiles, toDigests, writeFiles } from './operation-files.ts';
import { columns, toFacts } from './operation-row.ts';
import { addStep, readSteps } from './operation-steps.ts';
import { deleteRule, readRules, writeRule } from './rule-rows.ts';
import { migrations } from './schema.ts';

/** How often another process's writes are looked for: one pragma, no file is read. */
const pollMs = 2_000;

const names = columns.map(([column]) => column);
const listOperations = `SELECT ${names.map((name) => `o.${name}`).join(', ')}, ${digestsColumn} FROM package_operations AS o`;
const ofProject = 'o.project_id = (SELECT id FROM projects WHERE root = ?)';
const sumOperations = `SELECT
    sum(status = 'succeeded') AS succeeded,
    sum(status = 'failed') AS failed,
    sum(status = 'rolled-back' AND (undone_by IS NULL OR error IS NOT NULL)) AS rolledBack
  FROM package_operations AS o WHERE ended_at >= ?`;
const newestFirst = 'ORDER BY o.created_at DESC, o.rowid DESC LIMIT ?';
const insertOperation = `INSERT INTO package_operations (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;

const oldOperations = `
  SELECT id FROM package_operations
  WHERE status IN ('succeeded', 'failed', 'rolled-back', 'cancelled') AND (
    created_at < ?1
    OR rowid NOT IN (SELECT rowid FROM package_operations ORDER BY created_at DESC, rowid DESC LIMIT ?2)
  )`;

/** The journal over a SQLite database that {@link migrate} has brought to the current schema. */
export class SqlJournal implements Journal {
  readonly #database: SqlDatabase;
  readonly #clock: Clock;
  readonly #changed = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;
  #stopPolling: () => void = () => undefined;
  #seenVersion: number;
  #isTogether = false;
  /** What was read when the database was in this state; undefined where a rule was written since. */
  #rules: { readonly version: number; readonly stored: StoredRules } | undefined;

  constructor(database: SqlDatabase, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.#seenVersion = this.#dataVersion();
    this.#poll(clock);
  }

  projectId(root: RelativePath): ProjectId {
    return this.#database.transaction(() => {
      const [row] = this.#database.all('SELECT id FROM projects WHERE root = ?', root);
      if (row !== undefined) return String(row['id']);
      const id = crypto.randomUUID();
      this.#database.run('INSERT INTO projects (id, root) VALUES (?, ?)', id, root);
      for (const kind of monitorKinds) {
        this.#database.run('INSERT INTO package_monitors (project_id, kind) VALUES (?, ?)', id, kind);
      }
      return id;
    });
  }

  projectRoot(id: ProjectId): RelativePath | undefined {
    const [row] = this.#database.all('SELECT root FROM projects WHERE id = ?', id);
    return row === undefined ? undefined : String(row['root']);
  }

  add(operation: Operation): void {
    this.together(() => {
      this.#database.run(insertOperation, ...columns.map(([, , value]) => value(operation)));
      writeFiles(this.#database, operation.id, operation.files);
    });
  }

  update(id: OperationId, change: Partial<Omit<Operation, 'id'>>): void {
    const set = columns.filter(([, key]) => key in change);
    const values = set.map(([, , value]) => value(change as OperationFacts));
    const assignments = set.map(([column]) => `${column} = ?`).join(', ');
    const { files } = change;
    this.together(() => {
      if (set.length > 0) {
        this.#database.run(`UPDATE package_operations SET ${assignments} WHERE id = ?`, ...values, id);
      }
      if (files !== undefined) writeFiles(this.#database, id, files);
      if (change.step !== undefined) addStep(this.#database, id, this.#stepAt(change.step, false));
    });
  }

  noteUndo(id: OperationId, { step, progress }: Pick<Operation, 'progress'> & { readonly step: string }): void {
    this.together(() => {
      this.#database.run('UPDATE package_operations SET step = ?, progress = ? WHERE id = ?', step, progress, id);
      addStep(this.#database, id, this.#stepAt(step, true));
    });
  }

  together(work: () => void): void {
    // Within another it is a part of that.
    if (this.#isTogether) return work();
    this.#isTogether = true;
    try {
      this.#database.transaction(work);
    } catch (error) {
      // What was read in the middle of it is not so any more.
      this.#rules = undefined;
      throw error;
    } finally {
      this.#isTogether = false;
    }
    this.#changed.fire();
  }

  #stepAt(step: string, isUndo: boolean): OperationStep {
    return { step, isUndo, at: this.#clock.now().toISOString() };
  }

  operation(id: OperationId): Operation | undefined {
    const [row] = this.#database.all('SELECT * FROM package_operations WHERE id = ?', id);
    return row === undefined
      ? undefined
      : { ...factsOf(row), files: readFiles(this.#database, id), steps: readSteps(this.#database, id) };
  }

  operations({ limit, project, status }: OperationQuery): readonly ListedOperation[] {
    const wanted = [
      ...(project === undefined ? [] : [[ofProject, project] as const]),
      ...(status === undefined ? [] : [['o.status = ?', status] as const]),
    ];
    const where = wanted.length === 0 ? '' : `WHERE ${wanted.map(([test]) => test).join(' AND ')}`;
    const values = wanted.map(([, value]) => value);
    const rows = this.#database.all(`${listOperations} ${where} ${newestFirst}`, ...values, limit);
    return rows.map((row) => ({ ...factsOf(row), files: toDigests(row) }));
  }

  count(): number {
    return Number(this.#database.all('SELECT count(*) AS total FROM package_operations')[0]?.['total']);
  }

  idsBeginningWith(beginning: string, limit: number): readonly OperationId[] {
    const rows = this.#database.all(
      'SELECT id FROM package_operations WHERE substr(id, 1, length(?1)) = ?1 ORDER BY created_at DESC LIMIT ?2',
      beginning,
      limit,
    );
    return rows.map((row) => String(row['id']));
  }

  totals(since: string, project?: RelativePath): OperationTotals {
    const [row] =
      project === undefined
        ? this.#database.all(sumOperations, since)
        : this.#database.all(`${sumOperations} AND ${ofProject}`, since, project);
    const count = (column: string): number => Number(row?.[column] ?? 0);
    return { succeeded: count('succeeded'), failed: count('failed'), rolledBack: count('rolledBack') };
  }

  monitors(project: ProjectId): readonly MonitorRow[] {
    return this.#database
      .all('SELECT * FROM package_monitors WHERE project_id = ? ORDER BY rowid', project)
      .map(toMonitor);
  }

  rules(): StoredRules {
    const version = this.#dataVersion();
    if (this.#rules?.version !== version) this.#rules = { version, stored: readRules(this.#database) };
    return this.#rules.stored;
  }

  saveRule(rule: RuleRow): void {
    this.#changeRules(() => writeRule(this.#database, rule));
  }

  removeRule(id: RuleId): boolean {
    return this.#changeRules(() => deleteRule(this.#database, id));
  }

  #changeRules<T>(work: () => T): T {
    let result: T | undefined;
    this.together(() => {
      this.#rules = undefined;
      result = work();
    });
    return result as T;
  }

  forgetOld(before: string, most: number): number {
    return this.#database.transaction(() => {
      const old = this.#database.all(oldOperations, before, most).map((row) => String(row['id']));
      for (const id of old) {
        this.#database.run('UPDATE package_operations SET undoes = NULL WHERE undoes = ?', id);
        this.#database.run('UPDATE package_operations SET undone_by = NULL WHERE undone_by = ?', id);
        writeFiles(this.#database, id, []);
        this.#database.run('DELETE FROM package_operations WHERE id = ?', id);
      }
      return old.length;
    });
  }

  close(): void {
    this.#stopPolling();
    this.#changed.dispose();
    this.#database.close();
  }

  #poll(clock: Clock): void {
    this.#stopPolling = clock.schedule(() => {
      const version = this.#dataVersion();
      if (version !== this.#seenVersion) this.#changed.fire();
      this.#seenVersion = version;
      this.#poll(clock);
    }, pollMs);
  }

  /** Changes when another connection has written (SQLite documentation: PRAGMA data_version). */
  #dataVersion(): number {
    return Number(this.#database.all('PRAGMA data_version')[0]?.['data_version'] ?? 0);
  }
}

/** Runs the migrations that this database lacks; false where it was made by a newer version of the product. */
export function migrate(database: SqlDatabase): boolean {
  const versionOf = (): number => Number(database.all('PRAGMA user_version')[0]?.['user_version'] ?? 0);
  if (versionOf() > migrations.length) return false;
  if (versionOf() === migrations.length) return true;
  database.transaction(() => {
    for (const migration of migrations.slice(versionOf())) database.execute(migration);
    database.execute(`PRAGMA user_version = ${migrations.length}`);
  });
  return true;
}

/** The id that the user's own folder knows this database by; made at the first call. */
export function databaseId(database: SqlDatabase): string {
  database.run("INSERT OR IGNORE INTO meta (key, value) VALUES ('database_id', ?)", crypto.randomUUID());
  return String(database.all("SELECT value FROM meta WHERE key = 'database_id'")[0]?.['value']);
}

function factsOf(row: SqlRow): OperationFacts {
  try {
    return toFacts(row);
  } catch (error) {
    throw new QmError('QM_STATE_UNAVAILABLE', {
      message: t('The history of this folder has an entry that cannot be read: {0}', String(row['id'])),
      hint: t('Update Quartermaster, if a newer version wrote it. Else "Forget This Project" begins a new history.'),
      cause: error,
    });
  }
}

function toMonitor(row: SqlRow): MonitorRow {
  const text = (column: string): string | undefined => (row[column] === null ? undefined : String(row[column]));
  return {
    projectId: String(row['project_id']),
    kind: v.parse(v.picklist(monitorKinds), row['kind']),
    enabled: row['enabled'] === 1,
    paused: row['paused'] === 1,
    autoFix: row['auto_fix'] === 1,
    intervalMinutes: Number(row['interval_minutes']),
    status: v.parse(v.picklist(['not-run', 'running', 'ok', 'failed']), row['status']),
    error: text('error'),
    findings: row['findings'] === null ? undefined : Number(row['findings']),
    lastRunAt: text('last_run_at'),
    lastSuccessAt: text('last_success_at'),
    nextRunAt: text('next_run_at'),
  };
}
