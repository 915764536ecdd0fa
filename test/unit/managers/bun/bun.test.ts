import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { driverContextOf } from '../../../support/managers.ts';
import { tempFolder } from '../../../support/temp-project.ts';
import {
  installArgv,
  looseInstallArgv,
  pruneArgv,
  resolveArgv,
  updateArgv,
} from '../../../../src/managers/bun/argv.ts';
import { bunCatalogs } from '../../../../src/managers/bun/catalogs.ts';
import { bunDriver } from '../../../../src/managers/bun/driver.ts';
import { readBunLockfile } from '../../../../src/managers/bun/lockfile.ts';
import { toManagerError } from '../../../../src/managers/failure.ts';
import type { ProcessRunner, RunResult } from '../../../../src/ports/process-runner.ts';

const never = new AbortController().signal;

describe("Bun's argv", () => {
  const common = ['--ignore-scripts', '--no-progress', '--env-file='];
  it('to resolve', () => assert.deepEqual(resolveArgv(), ['install', '--lockfile-only', ...common]));
  it('to update', () =>
    assert.deepEqual(updateArgv(['a', '@s/b']), ['update', '--lockfile-only', ...common, '--', 'a', '@s/b']));
  it('to install', () => assert.deepEqual(installArgv(), ['install', '--frozen-lockfile', ...common]));
  it('to install loosely', () => assert.deepEqual(looseInstallArgv(), ['install', ...common]));
  it('to take out what is left', () => assert.deepEqual(pruneArgv(), ['prune']));
});

const text = `{
  "lockfileVersion": 1, // a comment
  "workspaces": {
    "": { "name": "root", "dependencies": { "a": "^1.0.0" } },
    "packages/m": { "name": "@s/m", "version": "3.0.0", "dependencies": { "a": "0.9.0" } },
    "packages/n": { "name": "n" },
  },
  "packages": {
    "@s/m": ["@s/m@workspace:packages/m"],
    "@s/m/a": ["a@0.9.0", "", {}, "sha512-0"],
    "a": ["a@1.0.0", "https://registry/a.tgz", { "dependencies": { "@s/b": "^2.0.0" } }, "sha512-1"],
    "a/@s/b": ["@s/b@2.0.0", "", {}, "sha512-2"],
    "al": ["real@1.2.0", "", {}, "sha512-r"],
    "dir": ["dir@file:vendor/dir", {}],
    "git": ["git@git+https://example.com/x/git.git#1234", {}, "1234"],
    "hub": ["hub@github:x/hub#1234", {}, "x-hub-1234", "sha512-h"],
    "n": ["n@workspace:packages/n"],
    "pack": ["pack@vendor/pack.tgz", {}, "sha512-k"],
    "url": ["url@https://example.com/url.tgz", {}, "sha512-u"],
    "bad": 5,
    "worse": [{}],
  },
}
`;

describe("Bun's lockfile", () => {
  const table: readonly (readonly [
    what: string,
    text: string,
    folder: string,
    name: string,
    expected: string | undefined,
  ])[] = [
    ['at the root', text, '', 'a', '1.0.0'],
    ['an alias', text, '', 'al', '1.2.0'],
    ['what a member has of its own', text, 'packages/m', 'a', '0.9.0'],
    ['what a member has from above', text, 'packages/n', 'a', '1.0.0'],
    ['a sibling', text, 'packages/n', '@s/m', '3.0.0'],
    ['a sibling without a version', text, '', 'n', undefined],
    ['nested in a dependency: not for us', text, '', '@s/b', undefined],
    ['a name of every object', text, '', 'constructor', undefined],
    ['a prototype', text, '', '__proto__', undefined],
    ['a malformed entry', text, '', 'bad', undefined],
    ['a newer version', text.replace('Version": 1', 'Version": 3'), '', 'a', '1.0.0'],
    ['the first version', text.replace('Version": 1', 'Version": 0'), '', 'a', '1.0.0'],
    ['an empty file', '', '', 'a', undefined],
    ['nonsense', '{ "packages": [', '', 'a', undefined],
    ['marks of a merge', `<<<<<<< HEAD\n${text}=======\n${text}>>>>>>> x\n`, '', 'a', undefined],
  ];
  for (const [what, source, folder, name, expected] of table) {
    it(what, () => assert.equal(readBunLockfile(source).version(folder, name), expected));
  }

  it('tells where each package comes from, each once', () => {
    const found = readBunLockfile(text).packages.map(({ name, version, source, integrity }) =>
      [name, version, source, integrity ?? '-'].join(' '),
    );
    assert.deepEqual(found, [
      '@s/m 3.0.0 workspace -',
      'a 0.9.0 registry sha512-0',
      'a 1.0.0 registry sha512-1',
      '@s/b 2.0.0 registry sha512-2',
      'real 1.2.0 registry sha512-r',
      'dir file:vendor/dir file -',
      'git git+https://example.com/x/git.git#1234 git -',
      'hub github:x/hub#1234 git sha512-h',
      'n  workspace -',
      'pack vendor/pack.tgz file sha512-k',
      'url https://example.com/url.tgz url sha512-u',
    ]);
  });
});

describe("Bun's catalogs", () => {
  const manifest = (fields: object): string => `${JSON.stringify(fields, undefined, 2)}\n`;
  const edited = async (fields: object, catalog = 'default'): Promise<unknown> =>
    JSON.parse(await bunCatalogs.edit(manifest(fields), [{ catalog, name: 'a', range: '^2' }]));
  const packages = ['packages/*'];

  it('are those below "workspaces" where there are any, else those beside it', async () => {
    const both = {
      workspaces: { packages, catalog: { a: '^1' } },
      catalog: { a: '^0' },
      catalogs: { old: { a: '^0' } },
    };
    const read = async (fields: object) => bunCatalogs.read(manifest(fields));
    assert.deepEqual([...((await read(both)).get('default') ?? [])], [['a', '^1']]);
    assert.equal((await read(both)).get('old'), undefined);
    assert.equal((await read({ workspaces: packages, catalogs: { old: { a: '^0' } } })).get('old')?.get('a'), '^0');
    assert.equal((await bunCatalogs.read('{')).size, 0);
  });

  it('are written where they stand', async () => {
    const inside = { workspaces: { packages, catalogs: { old: { a: '^1' } } } };
    assert.deepEqual(await edited(inside, 'old'), { workspaces: { packages, catalogs: { old: { a: '^2' } } } });
    const beside = { workspaces: packages, catalog: { a: '^1' } };
    assert.deepEqual(await edited(beside), { workspaces: packages, catalog: { a: '^2' } });
    assert.deepEqual(await edited({ workspaces: { packages } }), { workspaces: { packages, catalog: { a: '^2' } } });
    const named = { workspaces: packages, catalogs: { default: { a: '^1' } } };
    assert.deepEqual(await edited(named), { workspaces: packages, catalogs: { default: { a: '^2' } } });
  });

  it('lose an entry that is taken back', async () => {
    const text = manifest({ catalog: { a: '^1', b: '^1' } });
    const back = await bunCatalogs.edit(text, [{ catalog: 'default', name: 'a', range: undefined }]);
    assert.deepEqual(JSON.parse(back), { catalog: { b: '^1' } });
  });
});

describe('the driver of Bun', () => {
  /** `files`: of the project. */
  const answering = (version: string, files: readonly string[], ...answers: readonly Partial<RunResult>[]) => {
    const asked: (readonly string[])[] = [];
    const run: ProcessRunner = {
      async run(request) {
        asked.push(request.args);
        const answer = answers[asked.length - 1] ?? {};
        return { exitCode: 0, stdout: '', stderr: '', timedOut: false, durationMs: 1, ...answer };
      },
      endGroup: async () => undefined,
    };
    const folder = tempFolder('bun-');
    for (const name of files) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), '');
    }
    return { asked, folder, context: { ...driverContextOf({ file: '/bun', prefix: [], version }, folder), run } };
  };

  it('takes out what is left since 1.4, and no earlier: there that word ran a script of the project', async () => {
    for (const [version, calls] of [
      ['1.4.0', 2],
      ['1.3.14', 1],
      ['canary', 1],
    ] as const) {
      const { asked, context } = answering(version, ['bun.lock']);
      const { argv } = await bunDriver.install(context, never);
      assert.deepEqual([argv, asked.length], [installArgv(), calls], version);
    }
  });

  it('takes every package out where no lockfile is left to go by, and no cache of anybody', async () => {
    const standing = ['node_modules/x/index.js', 'node_modules/@s/x/index.js', 'node_modules/.bin/x'];
    const { asked, folder, context } = answering('1.3.14', [...standing, 'node_modules/.cache/tool']);
    await bunDriver.install(context, never);
    assert.deepEqual([asked.length, fs.readdirSync(path.join(folder, 'node_modules'))], [1, ['.cache']]);
  });

  it('fails where what is left could not be taken out', async () => {
    const broken = answering('1.4.5', ['bun.lock'], {}, { exitCode: 1, stderr: 'error: EACCES: permission denied' });
    await assert.rejects(bunDriver.install(broken.context, never), { code: 'QM_READ_ONLY' });
  });

  it('has overrides below one dependent since 1.4', async () => {
    const override = { name: 'x', parent: { name: 'p', range: '^1.0.0' }, range: '2.0.0' };
    const read = async (): Promise<string> => '{}';
    const { text: made = '{}' } = (await bunDriver.override(read, override, '1.4.5')) ?? {};
    assert.deepEqual(JSON.parse(made), { overrides: { 'p@^1.0.0': { x: '2.0.0' } } });
    assert.equal(await bunDriver.override(read, override, '1.3.9'), undefined);
    const flat = await bunDriver.override(read, { ...override, parent: undefined }, '1.2.0');
    assert.deepEqual(JSON.parse(flat?.text ?? ''), { overrides: { x: '2.0.0' } });
  });
});

describe('a failure of Bun', () => {
  const said: readonly (readonly [output: string, ours: string])[] = [
    ['error: GET http://127.0.0.1/x - 404\nerror: x@^1 failed to resolve', 'QM_PACKAGE_UNKNOWN'],
    ['error: GET http://127.0.0.1/x - 401', 'QM_REGISTRY_AUTH'],
    ['error: GET http://127.0.0.1/x - 503', 'QM_REGISTRY_FAILED'],
    ['error: No version matching "^7" found for specifier "x" (but package exists)', 'QM_VERSION_UNKNOWN'],
    ['error: ConnectionRefused downloading package manifest x', 'QM_REGISTRY_UNREACHABLE'],
    ['error: Timeout downloading tarball', 'QM_REGISTRY_UNREACHABLE'],
    ['error: IntegrityCheckFailed extracting tarball', 'QM_INTEGRITY'],
    ['error: PackageFailedToParse parsing package manifest for x', 'QM_REGISTRY_FAILED'],
    ['error: lockfile had changes, but lockfile is frozen', 'QM_LOCKFILE_STALE'],
    ['error: something else', 'QM_MANAGER_FAILED'],
  ];
  for (const [output, ours] of said) {
    it(`${output.split('\n')[0]} is ${ours}`, () => {
      assert.equal(toManagerError({ manager: 'bun', code: undefined, output, timedOut: false }).code, ours);
    });
  }
});
