import assert from 'node:assert/strict';
import path from 'node:path';
import { BundledPopularList } from '../../../src/node/bundled-popular-list.ts';
import { distance } from '../../../src/policy/distance.ts';
import { joinedOf, lookalikeOf, nearestPopular } from '../../../src/policy/lookalike.ts';
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

const popular = popularList({
  lodash: [400_000_000, '4'],
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
  const table: readonly (readonly [name: string, what: string, expected: string | undefined])[] = [
    ['lodahs', 'two letters swapped', 'lodash'],
    ['lodas', 'one missing', 'lodash'],
    ['loddash', 'one doubled', 'lodash'],
    ['crossenv', 'a separator left out', 'cross-env'],
    ['cross_env', 'another separator', 'cross-env'],
    ['babel-core', 'a scope mark left out', '@babel/core'],
    ['lodash-merge', 'a dot for a dash', 'lodash.merge'],
    ['requests', 'a plural', 'request'],
    ['commnader', 'a long name', 'commander'],
    ['comandre', 'two slips in a name too short for two', undefined],
    ['comanderr', 'two slips in a long one', 'commander'],
    ['gloob', 'one slip from a short name, itself long enough', 'glob'],
    ['cross-env.js', 'a .js at the end', 'cross-env'],
    ['glop', 'a short name is near to every other', undefined],
    ['reacts', 'a plural of a popular one', 'react'],
    ['preact', 'popular itself: not a hundred times less', undefined],
    ['colors', 'the plural is well known too', undefined],
    ['lodash', 'the real one', undefined],
    ['unrelated-name', 'nothing near', undefined],
  ];
  for (const [name, what, expected] of table) {
    it(`${name}: ${what}`, () => assert.equal(lookalikeOf(name, popular)?.name, expected));
  }

  it('asks of a single slip less, where nobody knows how often the name is downloaded', () => {
    const bundled = new BundledPopularList(path.join(import.meta.dirname, '../../../data/npm-popular.txt'));
    assert.equal(lookalikeOf('electorn', bundled)?.name, 'electron');
  });

  it('takes the nearest, then the most downloaded', () => {
    const near = popularList({ abcdex: [1_000_000, '1'], abcdey: [9_000_000, '1'], 'abcd-ez': [2_000_000, '1'] });
    assert.equal(lookalikeOf('abcdez', near)?.name, 'abcd-ez');
    assert.equal(lookalikeOf('abcdeq', near)?.name, 'abcdey');
  });

  it('is silent about every name of the bundled list that is popular enough', () => {
    const bundled = new BundledPopularList(path.join(import.meta.dirname, '../../../data/npm-popular.txt'));
    const names = [
      'react',
      'preact',
      'vue',
      'axios',
      'chalk',
      'lodash',
      'express',
      'zod',
      'uuid',
      'nanoid',
      'color',
      'colors',
    ];
    assert.deepEqual(
      names.filter((name) => lookalikeOf(name, bundled) !== undefined),
      [],
    );
    assert.deepEqual(
      ['lodahs', 'expresss', 'axois', 'raect'].map((name) => lookalikeOf(name, bundled)?.name),
      ['lodash', 'express', 'axios', 'react'],
    );
  });
});

describe('joinedOf', () => {
  const table: readonly (readonly [name: string, expected: readonly string[] | undefined])[] = [
    ['react-lodash', ['react', 'lodash']],
    ['cross-env-chalk', ['cross-env', 'chalk']],
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
