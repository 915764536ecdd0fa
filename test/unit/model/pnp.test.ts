import assert from 'node:assert/strict';
import { archiveOf, readPackageMap, versionInReference } from '../../../src/model/pnp.ts';
import { pnpPackage, pnpScript } from '../../support/pnp-script.ts';

const instance = `virtual:${'0a'.repeat(64)}#npm:2.0.0`;
const map = {
  enableTopLevelFallback: true,
  ignorePatternData: String.raw`(^it's \\ odd$)`,
  fallbackExclusionList: [
    ['a', ['workspace:packages/a']],
    ['root', ['workspace:.']],
  ],
  fallbackPool: [['pooled', 'npm:6.0.0']],
  packageRegistryData: [
    pnpPackage(null, null, './', [['direct', 'npm:1.0.0']]),
    pnpPackage('a', 'workspace:packages/a', './packages/a/', [
      ['plugin', instance],
      ['alias', ['real', 'npm:3.0.0']],
      ['b', 'workspace:packages/b'],
      ['peer', null],
      ['gone', 'npm:9.9.9'],
      ['__proto__', 'npm:7.0.0'],
    ]),
    pnpPackage('b', 'workspace:packages/b', './packages/b/'),
    pnpPackage('direct', 'npm:1.0.0', '../cache/direct-1.zip/node_modules/direct/'),
    pnpPackage('real', 'npm:3.0.0', './.yarn/cache/real-3.zip/node_modules/real/'),
    pnpPackage('pooled', 'npm:6.0.0', './.yarn/cache/pooled.zip/node_modules/pooled/'),
    pnpPackage('__proto__', 'npm:7.0.0', './.yarn/cache/proto.zip/node_modules/__proto__/'),
    pnpPackage('plugin', instance, './.yarn/__virtual__/plugin-virtual-24/2/cache/plugin.zip/node_modules/plugin/'),
    pnpPackage('loose', 'npm:8.0.0', './.yarn/unplugged/loose-8/node_modules/loose/'),
    pnpPackage('hidden', 'npm:8.0.0', './packages/a/hidden/', [], { discardFromLookup: true }),
  ],
};

describe("a map of Yarn's Plug'n'Play", () => {
  const find = (folder: string, name: string) => readPackageMap(pnpScript(map), undefined)?.find(folder, name);

  const table: readonly (readonly [
    what: string,
    folder: string,
    name: string,
    reference: string | undefined,
    location?: string,
  ])[] = [
    ['what the root depends on', 'src', 'direct', 'npm:1.0.0', '../cache/direct-1.zip/node_modules/direct'],
    ['the folder that is nearest', 'packages/a/src', 'alias', 'npm:3.0.0', '.yarn/cache/real-3.zip/node_modules/real'],
    ['a member', 'packages/a', 'b', 'workspace:packages/b', 'packages/b'],
    ['a package with peers', 'packages/a', 'plugin', 'npm:2.0.0', '../cache/plugin.zip/node_modules/plugin'],
    [
      'a folder whose name begins alike',
      'packages/ab',
      'direct',
      'npm:1.0.0',
      '../cache/direct-1.zip/node_modules/direct',
    ],
    ['a place that is not looked up', 'packages/a/hidden', 'b', 'workspace:packages/b', 'packages/b'],
    ['what only the root has, from a member', 'packages/a', 'direct', undefined],
    [
      'what only the root has, from a package',
      '.yarn/unplugged/loose-8/node_modules/loose',
      'direct',
      'npm:1.0.0',
      '../cache/direct-1.zip/node_modules/direct',
    ],
    [
      'what is in the pool, from a package',
      '.yarn/unplugged/loose-8/node_modules/loose',
      'pooled',
      'npm:6.0.0',
      '.yarn/cache/pooled.zip/node_modules/pooled',
    ],
    ['a peer that nobody gives', 'packages/a', 'peer', undefined],
    ['a reference to nothing', 'packages/a', 'gone', undefined],
    ['a name of every object', 'packages/a', 'constructor', undefined],
    ['a prototype', 'packages/a', '__proto__', 'npm:7.0.0', '.yarn/cache/proto.zip/node_modules/__proto__'],
  ];
  for (const [what, folder, name, reference, location] of table) {
    it(`knows ${what}`, () => {
      const found = find(folder, name);
      assert.deepEqual([found?.reference, found?.location], [reference, location]);
    });
  }

  it('may stand in a file of its own', () => {
    const found = readPackageMap('require("./.pnp.data.json")', JSON.stringify(map))?.find('', 'direct');
    assert.equal(found?.reference, 'npm:1.0.0');
  });

  it('is none in any other text, and nothing of it is run', () => {
    for (const text of [
      '',
      'throw 1',
      "const RAW_RUNTIME_STATE = 'x",
      "RAW_RUNTIME_STATE =\n'{';",
      "RAW_RUNTIME_STATE =\n'5';",
    ]) {
      assert.equal(readPackageMap(text, undefined), undefined, text);
    }
    const broken = {
      packageRegistryData: [5, [1], ['a', 5], ['a', [[null, 5]]], ['a', [['r', { packageLocation: 5 }]]]],
    };
    assert.equal(readPackageMap(pnpScript(broken), undefined)?.find('', 'a'), undefined);
  });

  it('has versions in its references, and archives in its places', () => {
    const versions = [
      ['npm:1.2.3', '1.2.3'],
      ['npm:1.2.3-rc.1::__archiveUrl=https%3A%2F%2Fx', '1.2.3-rc.1'],
      ['patch:typescript@npm%3A5.0.0#optional!builtin<compat/typescript>::version=5.0.4&hash=1f5320', '5.0.4'],
      ['workspace:packages/a', undefined],
      ['npm:latest', undefined],
      ['https://github.com/x/y.git#commit=1', undefined],
    ] as const;
    for (const [reference, version] of versions) assert.equal(versionInReference(reference), version, reference);
    assert.equal(archiveOf('../c/x.zip/node_modules/x'), '../c/x.zip');
    assert.equal(archiveOf('packages/zip'), undefined);
  });
});
