import ignore, { type Ignore } from 'ignore';
import { directoryOf, type RelativePath } from '../base/path.ts';
import type { FolderReader } from './folder-reader.ts';

/** The rules of one folder, for paths from it on. */
interface FolderRules {
  readonly rules: Ignore;
  /** Of the folder's path with its slash. */
  readonly length: number;
}

/** The .gitignore files of a folder tree, nearest first, as git reads them (gitignore documentation). */
export class IgnoreRules {
  readonly #reader: FolderReader;
  /** Of a folder and of those above it, for each folder that was asked about. */
  readonly #byFolder = new Map<RelativePath, readonly FolderRules[]>();

  constructor(reader: FolderReader) {
    this.#reader = reader;
  }

  /** Tells that a folder, whose path is told after those above it, has no .gitignore: nobody needs to look for one. */
  noteNone(folder: RelativePath): void {
    this.#byFolder.set(folder, folder === '' ? [] : this.#rulesFor(directoryOf(folder)));
  }

  /** The entry itself, provided that no folder above it is ignored. A folder's path is asked with `isFolder`. */
  isEntryIgnored(path: RelativePath, isFolder: boolean): boolean {
    for (const { rules, length } of this.#rulesFor(directoryOf(path))) {
      const relative = path.slice(length);
      const answer = rules.test(isFolder ? `${relative}/` : relative);
      if (answer.ignored) return true;
      if (answer.unignored) return false;
    }
    return false;
  }

  /** The file or any folder above it: what is below an ignored folder cannot be taken back. */
  isIgnored(file: RelativePath): boolean {
    if (this.isEntryIgnored(file, false)) return true;
    for (let folder = directoryOf(file); folder !== ''; folder = directoryOf(folder)) {
      if (this.isEntryIgnored(folder, true)) return true;
    }
    return false;
  }

  #rulesFor(folder: RelativePath): readonly FolderRules[] {
    const known = this.#byFolder.get(folder);
    if (known !== undefined) return known;
    const above = folder === '' ? [] : this.#rulesFor(directoryOf(folder));
    const text = this.#reader.readText(folder === '' ? '.gitignore' : `${folder}/.gitignore`);
    const own = { rules: ignore().add(text ?? ''), length: folder === '' ? 0 : folder.length + 1 };
    const all = text === undefined ? above : [own, ...above];
    this.#byFolder.set(folder, all);
    return all;
  }
}
