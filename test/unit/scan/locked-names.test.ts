import assert from 'node:assert/strict';
import { lockedNames } from '../../../src/scan/locked-names.ts';

describe('scan/locked-names', () => {
  const texts: readonly (readonly [file: string, text: string, names: readonly string[]])[] = [
    [
      'package-lock.json',
      '{ "packages": { "": { "dependencies": { "declared": "^1" } }, "node_modules/a": {}, "app/node_modules/@b/c": {} } }',
      ['@b/c', 'a'],
    ],
    [
      'npm-shrinkwrap.json',
      '{ "dependencies": { "a": {\n "version": "1.0.0", "requires": { "peer": "1" } } } }',
      ['a'],
    ],
    [
      'app/pnpm-lock.yaml',
      "importers:\n\n  .:\n    dependencies:\n      alias:\n        specifier: npm:real@1\n        version: real@1.0.0\n\npackages:\n\n  real@1.0.0:\n    peerDependencies:\n      peer: '1'\n\n  '@b/c@2.0.0':\n",
      ['@b/c', 'alias', 'real'],
    ],
    ['pnpm-lock.yaml', 'packages:\n\n  /a/1.0.0:\n    dev: true\n  /@b/c@2.0.0:\n', ['@b/c', 'a']],
    [
      'yarn.lock',
      'a@^1.0.0, a@^1.2.0:\n  version "1.2.0"\n  dependencies:\n    other "^1"\n\n"@b/c@^1.0.0":\n\n"alias@npm:real@1":\n',
      ['@b/c', 'a', 'alias'],
    ],
    ['bun.lock', '{\n  "packages": {\n    "a": ["a@1.0.0", ""],\n    "@b/c": ["@b/c@1.0.0"],\n  }\n}', ['@b/c', 'a']],
    ['bun.lockb', 'a@1.0.0', []],
    ['package-lock.json', '<<<<<<< ours\n', []],
  ];
  for (const [file, text, names] of texts) {
    it(`finds in ${file} (${text.slice(0, 24).replaceAll(/\s+/g, ' ').trim()}) what it has`, () => {
      assert.deepEqual([...lockedNames(file, text)].toSorted(), names);
    });
  }
});
