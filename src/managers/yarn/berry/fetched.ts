import { t } from '@vscode/l10n';
import { QmError } from '../../../base/errors.ts';
import { absolute } from '../../../base/path.ts';
import type { LockedPackage } from '../../../model/lockfile.ts';
import type { DriverContext } from '../../../ports/manager-driver.ts';
import { filesOf } from './zip.ts';

/** Where a resolve puts what it fetches: see the driver's variables. */
export const cacheFolder = '.yarn/cache';

/**
 * What Yarn has in its archive of a package, found by the archive's own checksum in the lockfile: with the registry's
 * tarball beside it, that proves the checksum by which every later install is checked.
 */
export async function fetchedFiles(
  context: DriverContext,
  { name, version, integrity }: LockedPackage,
): Promise<ReadonlyMap<string, string> | undefined> {
  // For another platform: not fetched, so there is no checksum either.
  if (integrity === undefined) return undefined;
  const archive = (await archivesOf(context)).get(integrity.slice(integrity.indexOf('/') + 1));
  if (archive === undefined) {
    throw new QmError('QM_INTEGRITY', {
      message: t('What Yarn fetched of {0} {1} was not found, so it could not be compared.', name, version),
      hint: t('Try again. Nothing was changed.'),
    });
  }
  const files = new Map<string, string>();
  const root = `node_modules/${name}/`;
  for (const file of filesOf(await readFile(context, archive))) {
    if (file.name.startsWith(root)) files.set(file.name.slice(root.length), await sha512(await file.read()));
  }
  return files;
}

/** By context: all packages of one resolve are asked for, and its archives do not change between. */
const known = new WeakMap<DriverContext, Promise<ReadonlyMap<string, string>>>();

/** File names by checksum. */
function archivesOf(context: DriverContext): Promise<ReadonlyMap<string, string>> {
  const found = known.get(context) ?? readArchives(context);
  known.set(context, found);
  return found;
}

async function readArchives(context: DriverContext): Promise<ReadonlyMap<string, string>> {
  const names = await context.files.list(absolute(context.cwd, cacheFolder));
  const found = new Map<string, string>();
  for (const name of names.filter((each) => each.endsWith('.zip'))) {
    found.set(await sha512(await readFile(context, name)), name);
  }
  return found;
}

async function readFile({ files, cwd }: DriverContext, name: string): Promise<Uint8Array> {
  return (await files.read(absolute(cwd, `${cacheFolder}/${name}`))) ?? new Uint8Array();
}

async function sha512(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-512', Uint8Array.from(bytes)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
