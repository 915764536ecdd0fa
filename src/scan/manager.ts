import { manifestPath, type Manifest } from '../model/manifest.ts';
import { npmByDefault, managerIds, type ManagerChoice, type ManagerId, type YarnGeneration } from '../model/project.ts';
import type { RelativePath } from '../base/path.ts';

/** Lockfile names and who writes them. */
export const lockfileManagers: ReadonlyMap<string, ManagerId> = new Map([
  ['npm-shrinkwrap.json', 'npm'],
  ['package-lock.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
]);

/** What the detection asks about a folder. */
export interface ManagerEvidence {
  /** Seen from the scanned folder: one above it begins with `..`. */
  readonly folder: string;
  readonly manifest: Manifest | undefined;
  /** Names. */
  readonly lockfiles: readonly string[];
  readonly isPnpmWorkspace: boolean;
  /** A `.yarnrc.yml`, or a yarn.lock with `__metadata:`, in the folder (Yarn documentation, "Migration"). */
  readonly isYarnBerry: () => boolean;
}

interface Clue {
  readonly id: ManagerId;
  readonly version: string | undefined;
  readonly because: string;
}

/**
 * The manager of a project, from its root upwards (`folders`: its own first): `packageManager`,
 * `devEngines.packageManager`, the nearest lockfile, a pnpm-workspace.yaml; nothing at all means npm. Clues that contradict
 * each other are a conflict and never weighed, lockfiles of `members` against the root's included. A manager that is none
 * of ours is a conflict without it.
 */
export function chooseManager(
  folders: readonly ManagerEvidence[],
  members: readonly Pick<ManagerEvidence, 'folder' | 'lockfiles'>[],
): ManagerChoice {
  const locked = folders.map(lockfileClues).find((clues) => clues.length > 0) ?? [];
  const declared = declaredManagers(folders, new Set(locked.map(({ id }) => id)));
  const strayed = members.flatMap(lockfileClues);
  const clues = [...declared.clues, ...locked];
  const ids = new Set(clues.map(({ id }) => id));
  if (ids.size > 1 || declared.isForeign || strayed.length > 0) {
    return { kind: 'conflict', found: [...clues, ...strayed].map(({ id, because }) => ({ id, because })) };
  }
  const [first] = clues;
  if (first !== undefined) return { kind: 'chosen', ...first, generation: generationOf(first, folders) };
  const pnpm = folders.find(({ isPnpmWorkspace }) => isPnpmWorkspace);
  if (pnpm !== undefined)
    return {
      kind: 'chosen',
      id: 'pnpm',
      version: undefined,
      generation: undefined,
      because: pathIn(pnpm.folder, 'pnpm-workspace.yaml'),
    };
  return npmByDefault;
}

/** By the version that is named, else by what stands in the folders; Yarn 1 where nothing tells. */
function generationOf({ id, version }: Clue, folders: readonly ManagerEvidence[]): YarnGeneration | undefined {
  if (id !== 'yarn') return undefined;
  const major = /^\D*(\d+)/.exec(version ?? '')?.[1];
  if (major !== undefined) return major === '1' || major === '0' ? 'classic' : 'berry';
  return folders.some(({ isYarnBerry }) => isYarnBerry()) ? 'berry' : 'classic';
}

interface Named {
  readonly name: string;
  readonly version: string | undefined;
  readonly because: string;
}

function declaredManagers(
  folders: readonly ManagerEvidence[],
  locked: ReadonlySet<string>,
): { readonly clues: readonly Clue[]; readonly isForeign: boolean } {
  for (const { manifest } of folders) {
    const named = manifest === undefined ? [] : namedIn(manifest, locked);
    if (named.length === 0) continue;
    const clues = named.flatMap(({ name, version, because }) =>
      isManager(name) ? [{ id: name, version, because }] : [],
    );
    return { clues, isForeign: clues.length < named.length };
  }
  return { clues: [], isForeign: false };
}

/** devEngines may allow several: then what `packageManager` or the lockfile names is meant. */
function namedIn(manifest: Manifest, locked: ReadonlySet<string>): readonly Named[] {
  const place = manifestPath(manifest.folder);
  const exact = manifest.packageManager === undefined ? undefined : splitVersion(manifest.packageManager);
  const pinned = exact === undefined ? [] : [{ ...exact, because: `${place}: packageManager` }];
  const allowed = manifest.devEngines.map((one) => ({ ...one, because: `${place}: devEngines.packageManager` }));
  if (exact !== undefined && allowed.some(({ name }) => name === exact.name)) return pinned;
  const meant = allowed.filter(({ name }) => locked.has(name));
  return [...pinned, ...(allowed.length > 1 && meant.length > 0 ? meant : allowed)];
}

function lockfileClues({ folder, lockfiles }: Pick<ManagerEvidence, 'folder' | 'lockfiles'>): readonly Clue[] {
  return lockfiles.flatMap((name) => {
    const id = lockfileManagers.get(name);
    return id === undefined ? [] : [{ id, version: undefined, because: pathIn(folder, name) }];
  });
}

/** `pnpm@9.1.0+sha512.abc` -> pnpm, 9.1.0 (Corepack's format). */
function splitVersion(text: string): { readonly name: string; readonly version: string | undefined } {
  const match = /^([^@]+)(?:@([^+]+).*)?$/.exec(text);
  return { name: match?.[1] ?? text, version: match?.[2] };
}

function isManager(name: string): name is ManagerId {
  return (managerIds as readonly string[]).includes(name);
}

function pathIn(folder: RelativePath, name: string): RelativePath {
  return folder === '' ? name : `${folder}/${name}`;
}
