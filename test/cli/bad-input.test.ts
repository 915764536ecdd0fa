import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { makeUnwritable } from '../editor/support/unwritable.ts';
import { cli, type CliOptions } from '../support/cli.ts';
import { run } from '../support/run-command.ts';
import { useCliProjects } from '../support/cli-projects.ts';
import type { TempProject } from '../support/temp-project.ts';

describe('the command line, given bad input', () => {
  const projects = useCliProjects();
  const { project } = projects;

  /** Every file but our own state. */
  const contents = (app: TempProject): Readonly<Record<string, string>> =>
    Object.fromEntries(
      fs
        .readdirSync(app.folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => !name.startsWith('.quartermaster') && fs.statSync(app.path(name)).isFile())
        .map((name) => [name, app.read(name)]),
    );

  /** One clear sentence and a hint on stderr, exit 2, no byte changed. */
  async function refused(app: TempProject, args: readonly string[], problem: RegExp, options: CliOptions = {}) {
    const before = contents(app);
    const { code, stdout, stderr } = await cli(app, args, options);
    assert.match(stderr, problem);
    assert.match(stderr, /^QM_[A-Z_]+ .+\n {2}.+/);
    assert.doesNotMatch(stderr, /\n\s+at /, 'no stack');
    assert.equal(code, 2);
    assert.match(stdout, /^(\S{36} {2}failed {2}install \S+( \S+)?\n)?$/, 'nothing, or the operation that failed');
    assert.deepEqual(contents(app), before);
  }

  it('an invalid package.json', () =>
    refused(
      project({ 'package.json': '{ "name": "x", }}' }),
      ['install', 'fx-tiny'],
      /^QM_MANIFEST_INVALID package\.json:1:\d+/,
    ));

  it('an invalid package.json is unknown to a scan, not clean', async () => {
    const { code, stderr, document } = await cli(project({ 'package.json': '{', 'a.js': "import 'x';" }), [
      'scan',
      '--json',
    ]);
    assert.deepEqual([code, document()['findings']], [1, []]);
    assert.match(stderr, /^QM_MANIFEST_INVALID package\.json:1:2 is not valid JSON\.\n {2}Mend its JSON/);
  });

  it('a read-only folder', async () => {
    const app = project({ 'node_modules/.keep': '' });
    const release = makeUnwritable(app.folder);
    try {
      await refused(app, ['install', 'fx-tiny'], /^QM_READ_ONLY /);
      assert.equal((await cli(app, ['scan'])).code, 0);
    } finally {
      release();
    }
  });

  it('a package that no registry knows', async () => {
    const app = project({ 'package-lock.json': { name: 'app', lockfileVersion: 3, packages: {} } });
    const before = contents(app);
    const { code, stderr, document } = await cli(app, ['install', 'qm-no-such-package', '--yes', '--json']);
    assert.deepEqual([code, document()['operation'], document()['decision']], [1, null, 'block']);
    assert.match(stderr, /^QM_GATE_BLOCK qm-no-such-package was not installed\. The registry has no package/);
    assert.deepEqual(contents(app), before);
    assert.equal(app.exists('.quartermaster'), false);
  });

  it('files that are no sources, and links in a circle: each left out with its reason', async () => {
    const app = project({
      'bundle.js': `import 'no-bundle';${'var a=1;'.repeat(650_000)}`,
      'image.js': "\u0089PNG\0\0import 'no-image'",
      'a.js': "import 'fx-tiny';",
    });
    fs.mkdirSync(app.path('src'));
    fs.symlinkSync('..', app.path('src/up'));
    fs.symlinkSync('round.js', app.path('src/round.js'));
    const { code, stderr, document } = await cli(app, ['scan', '--json']);
    const { findings, skipped } = document<{ findings: { package: string }[]; skipped: unknown }>();
    assert.deepEqual([code, stderr, findings.map((row) => row.package)], [1, '', ['fx-tiny']]);
    assert.deepEqual(skipped, [
      { file: 'bundle.js', reason: 'too-large' },
      { file: 'image.js', reason: 'binary' },
      { file: 'src/round.js', reason: 'broken-link' },
      { file: 'src/up', reason: 'symlink-loop' },
    ]);
  });

  it('no package.json', () =>
    refused(
      projects.bare({ files: { 'a.js': "import 'x';" } }),
      ['install', 'fx-tiny'],
      /^QM_NO_MANIFEST .*\n {2}.*npm init/,
    ));

  it('a folder of a project that is not there', () =>
    refused(project(), ['install', 'fx-tiny', '--project', 'nowhere'], /^QM_USAGE There is no folder .*nowhere/));

  it('two lockfiles', () =>
    refused(
      project({ 'package-lock.json': '{}', 'yarn.lock': '' }),
      ['install', 'fx-tiny'],
      /^QM_LOCKFILE_CONFLICT .*npm \(package-lock\.json\), yarn \(yarn\.lock\)/,
    ));

  it('a lockfile that only its own package manager can read', () =>
    refused(project({ 'bun.lockb': '' }), ['install', 'fx-tiny'], /QM_MANAGER_UNSUPPORTED bun\.lockb makes bun work/));

  it('a deleted folder', () =>
    refused(project(), ['scan', '--cwd', '/nowhere/at/all'], /^QM_FOLDER_MISSING .*\/nowhere/));

  const names = ['foo; touch x', '../../x', '__proto__', 'React', './x', '$(touch x)', '@scope', 'x/y', '@scope/../x'];
  // The first letter of the last one is Cyrillic.
  for (const name of [...names, 'x'.repeat(300), '\u0430xios']) {
    it(`a name such as ${JSON.stringify(name.slice(0, 40))}`, () =>
      refused(project(), ['install', name], /^QM_NAME_INVALID /));
  }
  for (const spec of [
    'fx-tiny@git+https://x.test/a.git',
    'fx-tiny@git+ssh://x.test/a.git',
    'fx-tiny@file:../x',
    'fx-tiny@file:../..',
    'fx-tiny@$(touch x)',
    'fx-tiny@npm:axios',
  ]) {
    it(`a range such as ${JSON.stringify(spec)}`, () =>
      refused(project(), ['install', spec], /^QM_USAGE .*not a version range/));
  }

  it('an option of npm in the place of a name', () =>
    refused(project(), ['install', '-g', 'fx-tiny'], /^QM_USAGE There is no option -g/));

  it('imports such as these, which a scan passes over in silence', async () => {
    const specifiers = [
      'foo; touch x',
      '../../x',
      '/etc/passwd',
      '__proto__',
      '-g',
      '--registry=x',
      'https://x.test/y.js',
    ];
    const app = project({ 'a.js': specifiers.map((specifier) => `import '${specifier}';`).join('\n') });
    const { code, stderr, document } = await cli(app, ['scan', '--json']);
    assert.deepEqual([code, stderr, document()['findings']], [0, '', []]);
    assert.equal(app.exists('x'), false);
  });

  it('an unknown version', () =>
    refused(project(), ['install', 'fx-tiny@9.9.9'], /^QM_VERSION_UNKNOWN .*\n {2}Ask for another/));

  it('a registry that is down', () =>
    refused(
      project({ '.npmrc': 'registry=http://127.0.0.1:9/\n' }),
      ['install', 'fx-tiny'],
      /^QM_REGISTRY_UNREACHABLE /,
    ));

  it('a registry that wants a token', () => {
    projects.registry.setFault({ kind: 'auth', token: 'x' });
    return refused(project(), ['install', 'fx-tiny'], /^QM_REGISTRY_AUTH .*\n {2}Sign in/);
  });

  it('no npm on PATH', async () => {
    const app = project();
    fs.mkdirSync(app.path('bin'));
    await refused(app, ['install', 'fx-tiny'], /^QM_MANAGER_MISSING npm was not found on PATH\.\n {2}Install npm/, {
      env: { PATH: app.path('bin') },
    });
  });

  it('a failure with --json: one document on stdout, the sentence on stderr', async () => {
    const { code, stderr, document } = await cli(project(), ['install', 'fx-tiny@9.9.9', '--json']);
    const { operation } = document<{ operation: { status: string; error: { code: string } } }>();
    assert.deepEqual([code, operation.status, operation.error.code], [2, 'failed', 'QM_VERSION_UNKNOWN']);
    assert.match(stderr, /^QM_VERSION_UNKNOWN /);
  });

  it('a failure before any operation, with --json: the error as a document, the sentence on stderr', async () => {
    for (const [args, error] of [
      [['scan', '--nope'], 'QM_USAGE There is no option --nope.'],
      [['instal'], 'QM_USAGE There is no command "instal".'],
      [['install', 'React'], 'QM_NAME_INVALID "React" is not a package name.'],
      [['scan', '--cwd', '/nowhere'], 'QM_FOLDER_MISSING There is no folder /nowhere.'],
    ] as const) {
      const { code, stderr, document } = await cli(project(), [...args, '--json']);
      const found = document<{ schema: number; error: { code: string; message: string; hint: string } }>();
      assert.deepEqual([code, Object.keys(found), found.schema], [2, ['schema', 'error'], 1]);
      assert.equal(`${found.error.code} ${found.error.message}`, error);
      assert.equal(stderr, `${error}\n  ${found.error.hint}\n`);
    }
  });

  it('never shows a secret of .npmrc', async () => {
    const app = project();
    const { host } = new URL(projects.registry.url);
    app.write('.npmrc', `registry=http://user:hunter2@${host}/\n//${host}/:_authToken=s3cr3t-t0ken\n`);
    projects.registry.setFault({ kind: 'status', status: 403 });
    const { code, stdout, stderr } = await cli(app, ['install', 'fx-tiny', '--json', '--verbose']);
    assert.equal(code, 2);
    assert.doesNotMatch(stdout + stderr, /hunter2|s3cr3t/);
  });

  it('a Node that is too old', async () => {
    const found = await oldNode();
    // Where there is none on this machine, the unit test of run.ts has said it all.
    if (found === undefined) return;
    const { code, stdout, stderr } = await cli(project(), ['scan'], { node: found });
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(
      stderr,
      /^QM_NODE_TOO_OLD Node v20\.\S+ is too old: Quartermaster needs 22\.13 or later\.\n {2}Install/,
    );
  });

  async function oldNode(): Promise<string | undefined> {
    for (const folder of ['/usr/bin', '/usr/local/bin']) {
      const file = path.join(folder, 'node');
      if (!fs.existsSync(file)) continue;
      const { stdout } = await run(file, ['--version']);
      if (stdout.startsWith('v20.')) return file;
    }
    return undefined;
  }
});
