import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { t } from '@vscode/l10n';
import type { RelativePath } from '../base/path.ts';
import { approvalDays } from '../model/approval.ts';
import { declaredIn } from '../model/manifest.ts';
import type { OperationFacts } from '../model/operation.ts';
import type { Project } from '../model/project.ts';
import { canonicalJson } from './rules-hash.ts';

/**
 * What an install that waits was planned on: the project's package manager, and what each of its manifests says of the
 * packages. SHA-256, lower-case hexadecimal. Other packages may come and go meanwhile: what they bring about is judged anew
 * when the install is made.
 */
export function baseOfInstall({ manager, manifests }: Project, names: readonly string[]): string {
  const declared = manifests.map((manifest) => [
    manifest.folder,
    ...names.toSorted().map((name) => [name, declaredIn(manifest, name), manifest.name === name]),
  ]);
  const id = manager.kind === 'chosen' ? manager.id : manager.kind;
  return bytesToHex(sha256(utf8ToBytes(canonicalJson([id, declared]))));
}

/** What is known of the folder when a row is looked at. */
export interface Surroundings {
  readonly now: Date;
  /** Undefined where no project stands there; a manifest that cannot be read is none that is gone. */
  readonly project: Project | undefined | 'unreadable';
  /** Whether a missing package is still what it was asked for; undefined where nobody knows. */
  readonly isMissing: (name: string, manifest: RelativePath) => boolean | undefined;
}

/** What of its evidence says that an import made the install wanted. */
export const importEvidence = 'import';

/** Why a row that waits can be approved no more, in a sentence; undefined where it can. */
export function whyOver(row: OperationFacts, { now, project, isMissing }: Surroundings): string | undefined {
  const { expiresAt, baseHash, evidence } = row.audit;
  if (expiresAt !== undefined && now.toISOString() >= expiresAt) {
    return t('Cancelled: nobody answered within {0} days.', approvalDays);
  }
  if (project === 'unreadable') return undefined;
  if (project === undefined) return t('Cancelled: the project is not there any more.');
  const names = row.packages.map(({ name }) => name);
  if (baseOfInstall(project, names) !== baseHash) {
    return t('Cancelled: package.json says something else about {0} by now.', names.join(', '));
  }
  const isWanted = evidence.some(({ kind }) => kind === importEvidence);
  const isGone = row.packages.some(({ name, manifest }) => isMissing(name, manifest) === false);
  if (!isWanted || !isGone) return undefined;
  return t('Cancelled: {0} is not missing any more.', names.join(', '));
}
