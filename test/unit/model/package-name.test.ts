import assert from 'node:assert/strict';
import fs from 'node:fs';
import { parsePackageName, typesPackageOf, type PackageName } from '../../../src/model/package-name.ts';
import { popularFile } from '../scan/support.ts';

describe('parsePackageName', () => {
  const good = [
    'lodash',
    '@scope/name',
    '@types/node',
    'chart.js',
    'punycode',
    'events',
    'a',
    'x'.repeat(214),
    '1und1',
  ];
  const bad = [
    ...[
      '',
      '.x',
      '_x',
      '-x',
      'Lodash',
      'a b',
      'a/b',
      '../../x',
      './x',
      '/x',
      'a@1',
      'foo; touch x',
      '$(touch x)',
      'a\nb',
    ],
    ...['@scope', '@scope/', '@/x', '@scope/a/b', '@Scope/x', 'x'.repeat(215), 'node_modules', 'favicon.ico', 'é'],
    ...[
      '__proto__',
      'constructor',
      'toString',
      'https://x.test/a.tgz',
      'file:x',
      "it's",
      'a~b',
      'a!',
      'a(b)',
      'a*',
      '\ud800',
    ],
  ];
  for (const name of good) it(`takes ${name.slice(0, 20)}`, () => assert.equal(parsePackageName(name), name));
  for (const name of bad) {
    it(`refuses ${JSON.stringify(name.slice(0, 20))}`, () => assert.equal(parsePackageName(name), undefined));
  }

  it('takes what old packages are called that are well known still, and no other name with capitals', () => {
    const popular = fs.readFileSync(popularFile, 'utf8').split('\n');
    const old = popular.slice(1).flatMap((line) => /^(\S*[A-Z]\S*) /.exec(line)?.[1] ?? []);
    assert.ok(old.includes('JSONStream'));
    for (const name of old) assert.equal(parsePackageName(name), name);
    assert.equal(parsePackageName('JSONstream'), undefined);
  });

  it('finds the name of the types', () => {
    assert.equal(typesPackageOf('lodash' as PackageName), '@types/lodash');
    assert.equal(typesPackageOf('@fx/core' as PackageName), '@types/fx__core');
  });
});
