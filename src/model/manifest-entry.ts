import { findNodeAtLocation, findNodeAtOffset, getNodePath, parseTree } from 'jsonc-parser';
import { dependencyTypes, type DependencyType } from './manifest.ts';

/** An entry of one of the two fields between which entries move. */
export interface ManifestEntry {
  readonly field: DependencyType;
  readonly name: string;
}

/**
 * The entry in which a place in the text of a package.json lies, from the first quote of its name to the last of its range;
 * undefined elsewhere. The text may be half typed.
 */
export function manifestEntryAt(text: string, offset: number): ManifestEntry | undefined {
  const tree = parseTree(text);
  const node = tree && findNodeAtOffset(tree, offset, true);
  if (tree === undefined || node === undefined) return undefined;
  // The path of a property itself, between its name and its range, is that of the field.
  const [within, name, ...deeper] = getNodePath((node.type === 'property' && node.children?.[0]) || node);
  const field = dependencyTypes.find((candidate) => candidate === within);
  if (field === undefined || typeof name !== 'string' || deeper.length > 0) return undefined;
  return findNodeAtLocation(tree, [field, name])?.type === 'string' ? { field, name } : undefined;
}
