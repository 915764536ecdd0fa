/** What a column holds. */
export type SqlValue = string | number | null | Uint8Array;
/** A row by column name. */
export type SqlRow = Readonly<Record<string, SqlValue>>;

/**
 * A SQLite database. Synchronous, since every call is a small local one. Beside SQLite's own functions its SQL has
 * `sha256(bytes)` in lower-case hexadecimal, `deflate(bytes)` and `inflate(bytes)` in zlib's format, whose checksum tells
 * damage, `from_base64(text)` and `to_base64(bytes)`. Each makes NULL of NULL.
 */
export interface SqlDatabase {
  /** Several statements without parameters. */
  execute(sql: string): void;
  run(sql: string, ...parameters: readonly SqlValue[]): void;
  all(sql: string, ...parameters: readonly SqlValue[]): readonly SqlRow[];
  /** All or nothing; takes the write lock at its start. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** Opens database files. */
export interface SqlOpener {
  /** Undefined where this runtime has no SQLite. Rejects with QM_STATE_UNAVAILABLE where the file cannot be opened. */
  open(file: string): SqlDatabase | undefined;
}
