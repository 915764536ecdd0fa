/**
 * The state database, one migration after the other; `PRAGMA user_version` counts those that ran. A migration that
 * shipped is never edited. Times are ISO 8601 UTC, lists and records JSON.
 * The bytes of files stand by their hash, each content once, so that a list of operations never reads them.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  CREATE TABLE projects (
    id TEXT PRIMARY KEY,
    root TEXT NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE package_operations (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    triggered_by TEXT NOT NULL,
    claimed_trigger TEXT,
    project_id TEXT NOT NULL REFERENCES projects(id),
    project TEXT NOT NULL,
    packages TEXT NOT NULL,
    manager TEXT,
    command TEXT,
    exit_code INTEGER,
    progress REAL NOT NULL DEFAULT 0,
    step TEXT,
    decided_by TEXT NOT NULL,
    gate TEXT NOT NULL,
    score REAL,
    files TEXT NOT NULL,
    error TEXT,
    undoes TEXT REFERENCES package_operations(id),
    undone_by TEXT REFERENCES package_operations(id),
    created_at TEXT NOT NULL,
    started_at TEXT,
    ended_at TEXT
  ) STRICT;
  CREATE INDEX operations_by_time ON package_operations(created_at DESC);
  CREATE INDEX operations_by_project ON package_operations(project_id, created_at DESC);
  CREATE INDEX operations_by_status ON package_operations(status, ended_at);

  CREATE TABLE package_monitors (
    project_id TEXT NOT NULL REFERENCES projects(id),
    kind TEXT NOT NULL,
    enabled INTEGER NOT NULL DEFAULT 1,
    paused INTEGER NOT NULL DEFAULT 0,
    auto_fix INTEGER NOT NULL DEFAULT 0,
    interval_minutes INTEGER NOT NULL DEFAULT 1440,
    status TEXT NOT NULL DEFAULT 'not-run',
    error TEXT,
    findings INTEGER,
    last_run_at TEXT,
    last_success_at TEXT,
    next_run_at TEXT,
    PRIMARY KEY (project_id, kind)
  ) STRICT;
  CREATE INDEX monitors_due ON package_monitors(enabled, paused, next_run_at);

  CREATE TABLE monitor_findings (
    project_id TEXT NOT NULL,
    monitor TEXT NOT NULL,
    id TEXT NOT NULL,
    finding TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    gone_at TEXT,
    PRIMARY KEY (project_id, monitor, id),
    FOREIGN KEY (project_id, monitor) REFERENCES package_monitors(project_id, kind)
  ) STRICT;

  CREATE TABLE package_automation_rules (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    priority INTEGER NOT NULL,
    enabled INTEGER NOT NULL DEFAULT 1,
    conditions TEXT NOT NULL,
    source TEXT NOT NULL
  ) STRICT;
  CREATE INDEX rules_by_priority ON package_automation_rules(enabled, priority DESC);
  `,
  `
  CREATE TABLE file_contents (
    hash TEXT PRIMARY KEY,
    bytes BLOB NOT NULL
  ) STRICT;

  CREATE TABLE operation_files (
    operation_id TEXT NOT NULL REFERENCES package_operations(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    path TEXT NOT NULL,
    before_hash TEXT REFERENCES file_contents(hash),
    after_hash TEXT REFERENCES file_contents(hash),
    PRIMARY KEY (operation_id, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX operation_files_before ON operation_files(before_hash);
  CREATE INDEX operation_files_after ON operation_files(after_hash);

  CREATE TEMP VIEW kept AS
    SELECT o.id, f.key AS position, f.value ->> 'path' AS path, f.value ->> 'before' AS before, f.value ->> 'after' AS after
    FROM package_operations AS o, json_each(o.files) AS f WHERE json_valid(o.files);
  INSERT OR IGNORE INTO file_contents (hash, bytes)
    SELECT sha256(from_base64(content)), deflate(from_base64(content))
    FROM (SELECT before AS content FROM kept UNION SELECT after FROM kept) WHERE content IS NOT NULL;
  INSERT INTO operation_files (operation_id, position, path, before_hash, after_hash)
    SELECT id, position, path, sha256(from_base64(before)), sha256(from_base64(after)) FROM kept;
  DROP VIEW kept;
  ALTER TABLE package_operations DROP COLUMN files;
  `,
  `
  ALTER TABLE package_operations ADD COLUMN manager_version TEXT;
  ALTER TABLE package_operations ADD COLUMN output TEXT;

  CREATE TABLE operation_steps (
    operation_id TEXT NOT NULL REFERENCES package_operations(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    step TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (operation_id, position)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE package_operations ADD COLUMN rule_id TEXT;
  ALTER TABLE package_operations ADD COLUMN plan TEXT;
  ALTER TABLE package_operations ADD COLUMN evidence TEXT;
  ALTER TABLE package_operations ADD COLUMN alternatives TEXT;
  ALTER TABLE package_operations ADD COLUMN base_hash TEXT;
  ALTER TABLE package_operations ADD COLUMN expires_at TEXT;
  ALTER TABLE package_operations ADD COLUMN approved_by TEXT;
  ALTER TABLE package_operations ADD COLUMN approved_at TEXT;
  CREATE INDEX operations_awaiting ON package_operations(expires_at) WHERE status = 'awaiting-approval';
  `,
  `
  ALTER TABLE operation_steps ADD COLUMN is_undo INTEGER NOT NULL DEFAULT 0;
  `,
];
