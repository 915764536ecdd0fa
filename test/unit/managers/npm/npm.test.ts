import assert from 'node:assert/strict';
import type { QmError } from '../../../../src/base/errors.ts';
import { toManagerError, toRegistryError } from '../../../../src/managers/failure.ts';
import { installArgv, resolveArgv, updateArgv } from '../../../../src/managers/npm/argv.ts';
import { npmDriver } from '../../../../src/managers/npm/driver.ts';
import { readNpmLockfile } from '../../../../src/managers/npm/lockfile.ts';
import type { RunResult } from '../../../../src/ports/process-runner.ts';
import { answering } from '../../../fakes/answering-runner.ts';

describe("npm's argv", () => {
  const common = [
    '--ignore-scripts',
    '--include=dev',
    '--package-lock',
    '--save',
    '--no-global',
    '--location=project',
    '--no-dry-run',
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--git=git',
    '--fetch-retries=1',
    '--fetch-retry-mintimeout=1000',
    '--fetch-retry-maxtimeout=5000',
    '--fetch-timeout=60000',
    '--json',
  ];
  it('to resolve', () => assert.deepEqual(resolveArgv(60_000), ['install', '--package-lock-only', ...common]));
  it('to update', () =>
    assert.deepEqual(updateArgv(['a', '@s/b'], 60_000), [
      'update',
      '--package-lock-only',
      ...common,
      '--no-save',
      '--',
      'a',
      '@s/b',
    ]));
  it('to install', () =>
    assert.deepEqual(installArgv(60_000), ['install', '--no-package-lock-only', '--prefer-offline', ...common]));
});

describe("npm's lockfile", () => {
  const three = {
    lockfileVersion: 3,
    packages: {
      '': { name: 'app' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/@s/b': { version: '2.0.0' },
      'node_modules/c': { resolved: 'packages/c', link: true },
      'packages/c': { version: '3.0.0' },
      'packages/c/node_modules/a': { version: '0.9.0' },
      'node_modules/a/node_modules/b': { version: '7.0.0' },
    },
  };
  const two = { ...three, lockfileVersion: 2, dependencies: { a: { version: '9.9.9' } } };
  const one = {
    lockfileVersion: 1,
    dependencies: { a: { version: '1.0.0', dependencies: { b: { version: '7.0.0' } } } },
  };

  const table: readonly (readonly [
    what: string,
    lockfile: unknown,
    folder: string,
    name: string,
    expected: string | undefined,
  ])[] = [
    ['version 3, at the root', three, '', 'a', '1.0.0'],
    ['version 3, a scope', three, '', '@s/b', '2.0.0'],
    ['version 3, the member that is linked', three, '', 'c', '3.0.0'],
    ['version 3, what a member has of its own', three, 'packages/c', 'a', '0.9.0'],
    ['version 3, what a member has from above', three, 'packages/c', '@s/b', '2.0.0'],
    ['version 3, nested in a dependency: not for us', three, '', 'b', undefined],
    ['version 2, its newer half', two, '', 'a', '1.0.0'],
    ['version 1', one, '', 'a', '1.0.0'],
    ['version 1, nested: not for us', one, '', 'b', undefined],
    ['a link to nowhere', { packages: { 'node_modules/x': { link: true, resolved: 'gone' } } }, '', 'x', undefined],
    ['a name of every object', three, '', 'constructor', undefined],
    ['a prototype', one, '', '__proto__', undefined],
    [
      'one malformed entry beside a good one',
      { packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/z': { version: 5 } } },
      '',
      'a',
      '1.0.0',
    ],
    ['an empty file', '', '', 'a', undefined],
    ['nonsense', '[1', '', 'a', undefined],
    ['another shape', { packages: [] }, '', 'a', undefined],
  ];
  for (const [what, lockfile, folder, name, expected] of table) {
    it(what, () => {
      const text = typeof lockfile === 'string' ? lockfile : JSON.stringify(lockfile);
      assert.equal(readNpmLockfile(text).version(folder, name), expected);
    });
  }
});

describe("the packages of npm's lockfile", () => {
  const packagesOf = (lockfile: unknown): readonly string[] =>
    readNpmLockfile(JSON.stringify(lockfile)).packages.map(({ name, version, source, integrity }) =>
      [name, version, source, integrity ?? '-'].join(' '),
    );

  it('are told by their source, each once', () => {
    const found = packagesOf({
      packages: {
        '': { dependencies: { url: 'https://example.com/url.tgz', alias: 'npm:real@^1.0.0' } },
        'node_modules/@s/a': {
          version: '1.0.0',
          resolved: 'https://registry/@s/a/-/a-1.0.0.tgz',
          integrity: 'sha512-a',
        },
        'node_modules/b/node_modules/@s/a': {
          version: '1.0.0',
          resolved: 'https://registry/@s/a',
          integrity: 'sha512-a',
        },
        'node_modules/c': { version: '3.0.0', integrity: 'sha512-c' },
        'node_modules/alias': { name: 'real', version: '1.2.0', integrity: 'sha512-r' },
        'node_modules/url': { version: '4.0.0', resolved: 'https://example.com/url.tgz', integrity: 'sha512-u' },
        'node_modules/git': { version: '5.0.0', resolved: 'git+ssh://git@example.com/x/y.git#1234' },
        'node_modules/tar': { version: '6.0.0', resolved: 'file:vendor/tar.tgz', integrity: 'sha512-t' },
        'node_modules/member': { resolved: 'packages/member', link: true },
        'packages/member': { version: '7.0.0' },
      },
    });
    assert.deepEqual(found, [
      '@s/a 1.0.0 registry sha512-a',
      'c 3.0.0 registry sha512-c',
      'real 1.2.0 registry sha512-r',
      'url 4.0.0 url sha512-u',
      'git 5.0.0 git -',
      'tar 6.0.0 file sha512-t',
      'member 7.0.0 workspace -',
    ]);
  });

  it('are found at every depth of version 1', () => {
    const found = packagesOf({
      dependencies: {
        a: {
          version: '1.0.0',
          integrity: 'sha512-a',
          dependencies: { b: { version: '2.0.0', integrity: 'sha512-b' } },
        },
        g: { version: 'github:x/y#1234', from: 'github:x/y' },
      },
    });
    assert.deepEqual(found, ['a 1.0.0 registry sha512-a', 'b 2.0.0 registry sha512-b', 'g github:x/y#1234 git -']);
  });
});

describe('a failure of npm', () => {
  const codes: readonly (readonly [npm: string | undefined, ours: string])[] = [
    ['E404', 'QM_PACKAGE_UNKNOWN'],
    ['ETARGET', 'QM_VERSION_UNKNOWN'],
    ['ENOVERSIONS', 'QM_VERSION_UNKNOWN'],
    ['ERESOLVE', 'QM_PEER_CONFLICT'],
    ['E401', 'QM_REGISTRY_AUTH'],
    ['E403', 'QM_REGISTRY_AUTH'],
    ['ENEEDAUTH', 'QM_REGISTRY_AUTH'],
    ['E429', 'QM_REGISTRY_BUSY'],
    ['E500', 'QM_REGISTRY_FAILED'],
    ['E503', 'QM_REGISTRY_FAILED'],
    ['FETCH_ERROR', 'QM_REGISTRY_FAILED'],
    ['EINTEGRITY', 'QM_INTEGRITY'],
    ['ENOSPC', 'QM_DISK_FULL'],
    ['EACCES', 'QM_READ_ONLY'],
    ['EPERM', 'QM_READ_ONLY'],
    ['EROFS', 'QM_READ_ONLY'],
    ['ECONNREFUSED', 'QM_REGISTRY_UNREACHABLE'],
    ['ECONNRESET', 'QM_REGISTRY_UNREACHABLE'],
    ['ENOTFOUND', 'QM_REGISTRY_UNREACHABLE'],
    ['ETIMEDOUT', 'QM_REGISTRY_UNREACHABLE'],
    ['EAI_AGAIN', 'QM_REGISTRY_UNREACHABLE'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'QM_REGISTRY_TLS'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'QM_REGISTRY_TLS'],
    ['EJSONPARSE', 'QM_MANIFEST_INVALID'],
    ['EBADENGINE', 'QM_ENGINE_MISMATCH'],
    [undefined, 'QM_MANAGER_FAILED'],
  ];
  for (const [npm, ours] of codes) {
    it(`${npm ?? 'without a code'} is ${ours}, with a hint`, () => {
      const error = toManagerError({ manager: 'npm', code: npm, output: 'said', timedOut: false });
      assert.deepEqual([error.code, error.details], [ours, 'said']);
      assert.match(error.message, /^[^{}]+\.$/);
      assert.match(error.hint, /^[^{}]+\.$/);
    });
  }

  it('keeps the end of what npm said, without secrets', () => {
    const output = `${'x'.repeat(5000)} https://u:p@host`;
    const { details } = toManagerError({ manager: 'npm', code: 'E404', output, timedOut: false });
    assert.equal(details?.length, 4000);
    assert.ok(details.endsWith(' https://***@host'));
  });

  it("that hung is the registry's silence", () => {
    const error = toManagerError({ manager: 'npm', code: undefined, output: '', timedOut: true });
    assert.equal(error.code, 'QM_REGISTRY_UNREACHABLE');
  });

  it('of the registry itself has the same words', () => {
    const faults = ['unreachable', 'unauthorized', 'failed', 'malformed'] as const;
    assert.deepEqual(
      faults.map((fault) => toRegistryError(fault, 'said').code),
      ['QM_REGISTRY_UNREACHABLE', 'QM_REGISTRY_AUTH', 'QM_REGISTRY_FAILED', 'QM_REGISTRY_FAILED'],
    );
  });
});

describe('the driver of npm', () => {
  const never = new AbortController().signal;

  it("runs Node on npm's own file, with the argv and no shell", async () => {
    const { asked, context } = answering({ stderr: 'warned', stdout: '{}' }, '/npm-cli.js');
    const result = await npmDriver.install(context, never);
    assert.deepEqual(
      asked.map(({ file, args, cwd }) => ({ file, args, cwd })),
      [{ file: '/n', args: ['/npm-cli.js', ...installArgv(60_000)], cwd: '/p' }],
    );
    assert.deepEqual(result, { argv: installArgv(60_000), exitCode: 0, output: 'warned\n{}' });
    assert.equal(asked[0]?.env['ELECTRON_RUN_AS_NODE'], '1');
  });

  it('hands on what npm says once, though it says it twice', async () => {
    const stderr = 'npm error code E500\nnpm error 500 Internal Server Error';
    const stdout = '{\n  "error": {\n    "code": "E500",\n    "summary": "500 Internal Server Error"\n  }\n}';
    const details = async (answer: Partial<RunResult>): Promise<string> =>
      npmDriver.resolve(answering({ exitCode: 1, ...answer }).context, never).then(
        () => assert.fail('it ended well'),
        (error: QmError) => error.details ?? '',
      );
    assert.equal(await details({ stderr, stdout }), stderr);
    assert.equal(await details({ stdout }), stdout);
  });

  const said: readonly (readonly [what: string, answer: Partial<RunResult>, code: string])[] = [
    ['on stderr', { exitCode: 1, stderr: 'npm error code E404\nnpm error 404' }, 'QM_PACKAGE_UNKNOWN'],
    ['as npm 9 did', { exitCode: 1, stderr: 'npm ERR! code ETARGET' }, 'QM_VERSION_UNKNOWN'],
    ['as JSON', { exitCode: 1, stdout: '{ "error": { "code": "ERESOLVE" } }' }, 'QM_PEER_CONFLICT'],
    [
      'that it waited in vain',
      { exitCode: 1, stderr: 'npm error code FETCH_ERROR\nnetwork timeout at: x' },
      'QM_REGISTRY_UNREACHABLE',
    ],
    ['nothing, killed', { exitCode: undefined, timedOut: true }, 'QM_REGISTRY_UNREACHABLE'],
    ['nothing', { exitCode: 1 }, 'QM_MANAGER_FAILED'],
  ];
  for (const [what, answer, code] of said) {
    it(`understands what npm says ${what}`, async () => {
      await assert.rejects(npmDriver.resolve(answering(answer).context, never), { code });
    });
  }
});
