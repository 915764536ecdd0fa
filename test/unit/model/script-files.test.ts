import assert from 'node:assert/strict';
import { filesNamedIn } from '../../../src/model/script-files.ts';

describe('filesNamedIn', () => {
  const table: readonly (readonly [script: string, named: readonly string[], not?: readonly string[]])[] = [
    ['install: node build.js', ['build.js']],
    ['install: node ./scripts/install', ['scripts/install.js', 'scripts/install/index.js', 'scripts/install.cjs']],
    ['postinstall: node -e "require(\'./lib/post\')"', ['lib/post.js']],
    ['preinstall: sh make.sh && node b.mjs;node c', ['make.sh', 'b.mjs', 'c.js']],
    ['install: node-gyp rebuild', ['binding.gyp']],
    // What is elsewhere is none of its files.
    ['install: node ../evil.js', [], ['../evil.js', 'evil.js']],
    ['install: node /etc/passwd --build-from-source $HOME/x.js', [], ['etc/passwd', '--build-from-source', 'x.js']],
  ];
  for (const [script, named, not = []] of table) {
    it(script, () => {
      const found = new Set(filesNamedIn([script]));
      assert.deepEqual(
        [named.filter((path) => !found.has(path)), not.filter((path) => found.has(path))],
        [[], []],
        [...found].join(' '),
      );
    });
  }
});
