import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { absolute } from '../base/path.ts';
import { broughtIn, isLockfile } from '../model/lockfile.ts';
import { manifestPath } from '../model/manifest.ts';
import type { PackageChange } from '../model/operation.ts';
import type { FileChange } from '../model/resolution.ts';
import type { ApplyContext, ApplyRequest } from './apply.ts';
import { baseMoved, isManifest, sameBytes } from './file-records.ts';
import { changeStands } from './manifest-merge.ts';

/** What there is to know of an install that is verified. */
interface Installed {
  /**
   * Another package manager was at work meanwhile, so that what is missing was taken away by it and what is more was
   * brought by it.
   */
  readonly othersWorked: boolean;
  /** What the package manager said. */
  readonly output: string;
}

/**
 * What was planned is what stands there: the entries in the manifests, the packages of the lockfile and no others, the
 * versions in node_modules. Rejects with QM_BASE_MOVED where somebody else took it away, with QM_VERIFY_FAILED otherwise.
 */
export async function verify(context: ApplyContext, request: ApplyRequest, installed: Installed): Promise<void> {
  const { output } = installed;
  const isShared = (await verifyManifests(context, request)) || installed.othersWorked;
  if (!isShared) await verifyLockfile(context, request, output);
  for (const change of request.changes) {
    if (change.to === undefined) continue;
    const found = await installedVersion(context, request, change);
    if (found === change.to) continue;
    if (isShared) throw baseMoved();
    throw verifyFailed(
      found === undefined
        ? t('{0} is not in node_modules after the install.', change.name)
        : t('{0} {1} is in node_modules, but {2} was resolved.', change.name, found, change.to),
      output,
    );
  }
}

/** True where somebody else has written into a manifest too. */
async function verifyManifests({ files }: ApplyContext, { root, files: changes }: ApplyRequest): Promise<boolean> {
  let isShared = false;
  for (const change of changes.filter(({ path }) => isManifest(path))) {
    const now = await files.read(absolute(root, change.path));
    if (sameBytes(now, change.after)) continue;
    if (!changeStands(now, change.before, change.after)) throw baseMoved();
    isShared = true;
  }
  return isShared;
}

/** Nothing may land that was not in the lockfile which was judged. */
async function verifyLockfile(
  { files, driver }: ApplyContext,
  { root, files: changes }: ApplyRequest,
  output: string,
): Promise<void> {
  for (const change of changes.filter(({ path, after }) => isLockfile(path) && after !== undefined)) {
    const planned = await driver.readLockfile(textOf(change));
    const landed = await driver.readLockfile(new TextDecoder().decode(await files.read(absolute(root, change.path))));
    const [stranger] = broughtIn(planned, landed);
    if (stranger === undefined) continue;
    throw verifyFailed(
      t('The package manager brought {0} {1}, which was not resolved before.', stranger.name, stranger.version),
      output,
    );
  }
}

function textOf(change: FileChange): string {
  return new TextDecoder().decode(change.after);
}

function verifyFailed(message: string, output: string): QmError {
  return new QmError('QM_VERIFY_FAILED', {
    message,
    hint: t('Everything was put back. The details of the operation have what the package manager said.'),
    details: output,
  });
}

async function installedVersion(
  { files, driver, driverContext }: ApplyContext,
  request: ApplyRequest,
  change: PackageChange,
): Promise<string | undefined> {
  const told = await driver.installedVersion?.(driverContext, request.folderOf(change), change.name);
  if (told !== undefined) return told;
  for (const folder of new Set([request.folderOf(change), request.root])) {
    const bytes = await files.read(absolute(folder, manifestPath(`node_modules/${change.name}`)));
    if (bytes !== undefined) return versionIn(bytes);
  }
  return undefined;
}

function versionIn(bytes: Uint8Array): string | undefined {
  try {
    const { version } = JSON.parse(new TextDecoder().decode(bytes)) as { version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}
