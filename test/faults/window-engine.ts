import path from 'node:path';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { makeScanner } from '../../src/hosts/cli/scanner.ts';
import { composeServices } from '../../src/hosts/compose.ts';
import { defaultRetention } from '../../src/model/retention.ts';

/**
 * An engine as a window has it, for a process that is nothing else. `home`: what stands for the user's own folder;
 * `livesOn`: what waits when it ends goes on in the next one.
 */
export async function withWindowEngine<T>(
  { folder, home, livesOn }: { readonly folder: string; readonly home: string; readonly livesOn: boolean },
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const folders = { state: path.join(home, 'quartermaster'), cache: path.join(home, 'cache') };
  const nothing = (): void => undefined;
  const dataFolder = path.join(import.meta.dirname, '../../data');
  const scanner = makeScanner(folders.cache, dataFolder);
  const engine = createEngine({
    ...composeServices({ dataFolder, workspaces: () => [folder], folders }),
    root: folder,
    scanner,
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    trust: { isTrusted: () => true, onDidGrant: () => ({ dispose: nothing }) },
    documents: { isUnsaved: () => false },
    patienceMs: Infinity,
    livesOn,
    retention: async () => defaultRetention,
  });
  await engine.start('assist');
  try {
    return await work(engine);
  } finally {
    await engine.close();
    await scanner.dispose();
  }
}
