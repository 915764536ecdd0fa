/** Open editors, as far as an operation must know them. */
export interface Documents {
  /** True where an editor holds edits of this file (absolute path) that are not on disk. */
  isUnsaved(path: string): boolean;
}
