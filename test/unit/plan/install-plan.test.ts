import assert from 'node:assert/strict';
import type { Catalogs } from '../../../src/model/catalog.ts';
import type { Manifest } from '../../../src/model/manifest.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import type { InstallRequest } from '../../../src/model/plan.ts';
import { pinStyle, planInstall, type RangeStyle } from '../../../src/plan/install-plan.ts';
import { manifest, packument, projectOf } from '../../support/model.ts';

const style: RangeStyle = { savePrefix: '^', siblingRange: undefined, catalogs: new Map() };
const versions = ['1.0.0', '1.2.0', '2.0.0'];

interface Case {
  readonly what: string;
  readonly manifests?: readonly Manifest[];
  readonly request?: Partial<InstallRequest>;
  readonly preferred?: string;
  /** Undefined: the registry was not asked. */
  readonly known?: readonly string[] | undefined;
  readonly expected: readonly [field: string, range: string, version: string | undefined];
}

const cases: readonly Case[] = [
  { what: 'the current version with the configured prefix', expected: ['dependencies', '^2.0.0', '2.0.0'] },
  { what: 'a preferred version', preferred: '1.2.0', expected: ['dependencies', '^1.2.0', '1.2.0'] },
  {
    what: 'for development',
    request: { field: 'devDependencies' },
    expected: ['devDependencies', '^2.0.0', '2.0.0'],
  },
  {
    what: 'the exact style of the manifest',
    manifests: [manifest('', { dependencies: { a: '1.0.0', b: '2.0.0' }, devDependencies: { c: '3.0.0-rc.1' } })],
    expected: ['dependencies', '2.0.0', '2.0.0'],
  },
  {
    what: 'a range as typed, its best version',
    request: { range: '~1.0' },
    expected: ['dependencies', '~1.0', '1.0.0'],
  },
  { what: 'an exact version', request: { range: '1.2.0' }, expected: ['dependencies', '1.2.0', '1.2.0'] },
  { what: 'a range nobody fits', request: { range: '^9' }, expected: ['dependencies', '^9', undefined] },
  { what: 'a tag as what it names', request: { range: 'beta' }, expected: ['dependencies', '^1.0.0', '1.0.0'] },
  { what: 'a tag nobody knows', request: { range: 'nightly' }, expected: ['dependencies', 'nightly', undefined] },
  {
    what: 'a tag that is called like a range',
    request: { range: '1.2.0' },
    expected: ['dependencies', '1.2.0', '1.2.0'],
  },
  { what: 'without the registry', known: undefined, expected: ['dependencies', '*', undefined] },
  {
    what: 'what is declared already, where it is declared',
    manifests: [manifest('', { devDependencies: { x: '~1.0.0' } })],
    expected: ['devDependencies', '~1.0.0', undefined],
  },
  {
    what: 'what is declared already, with another range',
    manifests: [manifest('', { devDependencies: { x: '~1.0.0' } })],
    request: { range: '^2' },
    expected: ['devDependencies', '^2', '2.0.0'],
  },
  {
    what: 'a peer of our own, in the range that it has',
    manifests: [manifest('', { peerDependencies: { x: '>=1' } })],
    request: { field: 'devDependencies' },
    expected: ['devDependencies', '>=1', undefined],
  },
  {
    what: 'the range that most siblings have',
    manifests: [
      manifest('packages/own'),
      manifest('packages/a', { dependencies: { x: '^1.0.0' } }),
      manifest('packages/b', { dependencies: { x: '1.2.0' } }),
      manifest('packages/c', { devDependencies: { x: '^1.0.0' } }),
    ],
    request: { manifest: 'packages/own' },
    preferred: '2.0.0',
    expected: ['dependencies', '^1.0.0', '1.2.0'],
  },
  {
    what: 'no peer range of a sibling, and no path',
    manifests: [
      manifest('packages/own'),
      manifest('packages/a', { peerDependencies: { x: '>=1' } }),
      manifest('packages/b', { dependencies: { x: 'file:../x' } }),
    ],
    request: { manifest: 'packages/own' },
    expected: ['dependencies', '^2.0.0', '2.0.0'],
  },
  {
    what: 'a sibling itself, by the version that it has',
    manifests: [manifest(''), manifest('packages/x', {}, { name: 'x', version: '3.4.5' })],
    known: undefined,
    expected: ['dependencies', '^3.4.5', '3.4.5'],
  },
  {
    what: 'a sibling without a version',
    manifests: [manifest(''), manifest('packages/x', {}, { name: 'x' })],
    known: undefined,
    expected: ['dependencies', '*', undefined],
  },
];

describe('planInstall', () => {
  for (const { what, manifests = [manifest('')], request, preferred, expected, ...rest } of cases) {
    it(`takes ${what}`, () => {
      const known = 'known' in rest ? rest.known : versions;
      const asked: InstallRequest = {
        package: 'x' as PackageName,
        range: undefined,
        manifest: '',
        field: 'dependencies',
        ...request,
      };
      const facts = {
        request: asked,
        packument: known === undefined ? undefined : packument('x', known, { beta: '1.0.0' }),
        preferredVersion: preferred,
      };
      const plan = planInstall(projectOf(manifests), [facts], style);
      const [field, range, version] = expected;
      assert.deepEqual(plan, {
        project: '',
        packages: [{ package: 'x', manifest: asked.manifest, field, range, version }],
        edits: [{ manifest: asked.manifest, field, name: 'x', range }],
        catalogEdits: [],
      });
    });
  }
});

describe('planInstall with catalogs', () => {
  const catalogs = new Map([
    ['default', new Map([['x', '^1.0.0']])],
    ['old', new Map([['x', '~1.0.0']])],
  ]);
  const members = (a: Record<string, string>, b: Record<string, string>): readonly Manifest[] => [
    manifest('a', { dependencies: a }),
    manifest('b', { dependencies: b }),
  ];
  const table: readonly (readonly [
    what: string,
    manifests: readonly Manifest[],
    range: string | undefined,
    catalogs: Catalogs,
    expected: readonly [range: string, version: string | undefined, edit?: readonly [catalog: string, range: string]],
  ])[] = [
    ['takes what is new to a member by the default one', members({}, {}), undefined, catalogs, ['catalog:', '1.2.0']],
    ['takes the same range by it', members({}, {}), '^1.0.0', catalogs, ['catalog:', '1.2.0']],
    ['leaves another range to the member', members({}, {}), '^2.0.0', catalogs, ['^2.0.0', '2.0.0']],
    ['keeps an entry as it is', members({ x: 'catalog:old' }, {}), undefined, catalogs, ['catalog:old', undefined]],
    [
      'writes a range for an entry to its catalog',
      members({ x: 'catalog:old' }, {}),
      '^2.0.0',
      catalogs,
      ['catalog:old', '2.0.0', ['old', '^2.0.0']],
    ],
    [
      'writes a tag as the version that it names',
      members({ x: 'catalog:' }, {}),
      'latest',
      catalogs,
      ['catalog:', '2.0.0', ['default', '^2.0.0']],
    ],
    ['writes nothing that stands there', members({ x: 'catalog:' }, {}), '^1.0.0', catalogs, ['catalog:', '1.2.0']],
    ['leaves an entry of its own alone', members({ x: '^1.0.0' }, {}), '^2.0.0', catalogs, ['^2.0.0', '2.0.0']],
    [
      'follows siblings to a catalog that is not the default one',
      members({}, { x: 'catalog:old' }),
      undefined,
      new Map([['old', new Map([['x', '~1.0.0']])]]),
      ['catalog:old', '1.0.0'],
    ],
    [
      'does not follow them to one that is not there',
      members({}, { x: 'catalog:no' }),
      undefined,
      new Map(),
      ['^2.0.0', '2.0.0'],
    ],
  ];
  for (const [what, manifests, range, known, [written, version, edit]] of table) {
    it(what, () => {
      const request: InstallRequest = { package: 'x' as PackageName, range, manifest: 'a', field: 'dependencies' };
      const facts = { request, packument: packument('x', versions), preferredVersion: undefined };
      const plan = planInstall(projectOf(manifests), [facts], { ...style, catalogs: known });
      const [planned] = plan.packages;
      assert.deepEqual([planned?.range, planned?.version], [written, version]);
      assert.deepEqual(plan.edits, [{ manifest: 'a', field: 'dependencies', name: 'x', range: written }]);
      assert.deepEqual(plan.catalogEdits, edit === undefined ? [] : [{ catalog: edit[0], name: 'x', range: edit[1] }]);
    });
  }
});

describe('pinStyle', () => {
  const table: readonly (readonly [ranges: readonly string[], expected: string])[] = [
    [[], '^'],
    [['1.0.0', '1.0.0'], '^'],
    [['1.0.0', '1.0.0', '2.0.0'], ''],
    [['~1.0.0', '~1.0.0', '~2.0.0'], '~'],
    [['~1.0.0', '^1.0.0', '~2.0.0'], '^'],
    [['1.x', '2.x', '3.x'], '^'],
    [['*', 'latest', 'github:a/b', '1.0.0', '1.0.0', '1.0.0'], ''],
  ];
  for (const [ranges, expected] of table) {
    it(`of ${ranges.join(', ')} is "${expected}"`, () => {
      const dependencies = Object.fromEntries(ranges.map((range, index) => [`p${index}`, range]));
      assert.equal(pinStyle(manifest('', { dependencies }), '^'), expected);
    });
  }
});
