import * as v from 'valibot';
import type { FileDigest, FileRecord, OperationId } from '../model/operation.ts';
import type { SqlDatabase, SqlRow, SqlValue } from '../ports/sql.ts';

/** A column of the digests of an operation `o`, for a query over many. */
export const digestsColumn = `(
  SELECT json_group_array(json_object('path', path, 'before', before_hash, 'after', after_hash))
  FROM (SELECT * FROM operation_files WHERE operation_id = o.id ORDER BY position)
) AS digests`;

const digestsSchema = v.array(
  v.object({ path: v.string(), before: v.nullable(v.string()), after: v.nullable(v.string()) }),
);

/** What {@link digestsColumn} gave. */
export function toDigests(row: SqlRow): readonly FileDigest[] {
  return v.parse(digestsSchema, JSON.parse(String(row['digests']))).map(({ path, before, after }) => ({
    path,
    beforeHash: before ?? undefined,
    afterHash: after ?? undefined,
  }));
}

/** The files of one operation with their bytes. */
export function readFiles(database: SqlDatabase, id: OperationId): readonly FileRecord[] {
  const rows = database.all(
    `SELECT f.path, to_base64(inflate(b.bytes)) AS before, to_base64(inflate(a.bytes)) AS after
     FROM operation_files AS f
     LEFT JOIN file_contents AS b ON b.hash = f.before_hash
     LEFT JOIN file_contents AS a ON a.hash = f.after_hash
     WHERE f.operation_id = ? ORDER BY f.position`,
    id,
  );
  const text = (value: SqlValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
  return rows.map((row) => ({ path: String(row['path']), before: text(row['before']), after: text(row['after']) }));
}

/** Puts these files in the place of those that the operation had. To be called in a transaction. */
export function writeFiles(database: SqlDatabase, id: OperationId, files: readonly FileRecord[]): void {
  const former = database.all('SELECT before_hash, after_hash FROM operation_files WHERE operation_id = ?', id);
  database.run('DELETE FROM operation_files WHERE operation_id = ?', id);
  for (const [position, { path, before, after }] of files.entries()) {
    database.run(
      'INSERT INTO operation_files (operation_id, position, path, before_hash, after_hash) VALUES (?, ?, ?, ?, ?)',
      id,
      position,
      path,
      keepContent(database, before),
      keepContent(database, after),
    );
  }
  // What the operation was planned on: the first files that are told, since what landed is told later.
  database.run(
    `UPDATE package_operations SET base_hash = coalesce(base_hash, (
       SELECT sha256(CAST(group_concat(path || char(10) || coalesce(before_hash, ''), char(10) ORDER BY path) AS BLOB))
       FROM operation_files WHERE operation_id = ?1
     )) WHERE id = ?1`,
    id,
  );
  for (const hash of new Set(former.flatMap((row) => Object.values(row)))) dropUnused(database, hash);
}

/** The hash of the content; what is there already is not packed again. */
function keepContent(database: SqlDatabase, content: string | undefined): string | null {
  if (content === undefined) return null;
  const [row] = database.all('SELECT sha256(from_base64(?)) AS hash', content);
  const hash = String(row?.['hash']);
  const [known] = database.all('SELECT 1 FROM file_contents WHERE hash = ?', hash);
  if (known === undefined) {
    database.run('INSERT INTO file_contents (hash, bytes) VALUES (?, deflate(from_base64(?)))', hash, content);
  }
  return hash;
}

function dropUnused(database: SqlDatabase, hash: SqlValue): void {
  database.run(
    `DELETE FROM file_contents WHERE hash = ?1
     AND NOT EXISTS (SELECT 1 FROM operation_files WHERE before_hash = ?1)
     AND NOT EXISTS (SELECT 1 FROM operation_files WHERE after_hash = ?1)`,
    hash,
  );
}
