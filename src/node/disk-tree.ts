import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  type Dirent,
} from 'node:fs';
import type { FileTree, FolderEntry } from '../ports/file-tree.ts';

/** Bytes over which no text is read: a manifest or config of that size is none. */
const largestText = 16_000_000;

/** The disk of this machine, read synchronously. Nothing of it throws. */
export const diskTree: FileTree = {
  readText(path) {
    try {
      // Not blocking, so that a named pipe with the name of a source cannot stop the scan.
      const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
      try {
        const stat = fstatSync(file);
        if (!stat.isFile() || stat.size > largestText) return undefined;
        const text = readFileSync(file, 'utf8');
        return text.startsWith('\uFEFF') ? text.slice(1) : text;
      } finally {
        closeSync(file);
      }
    } catch {
      return undefined;
    }
  },

  stat(path) {
    try {
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat === undefined) return undefined;
      const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : 'other';
      return { kind, size: stat.size, mtimeMs: stat.mtimeMs };
    } catch {
      return undefined;
    }
  },

  list(folder) {
    try {
      return readdirSync(folder, { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
    } catch (error) {
      // Gone since its parent was listed.
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : undefined;
    }
  },

  realPath(path) {
    try {
      return realpathSync.native(path);
    } catch {
      return undefined;
    }
  },
};

function kindOf(entry: Dirent): FolderEntry['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}
