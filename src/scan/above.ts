import { foldersAbove, wayTo, type RelativePath } from '../base/path.ts';
import type { Manifest } from '../model/manifest.ts';
import type { FolderReader } from './folder-reader.ts';
import { lockfileManagers } from './manager.ts';
import { isMarker, parseManifest } from './manifest.ts';

/** A folder above the scanned one that says something about it. */
export interface FolderAbove {
  readonly reader: FolderReader;
  /** The way from it to the scanned folder: `packages/a`. */
  readonly way: RelativePath;
  /** Seen from the scanned folder: its own folder begins with `..`. Undefined: none that can be read. */
  readonly manifest: Manifest | undefined;
  /** Names, those of the manager that is asked first before. */
  readonly lockfiles: readonly string[];
  /** Text of its pnpm-workspace.yaml. */
  readonly pnpmWorkspace: string | undefined;
  /** Within the git repository of the scanned folder. */
  readonly isInRepository: boolean;
}

/**
 * The folders above the scanned one in which a package manager would look, the nearest first: a folder that is open may be
 * a member of a workspace, and a manager may be named once for a whole repository. Read, and never more than that: nobody
 * opened these folders.
 */
export function readAbove(scanned: FolderReader): readonly FolderAbove[] {
  const above: FolderAbove[] = [];
  const repository = repositoryOf(scanned);
  for (const folder of foldersAbove(scanned.root)) {
    const reader = scanned.elsewhere(folder);
    const manifest = manifestOf(reader, wayTo(folder, scanned.root) ?? '');
    const lockfiles = [...lockfileManagers.keys()].filter((name) => reader.isFile(name));
    const pnpmWorkspace = reader.readText('pnpm-workspace.yaml');
    if (manifest === undefined && lockfiles.length === 0 && pnpmWorkspace === undefined) continue;
    const isInRepository = repository !== undefined && folder.length >= repository.length;
    above.push({ reader, way: wayTo(scanned.root, folder) ?? '', manifest, lockfiles, pnpmWorkspace, isInRepository });
  }
  return above;
}

/** Absolute; undefined where the folder is in none. */
function repositoryOf(scanned: FolderReader): string | undefined {
  return [scanned.root, ...foldersAbove(scanned.root)].find((folder) => scanned.elsewhere(folder).stat('.git'));
}

function manifestOf(reader: FolderReader, folder: string): Manifest | undefined {
  const text = reader.readText('package.json');
  if (text === undefined) return undefined;
  const reading = parseManifest(folder, text);
  return reading.ok && !isMarker(reading.manifest) ? reading.manifest : undefined;
}
