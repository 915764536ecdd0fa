import { constants, promises } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { draftOf, type Files } from '../ports/files.ts';
import { linkTree } from './link-tree.ts';

/** The files of this machine. */
export const diskFiles: Files = {
  async read(path) {
    try {
      return await promises.readFile(path);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw fileError(error, path);
    }
  },

  async writeAtomic(path, bytes) {
    const temporary = join(dirname(path), draftOf(basename(path), crypto.randomUUID().slice(0, 8)));
    try {
      const mode = await promises.stat(path).then(
        (found) => found.mode & 0o777,
        () => 0o644,
      );
      // A read-only file would be replaced by the rename without a word: its owner said no.
      if ((mode & 0o200) === 0) throw Object.assign(new Error('read-only file'), { code: 'EACCES' });
      const handle = await promises.open(temporary, 'wx', mode);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await promises.rename(temporary, path);
    } catch (error) {
      await promises.rm(temporary, { force: true }).catch(() => undefined);
      throw fileError(error, path);
    }
  },

  async remove(path) {
    await promises.rm(path, { recursive: true, force: true, maxRetries: 3 }).catch((error: unknown) => {
      throw fileError(error, path);
    });
  },

  async makeFolder(path) {
    await promises.mkdir(path, { recursive: true }).catch((error: unknown) => {
      throw fileError(error, path);
    });
  },

  async makePrivateFolder(path) {
    await promises.mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
      throw fileError(error, path);
    });
  },

  linkTree,

  async move(from, to) {
    try {
      await promises.mkdir(dirname(to), { recursive: true });
      await promises.rename(from, to);
    } catch (error) {
      throw fileError(error, from);
    }
  },

  exists: (path) => promises.access(path).then(yes, no),
  list: (folder) => promises.readdir(folder).catch(() => []),
  temporaryPath: async (name) => join(await promises.realpath(tmpdir()), name),
  realPath: (path) => promises.realpath(path).catch((error: unknown) => Promise.reject(fileError(error, path))),
  isWritable: (folder) => promises.access(folder, constants.W_OK).then(yes, no),
};

const yes = (): boolean => true;
const no = (): boolean => false;

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}

/** The system's error as one of ours; what is not known stays as it is. */
export function fileError(error: unknown, path: string): unknown {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new QmError('QM_READ_ONLY', {
        message: t('{0} cannot be written.', path),
        hint: t('Check the permissions of the file and its folder, then try again.'),
        cause: error,
      });
    case 'ENOSPC':
    case 'EDQUOT':
      return new QmError('QM_DISK_FULL', {
        message: t('There is no room left on the disk to write {0}.', path),
        hint: t('Free some space, then try again. Nothing was changed.'),
        cause: error,
      });
    case 'ENOENT':
    case 'ENOTDIR':
      return new QmError('QM_FOLDER_MISSING', {
        message: t('{0} is not there any more.', path),
        hint: t('Open the folder again, or choose another one.'),
        cause: error,
      });
    default:
      return error;
  }
}
