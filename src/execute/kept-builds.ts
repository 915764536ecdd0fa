import { absolute } from '../base/path.ts';
import { isSameContent, type ScriptedPackage } from '../model/build.ts';
import type { Files } from '../ports/files.ts';
import type { PackageTrees } from '../ports/package-trees.ts';

/** Packages as they were built, kept while a package manager works without their scripts. */
export interface KeptBuilds {
  /** Before the manager begins; once more where somebody else built something since, which is kept too. */
  keep(): Promise<void>;
  /** After it ended, as often as it did: whatever it made of a package that is still the same is built again. */
  bringBack(): Promise<void>;
}

const index = 'packages.json';

/**
 * Keeps packages in `folder` by hard links, with a note of what they are, beside those that are kept there; what cannot be
 * linked is left out.
 */
export async function keepPackages(
  files: Files,
  root: string,
  packages: readonly ScriptedPackage[],
  folder: string,
): Promise<void> {
  const kept: (ScriptedPackage | object)[] = (await readIndex(files, folder)).map(({ found }) => found);
  let isMore = false;
  for (const each of packages) {
    const at = keptAt(folder, kept.length);
    // A process that died in the middle of this left a folder that the index has not.
    await files.remove(at);
    const isKept = await files.linkTree(absolute(root, each.place), at);
    kept.push(isKept ? each : {});
    isMore ||= isKept;
  }
  if (isMore) await files.writeAtomic(`${folder}/${index}`, new TextEncoder().encode(JSON.stringify(kept)));
}

/** Returns those of the standing packages that are again as they were kept; the same place goes before any other. */
export async function bringPackagesBack(
  files: Files,
  trees: PackageTrees,
  root: string,
  standing: readonly ScriptedPackage[],
  folder: string,
): Promise<readonly ScriptedPackage[]> {
  const kept = await readIndex(files, folder);
  const back: ScriptedPackage[] = [];
  for (const each of standing) {
    const same = kept.filter(({ found }) => isSameContent(found, each));
    const source = same.find(({ found }) => found.place === each.place) ?? same[0];
    if (source === undefined) continue;
    await trees.bringBack(source.at, absolute(root, each.place));
    back.push(each);
  }
  return back;
}

interface Kept {
  readonly found: ScriptedPackage;
  readonly at: string;
}

async function readIndex(files: Files, folder: string): Promise<readonly Kept[]> {
  const bytes = await files.read(`${folder}/${index}`);
  if (bytes === undefined) return [];
  const found = JSON.parse(new TextDecoder().decode(bytes)) as readonly ScriptedPackage[];
  return found.map((each, number) => ({ found: each, at: keptAt(folder, number) }));
}

function keptAt(folder: string, number: number): string {
  return `${folder}/${number}`;
}
