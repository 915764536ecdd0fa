import assert from 'node:assert/strict';
import { codeFrom } from '../../../src/managers/hook-code.ts';

/** What a hook loads of these files. */
function loaded(files: Readonly<Record<string, string>>): Promise<readonly string[] | undefined> {
  return codeFrom(async (path) => (Object.hasOwn(files, path) ? files[path] : undefined), '.pnpmfile.cjs');
}

describe('the code that a hook is made of', () => {
  it('is the file alone where it loads nothing of the repository', async () => {
    const text =
      'const fs = require(\'node:fs\');\nconst semver = require("semver");\nmodule.exports = { hooks: {} };\n';
    assert.deepEqual(await loaded({ '.pnpmfile.cjs': text }), ['.pnpmfile.cjs']);
  });

  it('is all that is loaded by a relative path, whichever way, once each', async () => {
    const files = {
      '.pnpmfile.cjs': "require('./tools/a'); require('./tools/b.mjs'); require(`./data.json`);",
      'tools/a.js': "const b = require('./b.mjs');\nrequire('../tools/deep');",
      'tools/b.mjs': "import x from './c.js';\nexport * from '../d.mjs';\nawait import('./e.cjs');\nimport './f.js';",
      'tools/c.js': '',
      'd.mjs': '',
      'tools/e.cjs': '',
      'tools/f.js': '',
      'tools/deep/index.js': '',
      'data.json': '{}',
    };
    assert.deepEqual((await loaded(files))?.toSorted(), Object.keys(files).toSorted());
  });

  for (const [what, text] of [
    ['a file that is not there', "require('./gone')"],
    ['a file outside', "require('../../outside')"],
    ['a name made up as it runs', "require('./' + name)"],
    ['a name that a template makes', 'require(`./${name}`)'],
    ['a name in a variable', 'require(name)'],
    ['the function by another name', "const load = require; load('./x')"],
    ['a function made for it', "import { createRequire } from 'node:module';"],
    ["the module's own", "module.require('./x')"],
    ['an import of a variable', 'import(name)'],
    ['text that becomes code', 'eval(text)'],
  ] as const) {
    it(`cannot be told with ${what}`, async () => {
      assert.equal(await loaded({ '.pnpmfile.cjs': text, x: '' }), undefined);
    });
  }
});
