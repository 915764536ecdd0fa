import { t } from '@vscode/l10n';
import { mapLimited } from '../base/async.ts';
import { QmError } from '../base/errors.ts';
import { toRegistryError } from '../managers/failure.ts';
import type { LockedPackage } from '../model/lockfile.ts';
import type { DriverContext, ManagerDriver } from '../ports/manager-driver.ts';
import type { Registry, TarballAnswer } from '../ports/registry.ts';

/** Tarballs downloaded at once. */
const downloadedAtOnce = 8;

/**
 * For a manager that takes what a registry sends for what it announces: downloads every newcomer's tarball, compares it
 * with the announced hash, and then what the manager keeps of the package, file by file, with the tarball. What it keeps
 * stands in the lockfile by its checksum, so whatever is installed from that lockfile has this content.
 *
 * Rejects with QM_INTEGRITY where the content differs, with the registry's fault where it did not answer. Returns the
 * packages of which the registry announces no hash, so that nothing is proven.
 */
export async function checkFirstFetch(
  { registry }: { readonly registry: Pick<Registry, 'tarball'> },
  driver: ManagerDriver,
  shadow: DriverContext,
  newcomers: readonly LockedPackage[],
  signal: AbortSignal,
): Promise<readonly LockedPackage[]> {
  if (driver.trustsFirstFetch !== true) return [];
  const published = newcomers.filter(({ source }) => source === 'registry');
  const unproven = await mapLimited(published, downloadedAtOnce, async (newcomer) => {
    const kept = driver.fetchedFiles === undefined ? new Map() : await driver.fetchedFiles(shadow, newcomer);
    // Nothing of it was fetched, so nothing of it can be another's.
    if (kept === undefined) return [];
    const answer = await registry.tarball(newcomer.name, newcomer.version, shadow.project, signal);
    if (!answer.ok && answer.reason === 'unannounced') return [newcomer];
    if (!answer.ok) throw faultOf(newcomer, answer);
    if (driver.fetchedFiles !== undefined && !sameFiles(kept, answer.files)) throw otherContent(newcomer, '');
    return [];
  });
  return unproven.flat();
}

function sameFiles(kept: ReadonlyMap<string, string>, published: ReadonlyMap<string, string>): boolean {
  return kept.size === published.size && [...published].every(([path, hash]) => kept.get(path) === hash);
}

function faultOf(newcomer: LockedPackage, answer: Extract<TarballAnswer, { ok: false }>): QmError {
  const { reason, message } = answer;
  if (reason === 'other-content' || reason === 'unannounced') return otherContent(newcomer, message);
  // It stood in the packument a moment ago.
  return toRegistryError(reason === 'not-found' ? 'failed' : reason, message);
}

function otherContent({ name, version }: LockedPackage, details: string): QmError {
  return new QmError('QM_INTEGRITY', {
    message: t('{0} {1} does not have the content that the registry promised.', name, version),
    hint: t('Try again. If it happens twice, do not install it: the registry or the network altered it.'),
    details: details === '' ? t('What was downloaded for the lockfile differs from the published package.') : details,
  });
}
