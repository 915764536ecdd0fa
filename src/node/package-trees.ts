import type { PackageTrees } from '../ports/package-trees.ts';

/** The trees of this machine; the code is loaded when the first of them is looked at. */
export const packageTrees: PackageTrees = {
  scripted: async (tree) => (await load()).scripted(tree),
  look: async (folder) => (await load()).look(folder),
  filesAmong: async (folder, paths) => (await load()).filesAmong(folder, paths),
  digest: async (folder) => (await load()).digest(folder),
  bringBack: async (kept, folder) => (await load()).bringBack(kept, folder),
};

const load = () => import('./lazy/disk-package-trees.ts');
