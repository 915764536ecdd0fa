/** What the scanner asks of a disk. Synchronous: it runs in a worker or in the command line, never on the editor's thread. */
export interface FileTree {
  /** Whole text, decoded as UTF-8 without a byte order mark; undefined where it cannot be read. */
  readText(path: string): string | undefined;
  /** Undefined where nothing stands there. Follows links. */
  stat(path: string): FileStat | undefined;
  /** Entries of a folder, none where nothing stands there; undefined where it cannot be read. */
  list(folder: string): readonly FolderEntry[] | undefined;
  /** The path with every link resolved; undefined where it cannot be. */
  realPath(path: string): string | undefined;
}

/** What stands at a path. */
export interface FileStat {
  readonly kind: 'file' | 'folder' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly mtimeMs: number;
}

/** One entry of a folder; a link is not followed. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}
