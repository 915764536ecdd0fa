import assert from 'node:assert/strict';
import type { Manifest } from '../../../src/model/manifest.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import type { InstallRequest } from '../../../src/model/plan.ts';
import { pinStyle, planInstall, satisfiedBy, type RangeStyle } from '../../../src/plan/install-plan.ts';
import { manifest, packument, projectOf } from '../../support/model.ts';

const style: RangeStyle = { savePrefix: '^', siblingRange: satisfiedBy, catalogs: new Map() };
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
