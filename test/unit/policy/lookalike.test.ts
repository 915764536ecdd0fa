import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { BundledPopularList } from '../../../src/node/bundled-popular-list.ts';
import { distance } from '../../../src/policy/distance.ts';
import { joinedOf, lookalikeOf, nearestPopular } from '../../../src/policy/lookalike.ts';
import type { Likeness } from '../../../src/policy/lookalike-limits.ts';
import { slipBetween, type Slip } from '../../../src/policy/name-slips.ts';
import { popularList } from '../../support/model.ts';

describe('distance', () => {
  const table = [
    ['lodash', 'lodash', 0],
    ['lodahs', 'lodash', 1],
    ['lodas', 'lodash', 1],
    ['lodashs', 'lodash', 1],
    ['lodaxh', 'lodash', 1],
    ['ldoahs', 'lodash', 2],
    ['', 'ab', 2],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
    ['abcdef', 'uvwxyz', 4],
  ] as const;
  for (const [left, right, expected] of table) {
    it(`${left} - ${right} is ${expected}`, () => {
      assert.equal(distance(left, right, 3), expected);
      assert.equal(distance(right, left, 3), expected);
    });
  }

  it('counts no further than its limit', () => {
    assert.deepEqual([distance('kitten', 'sitting', 2), distance('a', 'abcdefgh', 2)], [3, 3]);
    assert.deepEqual([distance('a', 'a', 0), distance('a', 'b', 0)], [0, 1]);
  });
});

const bundled = new BundledPopularList(path.join(import.meta.dirname, '../../../data/npm-popular.txt'));

const popular = popularList({
  lodash: [400_000_000, '4'],
  express: [250_000_000, '5'],
  typescript: [530_000_000, '6'],
  'node-fetch': [500_000_000, '3'],
  'react-scripts': [12_000_000, '5'],
  '@types/node': [1_000_000_000, '24'],
  '@typescript-eslint/parser': [320_000_000, '8'],
  'lodash.merge': [90_000_000, '4'],
  'cross-env': [40_000_000, '7'],
  '@babel/core': [60_000_000, '7'],
  chalk: [390_000_000, '6'],
  glob: [100_000_000, '13'],
  react: [300_000_000, '19'],
  preact: [30_000_000, '10'],
  request: [50_000_000, '2'],
  commander: [200_000_000, '15'],
  color: [40_000_000, '5'],
  colors: [30_000_000, '1'],
});

describe('lookalikeOf', () => {
  const meant = (name: string): string | undefined => lookalikeOf(name, popular)?.real.name;

  const table: readonly (readonly [name: string, likeness: Likeness | undefined, expected?: string])[] = [
    ['lodahs', 'swapped', 'lodash'],
    ['lodas', 'missing', 'lodash'],
    ['loddash', 'doubled', 'lodash'],
    ['comander', 'undoubled', 'commander'],
    ['colar', 'vowel', 'color'],
    ['colog', undefined],
    ['lodäsh', 'other', 'lodash'],
    ['lodaah', 'beside', 'lodash'],
    ['1odash', 'drawn', 'lodash'],
    ['cornmander', 'drawn', 'commander'],
    ['expresss', 'plural', 'express'],
    ['expresso', undefined],
    ['crossenv', 'separators', 'cross-env'],
    ['cross_env', 'separators', 'cross-env'],
    ['lodash-merge', 'separators', 'lodash.merge'],
    ['babel-core', 'scope mark', '@babel/core'],
    ['types-node', 'scope mark', '@types/node'],
    ['requests', 'plural', 'request'],
    ['react-script', 'plural', 'react-scripts'],
    ['cross-env.js', 'mark', 'cross-env'],
    ['node-request', 'mark', 'request'],
    ['noderequest', 'mark', 'request'],
    ['expressjs', 'mark', 'express'],
    ['js-glob-npm', 'mark', 'glob'],
    ['nodeglob', 'mark', 'glob'],
    ['nodecolor-thing', undefined],
    ['env-cross', 'order', 'cross-env'],
    ['node-types', 'order', '@types/node'],
    ['lodash-official', 'edition', 'lodash'],
    ['the-real-lodash', undefined],
    ['real-lodash', 'edition', 'lodash'],
    ['lodash-cli', 'companion', 'lodash'],
    ['lodash-2', 'digit', 'lodash'],
    ['lodash-v2', 'companion', 'lodash'],
    ['cross-env-cli', undefined],
    ['cli-lodash', undefined],
    ['fetch', 'unmarked', 'node-fetch'],
    ['@bable/core', 'swapped', '@babel/core'],
    ['@typescript_eslinter/parser', 'scope', '@typescript-eslint/parser'],
    ['@typescript_eslinter/eslint', 'scope', '@typescript-eslint/parser'],
    ['@typescript-eslint/eslint', undefined],
    ['@somebody/eslint', undefined],
    ['tpyescritp', 'two', 'typescript'],
    ['comandre', undefined],
    ['commnader', 'swapped', 'commander'],
    ['golb', 'swapped', 'glob'],
    ['glop', undefined],
    ['gob', undefined],
    ['reacts', 'plural', 'react'],
    ['unrelated-name', undefined],
  ];
  for (const [name, likeness, expected] of table) {
    it(`${name}: ${likeness ?? 'nothing'}`, () => {
      const found = lookalikeOf(name, popular);
      assert.deepEqual([found?.likeness, found?.real.name], [likeness, expected]);
    });
  }

  it('is silent about a listed name that is not a hundred times less downloaded', () => {
    assert.deepEqual(['preact', 'colors', 'lodash'].map(meant), [undefined, undefined, undefined]);
    const list = popularList({ mongoose: [200_000_000, '8'], mongose: [2_000_000, '1'], mongooose: [2_000_001, '1'] });
    assert.equal(lookalikeOf('mongose', list)?.real.name, 'mongoose');
    assert.equal(lookalikeOf('mongooose', list), undefined);
  });

  it('asks the sooner the clearer the slip is and the longer the name', () => {
    const list = popularList({ abcdef: [2_000_000, '1'], abcdefghijkl: [40_000_000, '1'], fast: [40_000_000, '1'] });
    const names = ['abcedf', 'abcdeff', 'abcdeq', 'abcdefghijkq', 'fsat'];
    assert.deepEqual(
      names.map((name) => lookalikeOf(name, list)?.real.name),
      ['abcdef', 'abcdef', undefined, 'abcdefghijkl', undefined],
    );
  });

  it('takes the nearest, then the most downloaded', () => {
    const list = popularList({ abcdse: [20_000_000, '1'], abcdes: [30_000_000, '1'], 'abc-dees': [2_000_000, '1'] });
    assert.equal(lookalikeOf('abcdees', list)?.real.name, 'abc-dees');
    assert.equal(lookalikeOf('abcdsee', list)?.real.name, 'abcdse');
    const equals = popularList({ abxcde: [2_000_000, '1'], abcdxe: [9_000_000, '1'] });
    assert.equal(lookalikeOf('abcxde', equals)?.real.name, 'abcdxe');
  });

  it('imitates nothing that few download', () => {
    assert.equal(lookalikeOf('crossenv', popularList({ 'cross-env': [999_999, '7'] })), undefined);
    assert.equal(lookalikeOf('crossenv', popularList({ 'cross-env': [1_000_000, '7'] }))?.real.name, 'cross-env');
  });

  it('looks like nothing where the list has nothing', () => {
    assert.equal(lookalikeOf('lodahs', popularList({})), undefined);
  });

  const strange = [
    '',
    '-',
    '@',
    '/',
    '@/',
    '@/x',
    '__proto__',
    'constructor',
    '\u0000',
    '\ud800',
    'l o d a s h',
    '.js',
    'node-',
    's',
  ];
  for (const name of [...strange, 'lodash'.repeat(50), `@${'x'.repeat(300)}/lodash`, '-'.repeat(300)]) {
    it(`takes ${JSON.stringify(name.slice(0, 20))} of ${name.length} characters for nothing else`, () => {
      assert.equal(lookalikeOf(name, popular), undefined);
      assert.equal(joinedOf(name, popular), undefined);
      assert.doesNotThrow(() => nearestPopular(name, popular));
    });
  }

  it('is silent about every name of the bundled list that is popular enough', () => {
    const names = 'react preact vue axios chalk lodash express zod uuid nanoid color colors'.split(' ');
    assert.deepEqual(
      names.filter((name) => lookalikeOf(name, bundled) !== undefined),
      [],
    );
    const slips = ['lodahs', 'expresss', 'axois', 'raect', 'electorn', 'crossenv', 'types-node', 'jquery.js'];
    assert.deepEqual(
      slips.map((name) => lookalikeOf(name, bundled)?.real.name),
      ['lodash', 'express', 'axios', 'react', 'electron', 'cross-env', '@types/node', 'jquery'],
    );
  });

  it('asks about known lookalikes, each for the package that it imitates or for one that is nearer', () => {
    const file = path.join(import.meta.dirname, '../../fixtures/gate/known-lookalikes.json');
    const { names } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
      names: readonly { name: string; target: string }[];
    };
    const missed = names.filter(({ name }) => lookalikeOf(name, bundled) === undefined);
    assert.equal(names.length, 60);
    assert.ok(missed.length <= 5, missed.map(({ name }) => name).join(' '));
  });
});

describe('slipBetween', () => {
  const table: readonly (readonly [written: string, real: string, slip: Slip | undefined])[] = [
    ['lodash', 'lodash', undefined],
    ['lodahs', 'lodash', 'swapped'],
    ['odlash', 'lodash', undefined],
    ['llodash', 'lodash', 'doubled'],
    ['comander', 'commander', 'undoubled'],
    ['lodsh', 'lodash', 'missing'],
    ['lodash2', 'lodash', 'digit'],
    ['base6', 'base64', 'digit'],
    ['lodazh', 'lodash', 'beside'],
    ['lodasdh', 'lodash', 'beside'],
    ['lodush', 'lodash', 'vowel'],
    ['lodabh', 'lodash', 'other'],
    ['lodashp', 'lodash', 'extra'],
    ['lodäsh', 'lodash', 'other'],
    ['a1ias', 'alias', 'alike'],
    ['', 'a', 'missing'],
    ['', '', undefined],
    ['abc', 'abcde', undefined],
    ['abcde', 'abcfg', undefined],
  ];
  for (const [written, real, slip] of table) {
    it(`${written} - ${real} is ${slip ?? 'none'}`, () => assert.equal(slipBetween(written, real), slip));
  }
});

describe('joinedOf', () => {
  const table: readonly (readonly [name: string, expected: readonly string[] | undefined])[] = [
    ['react-lodash', ['react', 'lodash']],
    ['chalk-types', undefined],
    ['node-fetch-chalk', ['node-fetch', 'chalk']],
    ['cross-env-chalk', undefined],
    ['cross-env', undefined],
    ['react-thing', undefined],
    ['@x/react-lodash', undefined],
    ['lodash', undefined],
    ['-lodash', undefined],
  ];
  for (const [name, expected] of table) {
    it(name, () =>
      assert.deepEqual(
        joinedOf(name, popular)?.map((part) => part.name),
        expected,
      ),
    );
  }
});

describe('nearestPopular', () => {
  it('minds no downloads: the name does not exist', () => {
    assert.equal(nearestPopular('preacts', popular)?.name, 'preact');
    assert.equal(nearestPopular('colour', popular)?.name, 'color');
    assert.equal(nearestPopular('nothing-like-it', popular), undefined);
  });
});
