import assert from 'node:assert/strict';
import { bunDriver } from '../../../src/managers/bun/driver.ts';
import { npmDriver } from '../../../src/managers/npm/driver.ts';
import { pnpmDriver } from '../../../src/managers/pnpm/driver.ts';
import { yarnBerryDriver } from '../../../src/managers/yarn/berry/driver.ts';
import { yarnClassicDriver } from '../../../src/managers/yarn/classic/driver.ts';
import type { BuildList, ManagerDriver } from '../../../src/ports/manager-driver.ts';

type Files = Readonly<Record<string, string>>;

const placeOf = async (driver: ManagerDriver, version: string, files: Files): Promise<BuildList | undefined> => {
  for (const list of driver.buildLists ?? []) {
    if (await list.holds(async (path) => files[path], version)) return list;
  }
  return undefined;
};

describe('where a manager looks for what may be built', () => {
  const manifest = (pnpm: object): Files => ({ 'package.json': JSON.stringify({ pnpm }) });
  const settings = (text: string): Files => ({ 'pnpm-workspace.yaml': text });
  const both = (pnpm: object, text: string): Files => ({ ...manifest(pnpm), ...settings(text) });
  const yaml = 'pnpm-workspace.yaml';
  const table: readonly (readonly [ManagerDriver, version: string, Files, expected: string | undefined])[] = [
    [npmDriver, '10.9.3', {}, undefined],
    [npmDriver, '11.15.0', {}, undefined],
    [npmDriver, '11.16.0', {}, 'package.json allowScripts x@1.0.0'],
    [npmDriver, '12.2.0', {}, 'package.json allowScripts x@1.0.0'],
    [pnpmDriver, '9.15.0', {}, undefined],
    [pnpmDriver, '10.4.0', {}, undefined],
    [pnpmDriver, '10.18.0', {}, `${yaml} onlyBuiltDependencies x`],
    [pnpmDriver, '10.19.0', {}, `${yaml} onlyBuiltDependencies x@1.0.0`],
    [pnpmDriver, '10.26.0', {}, `${yaml} allowBuilds x@1.0.0`],
    // A list in the workspace's file takes the place of the same in package.json, as a whole.
    [
      pnpmDriver,
      '10.34.8',
      manifest({ onlyBuiltDependencies: ['a'] }),
      'package.json pnpm.onlyBuiltDependencies x@1.0.0',
    ],
    [pnpmDriver, '10.34.8', manifest({ allowBuilds: { a: true } }), 'package.json pnpm.allowBuilds x@1.0.0'],
    [pnpmDriver, '10.4.0', manifest({ onlyBuiltDependencies: ['a'] }), 'package.json pnpm.onlyBuiltDependencies x'],
    [pnpmDriver, '10.34.8', both({ onlyBuiltDependencies: ['a'] }, 'allowBuilds: {}\n'), `${yaml} allowBuilds x@1.0.0`],
    [
      pnpmDriver,
      '10.34.8',
      both({ onlyBuiltDependencies: ['a'] }, 'ignoredBuiltDependencies: [b]\n'),
      'package.json pnpm.onlyBuiltDependencies x@1.0.0',
    ],
    [pnpmDriver, '10.34.8', settings('onlyBuiltDependencies: [a]\n'), `${yaml} onlyBuiltDependencies x@1.0.0`],
    [pnpmDriver, '10.34.8', settings('neverBuiltDependencies: [a]\n'), undefined],
    [pnpmDriver, '10.34.8', manifest({ neverBuiltDependencies: ['a'] }), undefined],
    [pnpmDriver, '12.20.0', manifest({ onlyBuiltDependencies: ['a'] }), `${yaml} allowBuilds x@1.0.0`],
    [pnpmDriver, '12.20.0', settings('onlyBuiltDependencies: [a]\n'), `${yaml} allowBuilds x@1.0.0`],
    [pnpmDriver, '12.20.0', settings('permissions: {}\n'), undefined],
    [yarnClassicDriver, '1.22.22', {}, undefined],
    [yarnBerryDriver, '4.18.1', {}, 'package.json dependenciesMeta x@1.0.0'],
    [bunDriver, '1.4.5', {}, 'package.json trustedDependencies x'],
  ];
  for (const [driver, version, files, expected] of table) {
    it(`${driver.id} ${version} ${JSON.stringify(files)}`, async () => {
      const list = await placeOf(driver, version, files);
      const told = list && `${list.path} ${list.setting} ${list.entry('x', '1.0.0', version)}`;
      assert.equal(told, expected);
    });
  }
});

describe('an entry of a list of builds', () => {
  const list = async (driver: ManagerDriver, version: string, files: Files = {}): Promise<BuildList> =>
    (await placeOf(driver, version, files)) ?? assert.fail('there is no list');
  const npm = () => list(npmDriver, '12.2.0');
  const yarn = () => list(yarnBerryDriver, '4.18.1');
  const bun = () => list(bunDriver, '1.4.5');
  const pnpm = () => list(pnpmDriver, '12.20.0');
  const older = () => list(pnpmDriver, '10.20.0');

  /** Each text with the entry, and without it: the edit there, and the one that takes it back. */
  const table: readonly (readonly [() => Promise<BuildList>, entry: string, without: string, with_: string])[] = [
    [npm, 'x@1.0.0', '{\n  "name": "a"\n}\n', '{\n  "name": "a",\n  "allowScripts": {\n    "x@1.0.0": true\n  }\n}\n'],
    [
      npm,
      'b@1.0.0',
      '{\r\n\t"allowScripts": {\r\n\t\t"a": true,\r\n\t\t"c": false\r\n\t}\r\n}',
      '{\r\n\t"allowScripts": {\r\n\t\t"a": true,\r\n\t\t"b@1.0.0": true,\r\n\t\t"c": false\r\n\t}\r\n}',
    ],
    [
      npm,
      '@s/b@1.0.0',
      '\uFEFF{ "allowScripts": { "a": true }, "x": [ 1,2 ] }',
      '\uFEFF{ "allowScripts": { "@s/b@1.0.0": true, "a": true }, "x": [ 1,2 ] }',
    ],
    [
      yarn,
      'x@1.0.0',
      '{\n  "dependenciesMeta": {\n    "x@1.0.0": {\n      "unplugged": true\n    }\n  }\n}',
      '{\n  "dependenciesMeta": {\n    "x@1.0.0": {\n      "built": true,\n      "unplugged": true\n    }\n  }\n}',
    ],
    [
      yarn,
      'x@1.0.0',
      '{\n  "name": "a"\n}\n',
      '{\n  "name": "a",\n  "dependenciesMeta": {\n    "x@1.0.0": {\n      "built": true\n    }\n  }\n}\n',
    ],
    [
      yarn,
      'x@1.0.0',
      '{ "dependenciesMeta": { "a": { "built": false } } }',
      '{ "dependenciesMeta": { "a": { "built": false }, "x@1.0.0": {"built":true} } }',
    ],
    [
      bun,
      'b',
      '{\n  "trustedDependencies": [\n    "a",\n    "c"\n  ]\n}\n',
      '{\n  "trustedDependencies": [\n    "a",\n    "b",\n    "c"\n  ]\n}\n',
    ],
    [bun, 'b', '{\n  "trustedDependencies": ["c", "a"]\n}\n', '{\n  "trustedDependencies": ["c", "a", "b"]\n}\n'],
    [bun, 'b', '{\n  "name": "a"\n}\n', '{\n  "name": "a",\n  "trustedDependencies": [\n    "b"\n  ]\n}\n'],
    [pnpm, 'x@1.0.0', '', 'allowBuilds:\n  x@1.0.0: true\n'],
    [
      pnpm,
      'b@1.0.0',
      'allowBuilds:\n  a: true # why\n  # of c\n  c: false\npackages:\n  - x\n',
      'allowBuilds:\n  a: true # why\n  b@1.0.0: true\n  # of c\n  c: false\npackages:\n  - x\n',
    ],
    [pnpm, '@s/x@1.0.0', 'packages: []\r\n', "packages: []\r\nallowBuilds:\r\n  '@s/x@1.0.0': true\r\n"],
    [older, 'x@1.0.0', 'packages: []', 'packages: []\nonlyBuiltDependencies:\n  - x@1.0.0\n'],
    [
      older,
      '@s/x@1.0.0',
      'onlyBuiltDependencies:\n- a # why\n# about nothing\npackages: []\n',
      "onlyBuiltDependencies:\n- a # why\n- '@s/x@1.0.0'\n# about nothing\npackages: []\n",
    ],
    [older, 'x@1.0.0', 'onlyBuiltDependencies: [ a, b ]\n', 'onlyBuiltDependencies: [ a, b, x@1.0.0 ]\n'],
  ];
  for (const [open, entry, without, with_] of table) {
    it(`${entry} in ${JSON.stringify(without)}`, async () => {
      const own = await open();
      const before = await own.read(without);
      const written = await own.edit(without, { entry, answer: true, staysEmpty: before !== undefined });
      assert.equal(JSON.stringify(written), JSON.stringify(with_));
      assert.equal((await own.read(written))?.get(entry), true);
      const back = await own.edit(written, { entry, answer: undefined, staysEmpty: before !== undefined });
      assert.equal(
        JSON.stringify(back),
        JSON.stringify(
          without.endsWith('\n') || own.path === 'package.json' || without === '' ? without : `${without}\n`,
        ),
      );
    });
  }

  it('leaves an empty list where one stood: with it, nothing is built', async () => {
    for (const [open, text] of [
      [bun, '{\n  "trustedDependencies": []\n}\n'],
      [npm, '{\n  "allowScripts": {}\n}\n'],
      [older, 'onlyBuiltDependencies: []\n'],
    ] as const) {
      const own = await open();
      const written = await own.edit(text, { entry: 'x', answer: true, staysEmpty: true });
      assert.equal((await own.read(written))?.get('x'), true, written);
      assert.equal(await own.edit(written, { entry: 'x', answer: undefined, staysEmpty: true }), text);
    }
  });

  it('takes the place of an open question, and of nothing that is no list', async () => {
    const own = await pnpm();
    const open = 'allowBuilds:\n  x: set this to true or false\n';
    assert.equal((await own.read(open))?.get('x'), undefined);
    assert.equal(await own.edit(open, { entry: 'x', answer: true, staysEmpty: true }), 'allowBuilds:\n  x: true\n');
    for (const text of ['- a\n', 'onlyBuiltDependencies: a\n', 'onlyBuiltDependencies: [[a]]\n', '{']) {
      await assert.rejects((await older()).edit(text, { entry: 'x', answer: true, staysEmpty: true }), TypeError);
    }
    for (const text of ['[]', '', '{']) {
      await assert.rejects((await npm()).edit(text, { entry: 'x', answer: true, staysEmpty: true }), TypeError);
    }
  });
});
