import type { RelativePath } from '../../base/path.ts';
import { joinBeyond } from '../../base/path.ts';
import type { FileRecord, Operation, OperationId } from '../../model/operation.ts';

/** The scheme of files as an operation found or left them; they can only be read. */
export const operationScheme = 'quartermaster-operation';

export type Side = 'before' | 'after';

/** One file of one operation. */
export interface OperationFile {
  /** The uri of the workspace folder. */
  readonly folder: string;
  readonly operation: OperationId;
  readonly side: Side;
  /** Relative to the workspace folder. */
  readonly path: RelativePath;
}

/** The path and query of its uri: the path ends like the file, so that the editor knows the language. */
export function toAddress({ folder, operation, side, path }: OperationFile): {
  readonly path: string;
  readonly query: string;
} {
  return { path: `/${operation}/${side}/${path}`, query: new URLSearchParams({ folder }).toString() };
}

/** Undefined for what is no such address. */
export function fromAddress(path: string, query: string): OperationFile | undefined {
  const [, operation, side, file] = /^\/([^/]+)\/(before|after)\/(.+)$/.exec(path) ?? [];
  const folder = new URLSearchParams(query).get('folder');
  if (operation === undefined || side === undefined || file === undefined || folder === null) return undefined;
  return { folder, operation, side: side === 'before' ? 'before' : 'after', path: file };
}

/** The text of a file on one side; empty where there was none; undefined where the operation did not change such a file. */
export function textOf({ project, files }: Operation, path: RelativePath, side: Side): string | undefined {
  const record = files.find((file) => joinBeyond(project, file.path) === path);
  return record === undefined ? undefined : decoded(record[side]);
}

function decoded(bytes: FileRecord[Side]): string {
  return bytes === undefined ? '' : Buffer.from(bytes, 'base64').toString('utf8');
}
