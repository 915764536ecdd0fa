import type { FileTree } from '../../src/ports/file-tree.ts';

/** Files in one folder, by their names, and nothing else on the disk. `root`: an absolute path. */
export function oneFolder(root: string, files: Readonly<Record<string, string>>): FileTree {
  const textOf = (path: string): string | undefined => files[path.slice(root.length + 1)];
  return {
    readText: textOf,
    stat(path) {
      const text = textOf(path);
      if (text === undefined) return path === root ? { kind: 'folder', size: 0, mtimeMs: 0 } : undefined;
      return { kind: 'file', size: text.length, mtimeMs: 0 };
    },
    list: (folder) => (folder === root ? Object.keys(files).map((name) => ({ name, kind: 'file' })) : []),
    realPath: (path) => path,
  };
}
