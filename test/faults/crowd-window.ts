import path from 'node:path';
import { createEngine } from '../../src/engine/engine.ts';
import { makeScanner } from '../../src/hosts/cli/scanner.ts';
import { composeServices } from '../../src/hosts/compose.ts';
import { defaultRetention } from '../../src/model/retention.ts';
import { byHand, never, requests } from '../support/engine.ts';

// An engine as a window has it, that installs one package after the other and tells its parent how each ended.

const [folder = '', home = '', ...names] = process.argv.slice(2);
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
  livesOn: true,
  retention: async () => defaultRetention,
});
await engine.start('assist');
const errors: (string | null)[] = [];
for (const name of names) {
  try {
    const { operations } = await engine.install(requests([name]), byHand, never);
    const [operation] = operations;
    const details = `${operation?.error?.code} ${operation?.error?.message} ${operation?.error?.details ?? ''}`;
    errors.push(operation?.status === 'succeeded' ? null : `${operation?.status} ${details}`);
  } catch (error) {
    errors.push(String(error));
  }
}
await engine.close();
await scanner.dispose();
process.send?.(errors);
process.disconnect();
