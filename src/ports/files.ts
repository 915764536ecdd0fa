/** The name of the temporary file that {@link Files.writeAtomic} makes beside a file; `mark`: eight hexadecimal digits. */
export function draftOf(name: string, mark: string): string {
  return `.${name}.${mark}.tmp`;
}

/** True for what a write of that file left beside it when its process died. */
export function isDraftOf(name: string, found: string): boolean {
  const mark = /\.([0-9a-f]{8})\.tmp$/.exec(found)?.[1];
  return mark !== undefined && found === draftOf(name, mark);
}

/** What an operation asks of a disk. Paths are absolute. */
export interface Files {
  /** Undefined where no file stands there; rejects for anything else. */
  read(path: string): Promise<Uint8Array | undefined>;
  /**
   * Temporary file beside it, synced, renamed; mode of the file that stood there kept. Makes no folders.
   * Rejects with QM_READ_ONLY, QM_DISK_FULL or QM_FOLDER_MISSING where the system said so.
   */
  writeAtomic(path: string, bytes: Uint8Array): Promise<void>;
  /** Removes a file or folder with all below it; nothing there is fine. */
  remove(path: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  /** One that is not there yet, for this user's eyes alone. */
  makePrivateFolder(path: string): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** Names in a folder; empty where there is none. */
  list(folder: string): Promise<readonly string[]>;
  /**
   * A second tree of the same files: folders made, files hard-linked, links remade; files right below `from`, and `from`
   * itself where it is a file, are copied, since package managers rewrite those in place. False where this disk, or this
   * tree, cannot be linked: another device, no hard links, a mount or a link in the place of `from`. Then nothing is left
   * at `to`.
   */
  linkTree(from: string, to: string): Promise<boolean>;
  /** Renames a file or folder; on one device this is an instant. Makes the folder it goes into. */
  move(from: string, to: string): Promise<void>;
  /** Real path of a name in the system's temporary folder; nothing is made there. */
  temporaryPath(name: string): Promise<string>;
  realPath(path: string): Promise<string>;
  /** True if a file could be made in the folder right now. */
  isWritable(folder: string): Promise<boolean>;
}
