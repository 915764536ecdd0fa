import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { BundledReplacements } from '../../../src/node/bundled-replacements.ts';
import { tempFolder } from '../../support/temp-project.ts';

describe('the data of module-replacements', () => {
  const data = path.join(import.meta.dirname, '../../../data');
  const file = path.join(data, 'replacements.txt');

  it('is read at the first question', () => {
    const folder = tempFolder('replacements-');
    const own = new BundledReplacements(path.join(folder, 'replacements.txt'));
    fs.writeFileSync(
      path.join(folder, 'replacements.txt'),
      'module-replacements 1.0.0 MIT 3\nnative\tfetch\t18.0.0\tmdn:Web/fetch\npackage\tky\t\t\nother\tx\t\t\n' +
        '0,1,2,7\te18e:fetch\tnode-fetch got\n1\tftp:x\task\n',
    );
    const fetch = {
      kind: 'native',
      text: 'fetch',
      node: '18.0.0',
      url: 'https://developer.mozilla.org/docs/Web/fetch',
    };
    const ky = { kind: 'package', text: 'ky', node: undefined };
    const both = [fetch, { ...ky, url: 'https://e18e.dev/docs/replacements/fetch' }];
    assert.deepEqual(own.of('node-fetch'), both);
    assert.deepEqual(own.of('got'), both);
    assert.deepEqual(own.of('ask'), [{ ...ky, url: undefined }]);
    for (const name of ['fetch', '', '__proto__', 'constructor']) assert.deepEqual(own.of(name), []);
  });

  it('ships small, of the version that package.json names, with its licence', () => {
    const { devDependencies } = packageJson;
    const [head = ''] = fs.readFileSync(file, 'utf8').split('\n');
    assert.ok(head.startsWith(`module-replacements ${devDependencies['module-replacements']} MIT `), head);
    assert.ok(fs.statSync(file).size < 60_000);
    assert.match(fs.readFileSync(path.join(data, 'replacements.LICENSE.txt'), 'utf8'), /^MIT License\n/);
  });

  it('has of each kind what is told', () => {
    const bundled = new BundledReplacements(file);
    const kinds = ['node-fetch', 'is-number', 'lodash'].map((name) => bundled.of(name).map(({ kind }) => kind));
    assert.deepEqual(kinds, [['native', 'package', 'package'], ['code'], ['package']]);
    assert.deepEqual(bundled.of('rimraf')[0], {
      kind: 'native',
      text: 'fs.promises.rm',
      node: '14.14.0',
      url: 'https://nodejs.org/api/fs.html#fspromisesrmpath-options',
    });
  });
});
