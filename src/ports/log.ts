/** Everything is redacted before it is written. Messages are for a reader of logs: English, not localized. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}
