import assert from 'node:assert/strict';
import { toManagerError } from '../../../../src/managers/failure.ts';
import {
  installArgv,
  looseInstallArgv,
  resolveArgv,
  updateArgv,
  withHooks,
} from '../../../../src/managers/pnpm/argv.ts';
import { yamlCatalogs } from '../../../../src/managers/yaml-catalogs.ts';
import { pnpmDriver } from '../../../../src/managers/pnpm/driver.ts';
import { pnpmFilesNamed, pnpmHazards } from '../../../../src/managers/pnpm/hazards.ts';
import { readOutput } from '../../../../src/managers/pnpm/output.ts';
import { pnpmOverride } from '../../../../src/managers/pnpm/overrides.ts';
import type { ReadConfig } from '../../../../src/ports/manager-driver.ts';
import { answering } from '../../../fakes/answering-runner.ts';
import { useTempProjects } from '../../../support/temp-project.ts';

const never = new AbortController().signal;

const reading =
  (files: Readonly<Record<string, string>>): ReadConfig =>
  async (name) =>
    files[name];

describe('the Node that pnpm 10 runs on', () => {
  const makeProject = useTempProjects();
  const anyNode = (args: readonly string[]): readonly string[] =>
    args.filter((argument) => argument.startsWith('--config.use-node-version='));

  async function runs(files: Record<string, string>, prefix: readonly string[], version = '10.34.8') {
    const { asked, context } = answering({ stdout: 'v22.15.0\n' }, '/pnpm.cjs', makeProject({ files }).folder);
    await pnpmDriver.resolve({ ...context, tool: { ...context.tool, prefix, version } }, never);
    return asked.map(({ args }) => args);
  }

  it('is asked, and named to it in place of any that the project names', async () => {
    const [first, second = []] = await runs({ '.npmrc': 'use-node-version=18.0.0\n' }, ['/pnpm.cjs']);
    assert.deepEqual([first, anyNode(second)], [['--version'], ['--config.use-node-version=22.15.0']]);
  });

  for (const [what, files, expected] of [
    ['nothing', {}, []],
    ['an .npmrc of other things', { '.npmrc': 'node-version=18.0.0\n' }, []],
    ['an .npmrc that names one', { '.npmrc': 'use-node-version=18.0.0\n' }, ['--config.use-node-version=']],
    ['settings that name one', { 'pnpm-workspace.yaml': 'useNodeVersion: 18.0.0\n' }, ['--config.use-node-version=']],
    ['settings that nobody can read', { 'pnpm-workspace.yaml': 'a: [\n' }, ['--config.use-node-version=']],
  ] as const) {
    it(`is its own where it is a program, and no other is fetched, given ${what}`, async () => {
      assert.deepEqual((await runs(files, [])).map(anyNode), [expected]);
    });
  }

  it('is not asked of later generations, which fetch none', async () => {
    const asked = await runs({}, ['/pnpm.cjs'], '12.20.0');
    assert.deepEqual(asked.map(anyNode), [['--config.use-node-version=']]);
  });
});

describe("pnpm's argv", () => {
  const common = [
    '--reporter=ndjson',
    '--loglevel=warn',
    '--ignore-scripts',
    '--ignore-pnpmfile',
    '--config.strict-dep-builds=false',
    '--config.manage-package-manager-versions=false',
    '--config.package-manager-strict=false',
    '--config.pm-on-fail=ignore',
    '--config.use-node-version=',
    '--config.update-notifier=false',
    '--config.recursive-install=true',
    '--config.fetch-retries=1',
    '--config.fetch-retry-mintimeout=1000',
    '--config.fetch-retry-maxtimeout=5000',
  ];
  const installing = [
    '--prefer-offline',
    '--config.confirm-modules-purge=false',
    '--config.modules-cache-max-age=0',
    ...common,
  ];
  it('to resolve', () =>
    assert.deepEqual(resolveArgv(), ['install', '--lockfile-only', '--no-frozen-lockfile', ...common]));
  it('to update', () => {
    const start = ['update', '--recursive', '--depth', 'Infinity', '--no-save', '--lockfile-only'];
    assert.deepEqual(updateArgv(['a', '@s/b']), [...start, ...common, '--', 'a', '@s/b']);
  });
  it('to install', () => assert.deepEqual(installArgv(), ['install', '--frozen-lockfile', ...installing]));
  it('to install loosely', () =>
    assert.deepEqual(looseInstallArgv(), ['install', '--no-frozen-lockfile', ...installing]));
  it('with hooks that were consented to', () => {
    const rest = common.filter((argument) => argument !== '--ignore-pnpmfile');
    assert.deepEqual(withHooks(resolveArgv()), ['install', '--lockfile-only', '--no-frozen-lockfile', ...rest]);
  });
});

describe("pnpm's output", () => {
  it('is told by the last error, as pnpm 10 says it', () => {
    const lines = [
      { level: 'debug', name: 'pnpm:stage', message: 'not said' },
      { level: 'warn', message: 'deprecated' },
      { level: 'error', code: 'ERR_PNPM_FETCH_404', err: { message: 'GET x: Not Found' }, hint: 'Check it' },
    ];
    const output = lines.map((line) => JSON.stringify(line)).join('\n');
    assert.deepEqual(readOutput(output), {
      code: 'ERR_PNPM_FETCH_404',
      text: 'deprecated\nERR_PNPM_FETCH_404 GET x: Not Found Check it',
    });
  });

  it('is told in pnpm 12, and where no reporter was at work yet', () => {
    assert.equal(readOutput('{"level":"error","code":"ERR_PNPM_X","message":"no"}').text, 'ERR_PNPM_X no');
    assert.deepEqual(readOutput('Error: ERR_PNPM_BAD\n\n  × no\n'), {
      code: 'ERR_PNPM_BAD',
      text: 'Error: ERR_PNPM_BAD\n  × no',
    });
    assert.deepEqual(readOutput('{"level":"err'), { code: undefined, text: '' });
  });
});

describe('a failure of pnpm', () => {
  const codes: readonly (readonly [code: string | undefined, output: string, ours: string])[] = [
    ['ERR_PNPM_FETCH_404', '', 'QM_PACKAGE_UNKNOWN'],
    ['ERR_PNPM_FETCH_401', '', 'QM_REGISTRY_AUTH'],
    ['ERR_PNPM_FETCH_403', '', 'QM_REGISTRY_AUTH'],
    ['ERR_PNPM_FETCH_503', '', 'QM_REGISTRY_FAILED'],
    ['ERR_PNPM_FETCH_429', '', 'QM_REGISTRY_BUSY'],
    ['ERR_PNPM_TARBALL_HTTP_STATUS', 'Tarball server returned HTTP 403 for http://r/x.tgz', 'QM_REGISTRY_AUTH'],
    ['ERR_PNPM_TARBALL_HTTP_STATUS', 'Tarball server returned HTTP 404 for http://r/x.tgz', 'QM_PACKAGE_UNKNOWN'],
    ['ERR_PNPM_TARBALL_HTTP_STATUS', 'Tarball server returned HTTP 429 for http://r/x.tgz', 'QM_REGISTRY_BUSY'],
    ['ERR_PNPM_TARBALL_HTTP_STATUS', 'Tarball server returned HTTP 500 for http://r/x.tgz', 'QM_REGISTRY_FAILED'],
    ['ERR_PNPM_META_FETCH_FAIL', 'client error (Connect): invalid peer certificate: UnknownIssuer', 'QM_REGISTRY_TLS'],
    ['ERR_PNPM_NO_MATCHING_VERSION', '', 'QM_VERSION_UNKNOWN'],
    ['ERR_PNPM_NO_MATURE_MATCHING_VERSION', '', 'QM_VERSION_UNKNOWN'],
    ['ERR_PNPM_PEER_DEP_ISSUES', '', 'QM_PEER_CONFLICT'],
    ['ERR_PNPM_TARBALL_INTEGRITY', '', 'QM_INTEGRITY'],
    ['ERR_PNPM_OUTDATED_LOCKFILE', '', 'QM_LOCKFILE_STALE'],
    ['ERR_PNPM_META_FETCH_FAIL', '', 'QM_REGISTRY_UNREACHABLE'],
    ['ENOSPC', '', 'QM_DISK_FULL'],
    ['ERR_PNPM_PACKAGE_MANAGER_X', 'Failed to fetch x: 404 Not Found', 'QM_PACKAGE_UNKNOWN'],
    ['ERR_PNPM_PACKAGE_MANAGER_X', 'Integrity check failed for x', 'QM_INTEGRITY'],
    [undefined, 'error sending request: operation timed out', 'QM_REGISTRY_UNREACHABLE'],
    [undefined, 'thread panicked at 404.rs', 'QM_MANAGER_FAILED'],
  ];
  for (const [code, output, ours] of codes) {
    it(`${code ?? 'without a code'} ${output} is ${ours}`, () => {
      assert.equal(toManagerError({ manager: 'pnpm', code, output, timedOut: false }).code, ours);
    });
  }
});

describe("pnpm's overrides", () => {
  const wanted = { name: 'x', parent: undefined, range: '1.0.1' };
  const below = { name: 'x', parent: { name: '@s/p', range: '^2.0.0' }, range: '1.0.1' };
  const yaml = '# mine\npackages:\n  - a\n';
  const withOverrides = '{ "pnpm": { "overrides": { "y": "1" } } }';

  it('are written to a file that may not be there yet', async () => {
    assert.deepEqual(await pnpmOverride(reading({}), wanted, '12.0.0'), {
      path: 'pnpm-workspace.yaml',
      text: 'overrides:\n  x: 1.0.1\n',
    });
  });
  it('keep what else stands in it, and replace one of the same name', async () => {
    const first = await pnpmOverride(reading({ 'pnpm-workspace.yaml': yaml }), below, '10.0.0');
    assert.equal(first.text, `${yaml}overrides:\n  '@s/p@^2.0.0>x': 1.0.1\n`);
    const second = await pnpmOverride(
      reading({ 'pnpm-workspace.yaml': first.text }),
      { ...below, range: '3' },
      '10.0.0',
    );
    assert.equal(second.text, `${yaml}overrides:\n  '@s/p@^2.0.0>x': '3'\n`);
  });
  it('go where pnpm 10 looks alone when there are some in package.json', async () => {
    const read = reading({ 'package.json': withOverrides, 'pnpm-workspace.yaml': yaml });
    const { path, text } = await pnpmOverride(read, wanted, '10.34.0');
    assert.equal(path, 'package.json');
    assert.deepEqual(JSON.parse(text), { pnpm: { overrides: { y: '1', x: '1.0.1' } } });
    const resolutions = reading({ 'package.json': '{ "resolutions": { "y": "1" } }' });
    assert.equal((await pnpmOverride(resolutions, wanted, '9.0.0')).path, 'package.json');
  });
  it('do not go there for later generations, which read nothing of it', async () => {
    const read = reading({ 'package.json': withOverrides, 'pnpm-workspace.yaml': yaml });
    assert.equal((await pnpmOverride(read, wanted, '12.1.0')).path, 'pnpm-workspace.yaml');
  });
});

describe("pnpm's catalogs", () => {
  it('are read, the default one by both of its names', async () => {
    const all = await yamlCatalogs.read('catalog:\n  a: ^1\ncatalogs:\n  old:\n    a: ^0\n    bad: 5\n');
    assert.deepEqual(
      [...all].map(([name, ranges]) => [name, [...ranges]]),
      [
        ['default', [['a', '^1']]],
        ['old', [['a', '^0']]],
      ],
    );
    assert.equal((await yamlCatalogs.read('catalogs:\n  default:\n    a: ^1\n')).get('default')?.get('a'), '^1');
    assert.equal((await yamlCatalogs.read('[')).size, 0);
  });
  it('are written where the default one stands', async () => {
    const edit = [{ catalog: 'default', name: 'a', range: '^2' }];
    assert.equal(
      await yamlCatalogs.edit('catalogs:\n  default:\n    a: ^1\n', edit),
      'catalogs:\n  default:\n    a: ^2\n',
    );
    assert.equal(await yamlCatalogs.edit('packages: []\n', edit), 'packages: []\ncatalog:\n  a: ^2\n');
  });
});

describe('files that pnpm reads besides', () => {
  it('are patches, lists and local packages inside of the project', async () => {
    const read = reading({
      'package.json': '{ "pnpm": { "patchedDependencies": { "a": "patches/a.patch" } } }',
      'pnpm-workspace.yaml': `patchedDependencies:
  b: ./patches/b.patch
  c: ../c.patch
overrides:
  d: link:vendor/d
  e: file:vendor/e.tgz
  f: ^1
onlyBuiltDependenciesFile: builds.json
`,
    });
    assert.deepEqual(await pnpmFilesNamed(read), [
      './patches/b.patch',
      'builds.json',
      'vendor/d/package.json',
      'vendor/e.tgz',
      'patches/a.patch',
    ]);
    assert.deepEqual(await pnpmFilesNamed(reading({})), []);
  });
});

describe('what stands in the way of pnpm', () => {
  const files: readonly (readonly [
    what: string,
    files: Readonly<Record<string, string>>,
    expected: readonly string[],
  ])[] = [
    ['nothing in an empty project', {}, []],
    [
      'nothing in usual settings',
      { 'pnpm-workspace.yaml': 'packages: [a]\ncatalog: { a: 1 }\nstoreDir: .store\n' },
      [],
    ],
    ['nothing where a setting has no value', { 'pnpm-workspace.yaml': 'cargo:\npnpmfile: ~\n' }, []],
    ['YAML that cannot be read', { 'pnpm-workspace.yaml': 'packages: [' }, ['unsupported']],
    [
      'settings by a reference',
      { 'pnpm-workspace.yaml': 'x: &x { storeDir: / }\n<<: *x\n' },
      ['unsupported', 'unsupported'],
    ],
    ['skills that packages bring', { 'pnpm-workspace.yaml': 'permissions: { a: { skills: true } }' }, ['unsupported']],
    ['nothing in permissions to build', { 'pnpm-workspace.yaml': 'permissions: { a: { build: true } }' }, []],
    ['a link out of the project', { 'pnpm-workspace.yaml': 'overrides: { a: "link:../a" }' }, ['uses-files-outside']],
    [
      'a patch in package.json',
      { 'package.json': '{"pnpm":{"patchedDependencies":{"a":"/a.patch"}}}' },
      ['uses-files-outside'],
    ],
    ['plugins in package.json', { 'package.json': '{"pnpm":{"configDependencies":{"a":"1"}}}' }, ['runs-code']],
    ['a quoted key', { '.npmrc': '"store-dir" = "/tmp"' }, ['uses-files-outside']],
    ['a key of a list', { '.npmrc': 'filter[]=a' }, ['unsupported']],
  ];
  for (const [what, given, expected] of files) {
    it(what, async () =>
      assert.deepEqual(
        (await pnpmHazards(reading(given))).map(({ effect }) => effect),
        expected,
      ),
    );
  }
});

describe('what pnpm noted of a tree', () => {
  const useProject = useTempProjects();

  it('is forgotten where an install was broken off, and nothing else is', async () => {
    const notes = [
      '.pnpm/lock.yaml',
      '.pnpm/node_modules/y/index.js',
      '.pnpm-workspace-state-v1.json',
      '.pnpm-workspace-state.json',
    ];
    const others = ['.modules.yaml', '.pnpm/x@1.0.0/node_modules/x/index.js', 'x/lock.yaml'];
    const app = useProject({
      files: Object.fromEntries([...notes, ...others].map((name) => [`node_modules/${name}`, ''])),
    });
    await pnpmDriver.forgetTree?.(answering({}, '/pnpm.js', app.folder).context);
    const standing = [...notes, ...others].filter((name) => app.exists(`node_modules/${name}`));
    assert.deepEqual(standing, others);
  });
});
