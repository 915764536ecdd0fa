import assert from 'node:assert/strict';
import { parsePackageName, typesPackageOf, type PackageName } from '../../../src/model/package-name.ts';

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
    ...['__proto__', 'constructor', 'toString', 'https://x.test/a.tgz', 'file:x', "it's", 'a~b', 'a!', 'a(b)', 'a*'],
  ];
  for (const name of good) it(`takes ${name.slice(0, 20)}`, () => assert.equal(parsePackageName(name), name));
  for (const name of bad) {
    it(`refuses ${JSON.stringify(name.slice(0, 20))}`, () => assert.equal(parsePackageName(name), undefined));
  }

  it('finds the name of the types', () => {
    assert.equal(typesPackageOf('lodash' as PackageName), '@types/lodash');
    assert.equal(typesPackageOf('@fx/core' as PackageName), '@types/fx__core');
  });
});
