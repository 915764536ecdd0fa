import ignore, { type Ignore } from 'ignore';
import { directoryOf, type RelativePath } from '../base/path.ts';
import type { FolderReader } from './folder-reader.ts';

/** The .gitignore files of a folder tree, nearest first, as git reads them (gitignore documentation). */
export class IgnoreRules {
  readonly #reader: FolderReader;
  readonly #byFolder = new Map<RelativePath, Ignore | undefined>();

  constructor(reader: FolderReader) {
    this.#reader = reader;
  }

  /** The entry itself, provided that no folder above it is ignored. A folder's path is asked with `isFolder`. */
  isEntryIgnored(path: RelativePath, isFolder: boolean): boolean {
    for (let folder = directoryOf(path); ; folder = directoryOf(folder)) {
      const rules = this.#rulesOf(folder);
      if (rules !== undefined) {
        const relative = folder === '' ? path : path.slice(folder.length + 1);
        const answer = rules.test(isFolder ? `${relative}/` : relative);
        if (answer.ignored) return true;
        if (answer.unignored) return false;
      }
      if (folder === '') return false;
    }
  }

  /** The file or any folder above it: what is below an ignored folder cannot be taken back. */
  isIgnored(file: RelativePath): boolean {
    if (this.isEntryIgnored(file, false)) return true;
    for (let folder = directoryOf(file); folder !== ''; folder = directoryOf(folder)) {
      if (this.isEntryIgnored(folder, true)) return true;
    }
    return false;
  }

  #rulesOf(folder: RelativePath): Ignore | undefined {
    if (!this.#byFolder.has(folder)) {
      const text = this.#reader.readText(folder === '' ? '.gitignore' : `${folder}/.gitignore`);
      this.#byFolder.set(folder, text === undefined ? undefined : ignore().add(text));
    }
    return this.#byFolder.get(folder);
  }
}
