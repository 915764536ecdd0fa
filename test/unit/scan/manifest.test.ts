import assert from 'node:assert/strict';
import { parseManifest } from '../../../src/scan/manifest.ts';
import { parsePnpmPackages } from '../../../src/scan/pnpm-workspace.ts';
import { chooseManager } from '../../../src/scan/manager.ts';
import { belongsIn } from '../../../src/scan/belongs-in.ts';
import { describeManager } from './support.ts';

describe('parseManifest', () => {
  const read = (text: string) => {
    const reading = parseManifest('p', text);
    assert.ok(reading.ok, JSON.stringify(reading));
    return reading.manifest;
  };
  const fault = (text: string) => {
    const reading = parseManifest('p', text);
    assert.ok(!reading.ok);
    return [reading.fault.line, reading.fault.column];
  };

  it('tolerates what npm tolerates', () => {
    assert.equal(read('\uFEFF{"name":"bom"}').name, 'bom');
    assert.equal(read('{"name":"first","name":"last"}').name, 'last');
    assert.deepEqual(
      [...read('{"dependencies":{"a":"1","b":2,"__proto__":"3"}}').dependencies.dependencies],
      [['a', '1']],
    );
    assert.equal(read('{"name":5,"dependencies":[],"workspaces":7,"devEngines":1}').workspaces, undefined);
  });

  it('reads workspaces, engines and self-reference', () => {
    assert.deepEqual(read('{"workspaces":["a/*"]}').workspaces, ['a/*']);
    assert.deepEqual(read('{"workspaces":{"packages":["b/*"],"nohoist":[]}}').workspaces, ['b/*']);
    assert.deepEqual(read('{"devEngines":{"packageManager":{"name":"pnpm","version":"9"}}}').devEngines, [
      { name: 'pnpm', version: '9' },
    ]);
    assert.deepEqual(read('{"devEngines":{"packageManager":[{"name":"npm"}]}}').devEngines, [
      { name: 'npm', version: undefined },
    ]);
    assert.deepEqual([read('{"exports":"./x.js"}').selfReference, read('{}').selfReference], [true, false]);
    assert.deepEqual(read('{"imports":{"#a/*":"./a/*"}}').imports, ['#a/*']);
  });

  it('tells where a text is broken', () => {
    assert.deepEqual(fault('{\n  "a": 1,\n}'), [3, 1]);
    assert.deepEqual(fault('{ // comment\n}'), [1, 3]);
    assert.deepEqual(fault(''), [1, 1]);
    assert.deepEqual(fault('[]'), [1, 1]);
    assert.deepEqual(fault('"text"'), [1, 1]);
  });
});

describe('parsePnpmPackages', () => {
  const cases: readonly (readonly [text: string, expected: readonly string[] | undefined])[] = [
    ['packages:\n  - a/*\n  - "b/**"\n', ['a/*', 'b/**']],
    ["# c\npackages: # d\n- 'a # b'\n\n# e\n- c#d\nother:\n  - x\n", ['a # b', 'c#d']],
    ['packages: [\'a/*\', "b"] # c\n', ['a/*', 'b']],
    ['packages: [\n  a,\n  b, # c\n]\n', ['a', 'b']],
    ['packages:\r\n  - a\r\n', ['a']],
    ['catalog:\n  react: 1\n', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => assert.deepEqual(parsePnpmPackages(text), expected));
  }
});

describe('chooseManager', () => {
  interface Case {
    readonly manifest?: object;
    readonly lockfiles?: Readonly<Record<string, readonly string[]>>;
    readonly pnpm?: boolean;
    readonly berry?: boolean;
    readonly expected: string;
  }
  const cases: readonly Case[] = [
    { expected: 'npm default' },
    { lockfiles: { '': ['yarn.lock'] }, expected: 'yarn yarn.lock' },
    { lockfiles: { '': ['bun.lock', 'bun.lockb'] }, expected: 'bun bun.lock' },
    { lockfiles: { '': ['npm-shrinkwrap.json', 'package-lock.json'] }, expected: 'npm npm-shrinkwrap.json' },
    { lockfiles: { '': ['package-lock.json', 'yarn.lock'] }, expected: 'conflict npm yarn' },
    { lockfiles: { '': ['yarn.lock'], a: ['yarn.lock'] }, expected: 'conflict yarn yarn' },
    { manifest: { packageManager: 'pnpm@9.1.0+sha512.x' }, expected: 'pnpm@9.1.0 package.json: packageManager' },
    { manifest: { packageManager: 'pnpm@9.1.0' }, lockfiles: { '': ['yarn.lock'] }, expected: 'conflict pnpm yarn' },
    { manifest: { packageManager: 'vlt@1' }, expected: 'conflict' },
    {
      manifest: { devEngines: { packageManager: { name: 'bun' } } },
      expected: 'bun package.json: devEngines.packageManager',
    },
    {
      manifest: { devEngines: { packageManager: [{ name: 'npm' }, { name: 'pnpm' }] } },
      lockfiles: { '': ['pnpm-lock.yaml'] },
      expected: 'pnpm package.json: devEngines.packageManager',
    },
    {
      manifest: { devEngines: { packageManager: [{ name: 'npm' }, { name: 'pnpm' }] } },
      expected: 'conflict npm pnpm',
    },
    { pnpm: true, expected: 'pnpm pnpm-workspace.yaml' },
    { lockfiles: { '': ['yarn.lock'] }, berry: true, expected: 'yarn (berry) yarn.lock' },
    { manifest: { packageManager: 'yarn@4.18.1' }, expected: 'yarn@4.18.1 (berry) package.json: packageManager' },
    { manifest: { packageManager: 'yarn@1.22.22' }, expected: 'yarn@1.22.22 package.json: packageManager' },
    {
      manifest: { devEngines: { packageManager: { name: 'yarn', version: '^4.0.0' } } },
      expected: 'yarn@^4.0.0 (berry) package.json: devEngines.packageManager',
    },
  ];
  for (const { manifest = {}, lockfiles = {}, pnpm = false, berry = false, expected } of cases) {
    it(`${JSON.stringify({ manifest, lockfiles, pnpm, berry })} is ${expected}`, () => {
      const reading = parseManifest('', JSON.stringify(manifest));
      const own = {
        folder: '',
        manifest: reading.ok ? reading.manifest : undefined,
        lockfiles: lockfiles[''] ?? [],
        isPnpmWorkspace: pnpm,
        isYarnBerry: () => berry,
      };
      const choice = chooseManager([own], [{ folder: 'a', lockfiles: lockfiles['a'] ?? [] }]);
      assert.equal(describeManager(choice), expected);
    });
  }
});

describe('belongsIn', () => {
  const cases: readonly (readonly [file: string, typeOnly: boolean, development: boolean])[] = [
    ['src/a.ts', false, false],
    ['src/a.ts', true, true],
    ['src/a.test.ts', false, true],
    ['src/a.spec.tsx', false, true],
    ['src/a.stories.tsx', false, true],
    ['vite.config.mts', false, true],
    ['vitest.config.e2e.ts', false, true],
    ['.eslintrc.cjs', false, true],
    ['.storybook/main.ts', false, true],
    ['test/helper.js', false, true],
    ['packages/x/__tests__/a.js', false, true],
    ['e2e/run.ts', false, true],
    ['spec/a.js', false, true],
    ['src/testing/a.ts', false, false],
    ['src/config.ts', false, false],
    ['src/latest.ts', false, false],
  ];
  for (const [file, typeOnly, development] of cases) {
    it(`${file}${typeOnly ? ' (type)' : ''}`, () => {
      assert.equal(belongsIn(file, typeOnly), development ? 'devDependencies' : 'dependencies');
    });
  }
});
