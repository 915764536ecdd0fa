import { join } from 'node:path';
import { loadCompiled } from '../code-cache.ts';
import { userFolders } from '../user-folders.ts';

/** Of scan/confirm/confirmer.ts, as far as it passes through here. */
interface Confirmer {
  confirm(path: string, text: string): unknown;
  aliases(path: string, text: string): unknown;
}

/** Stands in the bundles' place of scan/confirm/parse.ts: the same, with its machine code remembered between runs. */
export function createConfirmer(): Confirmer {
  const file = join(__dirname, 'parser-code.js');
  const loaded = loadCompiled<{ createConfirmer(): Confirmer }>(file, join(userFolders().cache, 'code'));
  const confirmer = loaded.exports.createConfirmer();
  let isFirst = true;
  return {
    aliases: (path, text) => confirmer.aliases(path, text),
    confirm(path, text) {
      const sites = confirmer.confirm(path, text);
      // After the answer: it takes as long as a parse.
      if (isFirst) setImmediate(() => void loaded.remember());
      isFirst = false;
      return sites;
    },
  };
}
