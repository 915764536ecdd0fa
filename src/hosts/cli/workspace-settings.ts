import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { diskTree } from '../../node/disk-tree.ts';

/** Where VS Code keeps what a folder sets for itself. */
export const settingsFile = '.vscode/settings.json';

/**
 * `quartermaster.ignorePackages` as the folder sets it. What stands in the user's own settings or in a .code-workspace is
 * the editor's to know. The repository brings this file along: all that it can do is to hide findings, and what it hides
 * is said.
 */
export function ignoredPackages(root: string): readonly string[] {
  const settings: unknown = parse(diskTree.readText(join(root, settingsFile)) ?? '', [], { allowTrailingComma: true });
  if (typeof settings !== 'object' || settings === null || !('quartermaster.ignorePackages' in settings)) return [];
  const value = settings['quartermaster.ignorePackages'];
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
}
