import { promises } from 'node:fs';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import type { FileLock } from '../ports/lock.ts';
import type { SqlDatabase, SqlOpener } from '../ports/sql.ts';
import type { StateAnswer, StateFolder } from '../ports/state-folder.ts';
import type { KnownDatabase, UserState } from '../ports/user-state.ts';
import { fileError } from './disk-files.ts';

/** What the journal does with a database: brought in by the one who composes, since siblings do not import each other. */
export interface DatabaseSchema {
  migrate(database: SqlDatabase): boolean;
  databaseId(database: SqlDatabase): string;
}

export interface StateFolderOptions {
  readonly user: UserState;
  readonly sqlite: SqlOpener;
  readonly schema: DatabaseSchema;
  readonly lock: FileLock;
  /** In the user's own folder: two processes that meet at the first operation must not set each other's work aside. */
  readonly lockFile: string;
}

export class DiskStateFolder implements StateFolder {
  readonly #user: UserState;
  readonly #sqlite: SqlOpener;
  readonly #schema: DatabaseSchema;
  readonly #options: StateFolderOptions;

  constructor(options: StateFolderOptions) {
    this.#options = options;
    this.#user = options.user;
    this.#sqlite = options.sqlite;
    this.#schema = options.schema;
  }

  async open(root: string, create: boolean, onSetAside: (path: string) => void): Promise<StateAnswer> {
    const folder = join(root, '.quartermaster');
    const file = join(folder, 'state.db');
    const opened = await this.#openIfKnown(root, folder, file);
    if (opened !== undefined) return opened;
    if (!create) return { kind: 'none' };
    const release = await this.#options.lock.acquire(
      this.#options.lockFile,
      () => undefined,
      new AbortController().signal,
    );
    try {
      const meanwhile = await this.#openIfKnown(root, folder, file);
      if (meanwhile !== undefined) return meanwhile;
      if (await exists(folder)) onSetAside(await setAside(folder));
      return await this.#make(root, folder, file);
    } finally {
      await release();
    }
  }

  async stands(root: string): Promise<boolean> {
    const folder = join(root, '.quartermaster');
    const known = await this.#user.knownDatabase(root);
    return known !== undefined && this.#isKnown(folder, join(folder, 'state.db'), known);
  }

  async forget(root: string): Promise<void> {
    if (!(await this.stands(root))) return;
    const folder = join(root, '.quartermaster');
    await promises.rm(folder, { recursive: true, force: true }).catch((error: unknown) => {
      throw fileError(error, folder);
    });
  }

  async #openIfKnown(root: string, folder: string, file: string): Promise<StateAnswer | undefined> {
    const known = await this.#user.knownDatabase(root);
    return known !== undefined && (await this.#isKnown(folder, file, known)) ? this.#openKnown(file, known) : undefined;
  }

  async #isKnown(folder: string, file: string, known: KnownDatabase): Promise<boolean> {
    const isFolder = await promises.lstat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    );
    const identity = isFolder ? await identityOf(file) : undefined;
    return identity?.device === known.device && identity.inode === known.inode;
  }

  #openKnown(file: string, known: KnownDatabase): StateAnswer {
    const database = this.#sqlite.open(file);
    if (database === undefined) return { kind: 'unavailable' };
    if (!this.#schema.migrate(database)) {
      database.close();
      throw new QmError('QM_STATE_UNAVAILABLE', {
        message: t('The history of this folder was written by a newer version of Quartermaster.'),
        hint: t('Update Quartermaster. Until then findings are shown, but nothing is installed.'),
      });
    }
    if (this.#schema.databaseId(database) === known.databaseId) return { kind: 'open', database };
    database.close();
    throw new QmError('QM_STATE_UNAVAILABLE', {
      message: t('The history of this folder is not the one that was written here.'),
      hint: t('Move .quartermaster/ away, then try again.'),
    });
  }

  async #make(root: string, folder: string, file: string): Promise<StateAnswer> {
    // Asked before anything is made: a folder without a known database would pass for somebody else's the next time.
    const probe = this.#sqlite.open(':memory:');
    if (probe === undefined) return { kind: 'unavailable' };
    probe.close();
    try {
      await promises.mkdir(folder, { recursive: true });
      await promises.writeFile(join(folder, '.gitignore'), '*\n');
    } catch (error) {
      throw fileError(error, folder);
    }
    const database = this.#sqlite.open(file);
    if (database === undefined) return { kind: 'unavailable' };
    this.#schema.migrate(database);
    const identity = await identityOf(file);
    if (identity !== undefined) {
      await this.#user.setKnownDatabase(root, { ...identity, databaseId: this.#schema.databaseId(database) });
    }
    return { kind: 'open', database };
  }
}

/** A link is not followed: what it points to is somebody else's. */
async function identityOf(file: string): Promise<{ device: string; inode: string } | undefined> {
  const found = await promises.lstat(file, { bigint: true }).catch(() => undefined);
  return found?.isFile() === true ? { device: String(found.dev), inode: String(found.ino) } : undefined;
}

async function exists(path: string): Promise<boolean> {
  return promises.lstat(path).then(
    () => true,
    () => false,
  );
}

async function setAside(folder: string): Promise<string> {
  for (let number = 1; ; number++) {
    const aside = `${folder}.set-aside-${number}`;
    if (await exists(aside)) continue;
    await promises.rename(folder, aside).catch((error: unknown) => {
      throw fileError(error, folder);
    });
    return aside;
  }
}
