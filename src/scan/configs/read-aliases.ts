import type { RelativePath } from '../../base/path.ts';
import type { LoadConfirmer } from '../confirm/confirmer.ts';
import type { FolderState } from '../folder-state.ts';
import type { ConfigAlias } from './config-alias.ts';
import { maySayAliases, reachOfConfig } from './config-files.ts';

/**
 * What all configurations of a folder say of bare specifiers, by the folder that each speaks of. What was read of one is
 * remembered with its record, so the parser is loaded for one that is new.
 */
export async function readConfigAliases(
  state: FolderState,
  loadConfirmer: LoadConfirmer,
): Promise<readonly (readonly [folder: RelativePath, aliases: readonly ConfigAlias[]])[]> {
  const said: (readonly [RelativePath, readonly ConfigAlias[]])[] = [];
  for (const path of state.configFiles()) {
    const aliases = await aliasesOf(state, path, loadConfirmer);
    if (aliases.length > 0) said.push([reachOfConfig(path), aliases]);
  }
  return said;
}

async function aliasesOf(
  state: FolderState,
  path: RelativePath,
  loadConfirmer: LoadConfirmer,
): Promise<readonly ConfigAlias[]> {
  const stat = state.reader.stat(path);
  if (stat === undefined) return [];
  const record = state.record({ path, size: stat.size, mtimeMs: stat.mtimeMs })?.record;
  if (record === undefined || record.aliases !== undefined) return record?.aliases ?? [];
  const text = state.reader.readText(path) ?? '';
  const aliases = maySayAliases(path, text) ? (await loadConfirmer()).aliases(path, text) : [];
  state.remember(path, { ...record, aliases });
  return aliases;
}
