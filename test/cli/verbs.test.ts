import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import packageJson from '../../package.json' with { type: 'json' };
import { cli, cliFile } from '../support/cli.ts';
import { useCliProjects } from '../support/cli-projects.ts';
import type { TempProject } from '../support/temp-project.ts';
import { useOsv } from '../support/use-osv.ts';

interface OperationDocument {
  readonly schema: number;
  readonly operation: Record<string, unknown> & { readonly id: string };
}

describe('the command line', () => {
  const projects = useCliProjects();
  useOsv();
  const { project } = projects;

  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
  /** The document with what differs from run to run replaced by its kind, after a look at it. */
  function steady<T>(value: T): T {
    const text = JSON.stringify(value, (key, item: unknown) => {
      if (['createdAt', 'startedAt', 'endedAt', 'checkedAt'].includes(key)) {
        assert.match(String(item), time, key);
        return 'time';
      }
      if (key === 'baseHash') {
        assert.match(String(item), /^[0-9a-f]{64}$/);
        return 'hash';
      }
      if (['durationMs', 'elapsedMs'].includes(key)) {
        assert.ok(typeof item === 'number' && item >= 0, key);
        return 'ms';
      }
      if (['id', 'projectId', 'undoes', 'undoneBy'].includes(key) && typeof item === 'string') {
        assert.match(item, /^[0-9a-f-]{36}$/, key);
        return 'uuid';
      }
      return item;
    });
    return JSON.parse(text) as T;
  }

  describe('call', () => {
    const call = (app: TempProject, name: string, input: string) => cli(app, ['call', name, '--json'], { input });

    it('installs by the name of the function, and names what nobody was asked about', async () => {
      const app = project();
      const payload = { packages: [{ name: 'lodash' }, { name: 'fx-tiny' }], triggeredBy: 'ai_auto' };
      const { code, stderr, document } = await call(app, 'ai-package-auto-installer', JSON.stringify(payload));
      assert.equal(code, 1, stderr);
      const { operation } = document<OperationDocument>();
      assert.deepEqual(
        [operation['status'], operation['triggeredBy'], operation['claimedTrigger']],
        ['succeeded', 'agent', 'ai_auto'],
      );
      assert.match(stderr, /^QM_GATE_ASK fx-tiny was not installed\. /m);
      assert.deepEqual(Object.keys(app.readJson<{ dependencies: object }>('package.json').dependencies), ['lodash']);
    });

    it('looks everything up with --dry-run, and changes nothing', async () => {
      const app = project();
      const args = ['call', 'ai-package-auto-installer', '--dry-run', '--json'];
      const { code, document } = await cli(app, args, { input: '{"packages":[{"name":"lodash"}]}' });
      const { operation, planned } = document<{ operation: null; planned: { package: string; decision: string }[] }>();
      assert.deepEqual(
        [code, operation, planned.map((row) => [row.package, row.decision])],
        [0, null, [['lodash', 'install']]],
      );
      assert.deepEqual(fs.readdirSync(app.folder).sort(), ['.npmrc', 'package.json']);
    });

    for (const [what, name, input, problem] of [
      ['a function that is none', 'constructor', '{}', /^QM_USAGE There is no function "constructor"\./],
      ['a payload that is no JSON', 'ai-package-auto-installer', '{', /^QM_USAGE The payload on stdin is not JSON/],
      [
        'another payload',
        'ai-package-auto-installer',
        '{}',
        /^QM_USAGE .* this function takes: "packages" is not there\./,
      ],
      ['a payload that is none', 'ai-package-auto-installer', '7', /: the payload has to be an object\./],
      [
        'an empty list',
        'ai-package-auto-installer',
        '{"packages":[]}',
        /: "packages" has to have at least one entry\./,
      ],
      ['no list', 'ai-package-auto-installer', '{"packages":"x"}', /: "packages" has to be a list\./],
      ['a number', 'ai-package-auto-installer', '{"packages":[{"name":1}]}', /: "packages\.0\.name" has to be text\./],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { code, stderr, document } = await call(project(), name, input);
        assert.deepEqual([code, Object.keys(document())], [2, ['schema', 'error']]);
        assert.match(stderr, problem);
      });
    }
  });

  describe('scan', () => {
    const files = {
      'src/a.ts': "import axios from 'axios';\nimport type { T } from '@scope/types/deep';\n",
      'test/a.test.js': "  require('fx-tiny/sub');\n",
      'lib/out.min.js': "import 'x';",
    };
    const row = { kind: 'undeclared', manifest: 'package.json', installed: false, typeOnly: false };
    const rows = [
      {
        ...row,
        package: 'axios',
        specifier: 'axios',
        file: 'src/a.ts',
        line: 1,
        column: 20,
        dependencyType: 'dependencies',
      },
      {
        ...row,
        package: '@scope/types',
        specifier: '@scope/types/deep',
        file: 'src/a.ts',
        line: 2,
        column: 25,
        dependencyType: 'devDependencies',
        typeOnly: true,
      },
      {
        ...row,
        package: 'fx-tiny',
        specifier: 'fx-tiny/sub',
        file: 'test/a.test.js',
        line: 1,
        column: 12,
        dependencyType: 'devDependencies',
      },
    ];

    it('prints one document, and ends 1 while findings remain', async () => {
      const { code, stderr, document } = await cli(project(files), ['scan', '--json']);
      assert.deepEqual([code, stderr], [1, '']);
      assert.deepEqual(steady(document()), {
        schema: 1,
        findings: rows,
        skipped: [{ file: 'lib/out.min.js', reason: 'generated' }],
        stats: { files: 2, cached: 0, elapsedMs: 'ms' },
      });
    });

    it('shows paths relative to --cwd, and what stands below it alone', async () => {
      const app = project({
        'package.json': { workspaces: ['packages/*'] },
        'packages/a/package.json': { name: 'a' },
        'packages/a/x.js': "import 'one';",
        'packages/b/package.json': { name: 'b' },
        'packages/b/x.js': "import 'two';",
      });
      const { code, document } = await cli(app, ['scan', '--json', '--cwd', app.path('packages/a')]);
      const { findings } = document<{ findings: { file: string; manifest: string; package: string }[] }>();
      assert.equal(code, 1);
      assert.deepEqual(
        findings.map(({ file, manifest, package: name }) => [file, manifest, name]),
        [['x.js', 'package.json', 'one']],
      );
    });

    it('ends 0 where nothing is missing, and says so to a reader', async () => {
      const app = project({ 'a.js': "import 'node:fs'; import './b.js';", 'b.js': '' });
      assert.deepEqual((await cli(app, ['scan', '--json'])).code, 0);
      const { code, stdout, stderr } = await cli(app, ['scan']);
      assert.deepEqual([code, stdout, stderr], [0, 'Nothing is missing. 2 files looked at.\n', '']);
    });

    it('writes for a reader too', async () => {
      const { stdout } = await cli(project({ 'a.js': "import 'fx-tiny';" }), ['scan']);
      assert.equal(
        stdout,
        'a.js:1:9  fx-tiny is imported, but not declared in package.json\n' +
          '1 package is missing. 1 file looked at. "quartermaster install --missing" installs it.\n',
      );
    });

    it('leaves out what the settings of the folder ignore, and says so', async () => {
      const settings = '{\n  // ours\n  "quartermaster.ignorePackages": ["@scope/*", "axios", 7],\n}\n';
      const app = project({ ...files, '.vscode/settings.json': settings });
      const { document } = await cli(app, ['scan', '--json']);
      assert.deepEqual(steady(document()), {
        schema: 1,
        findings: [rows[2]],
        skipped: [{ file: 'lib/out.min.js', reason: 'generated' }],
        ignorePackages: ['@scope/*', 'axios'],
        stats: { files: 2, cached: 0, elapsedMs: 'ms' },
      });
      const said = 'Not looked for, as .vscode/settings.json says: @scope/*, axios.\n';
      assert.ok((await cli(app, ['scan'])).stdout.includes(said));
      const { stdout } = await cli(app, ['install', '--missing', '--dry-run']);
      assert.equal(stdout, `Would install fx-tiny 1.2.0 as a dev dependency.\n${said}`);
    });

    for (const [what, settings] of [
      ['no settings', undefined],
      ['settings that are none', 'null'],
      ['settings that cannot be read', '{ "quartermaster.ignorePackages": <<<'],
      ['a list that is none', '{ "quartermaster.ignorePackages": "axios" }'],
    ] as const) {
      it(`looks for everything where there are ${what}`, async () => {
        const app = project({ ...files, ...(settings === undefined ? {} : { '.vscode/settings.json': settings }) });
        const { document } = await cli(app, ['scan', '--json']);
        assert.deepEqual(document()['findings'], rows);
      });
    }

    it('writes nothing into the folder', async () => {
      const app = project({ 'a.js': "import 'fx-tiny';" });
      await cli(app, ['scan', '--json']);
      assert.deepEqual(fs.readdirSync(app.folder).sort(), ['.npmrc', 'a.js', 'package.json']);
    });
  });

  describe('install', () => {
    it('prints the operation whole', async () => {
      const app = project();
      const { code, stderr, document } = await cli(app, [
        'install',
        'fx-tiny@^1.0.0',
        '--json',
        '--triggered-by',
        'monitor',
      ]);
      assert.deepEqual([code, stderr], [0, '']);
      const found = steady(document<OperationDocument>());
      const { gate, command, managerVersion, ...operation } = found.operation;
      assert.match(String(managerVersion), /^\d+\.\d+\.\d+$/);
      assert.deepEqual(
        { ...found, operation },
        {
          schema: 1,
          operation: {
            id: 'uuid',
            kind: 'install',
            status: 'succeeded',
            triggeredBy: 'manual',
            claimedTrigger: 'monitor',
            project: '',
            projectId: 'uuid',
            packages: [
              {
                name: 'fx-tiny',
                from: null,
                to: '1.2.0',
                manifest: 'package.json',
                field: 'dependencies',
                range: '^1.0.0',
              },
            ],
            manager: 'npm',
            exitCode: 0,
            decidedBy: 'You; gate: allowed, 14 of 15 checks',
            rule: 'you',
            baseHash: 'hash',
            files: ['package.json', 'package-lock.json'],
            createdAt: 'time',
            startedAt: 'time',
            endedAt: 'time',
            durationMs: 'ms',
          },
        },
      );
      assert.equal((command as string[])[0], 'install');
      assert.deepEqual(
        (
          gate as { package: string; verdict: string; checks: { check: string; result: string; source: string }[] }[]
        ).map(({ package: name, verdict, checks }) => [
          name,
          verdict,
          checks.map(({ check, result }) => `${check} ${result}`),
        ]),
        [
          [
            'fx-tiny',
            'allow',
            [
              'name allow',
              'exists allow',
              'placeholder allow',
              'malware allow',
              'advisory allow',
              'lookalike allow',
              'name-age allow',
              'version-age allow',
              'popularity unknown',
              'install-scripts allow',
              'publisher allow',
              'signature allow',
              'deprecated allow',
              'source-kind allow',
              'rules allow',
            ],
          ],
        ],
      );
      assert.equal(createRequire(app.path('x.js'))('fx-tiny'), 'fx-tiny@1.2.0');
    });

    it('says in one line what it did', async () => {
      const { code, stdout, stderr } = await cli(project(), ['install', 'fx-tiny', '--dev']);
      assert.match(stdout, /^[0-9a-f-]{36} {2}done {2}install fx-tiny 1\.2\.0\n$/);
      assert.deepEqual([code, stderr], [0, '']);
    });

    it('in a workspace member makes no second lockfile', async () => {
      const app = project({
        'package.json': { name: 'root', private: true, workspaces: ['packages/*'] },
        'packages/a/package.json': { name: 'a', version: '1.0.0' },
        'packages/a/src/x.js': '',
      });
      for (const [cwd, args] of [
        ['packages/a/src', ['install', 'fx-tiny']],
        ['', ['install', '@fx/core', '--project', 'packages/a', '--dev']],
        ['', ['install', 'fx-esm', '--project', './packages/a/']],
      ] as const) {
        // As in a terminal of a window in which the member alone is open.
        const env = { QUARTERMASTER_FOLDERS: app.path('packages/a') };
        assert.equal((await cli(app, args, { cwd, env })).code, 0, args.join(' '));
      }
      assert.deepEqual(app.readJson('packages/a/package.json'), {
        name: 'a',
        version: '1.0.0',
        dependencies: { 'fx-esm': '^1.0.0', 'fx-tiny': '^1.2.0' },
        devDependencies: { '@fx/core': '^1.1.0' },
      });
      assert.equal(app.exists('packages/a/package-lock.json'), false);
      assert.equal(app.exists('packages/a/.quartermaster'), false);
      assert.equal(app.exists('package-lock.json'), true);
      assert.equal('dependencies' in app.readJson('package.json'), false);
    });

    it('--missing installs all that scan found, each where it belongs', async () => {
      const app = project({ 'a.js': "import 'fx-tiny';", 'a.test.js': "import '@fx/core';" });
      const { code, document } = await cli(app, ['install', '--missing', '--json']);
      assert.deepEqual([code, document<OperationDocument>().operation['status']], [0, 'succeeded']);
      assert.deepEqual(app.readJson('package.json'), {
        name: 'app',
        private: true,
        dependencies: { 'fx-tiny': '^1.2.0' },
        devDependencies: { '@fx/core': '^1.1.0' },
      });
      assert.deepEqual(
        [(await cli(app, ['scan'])).code, (await cli(app, ['install', '--missing'])).stdout],
        [0, 'Nothing is missing.\n'],
      );
    });

    it('--missing installs what a fresh clone declares', async () => {
      const dependencies = { 'fx-tiny': '^1.0.0', '@fx/core': '^1.0.0', 'fx-esm': '^1.0.0' };
      const app = project({
        'package.json': { dependencies },
        'a.js': Object.keys(dependencies)
          .map((name) => `import '${name}';`)
          .join('\n'),
      });
      assert.equal((await cli(app, ['scan'])).code, 1);
      const dry = await cli(app, ['install', '--missing', '--dry-run']);
      assert.deepEqual([dry.code, dry.stdout], [0, 'Would install what package.json declares.\n']);
      assert.equal(app.exists('node_modules'), false);
      const { code, document } = await cli(app, ['install', '--missing', '--json']);
      const { operation } = document<OperationDocument>();
      assert.deepEqual([code, operation['kind'], operation['status']], [0, 'restore', 'succeeded']);
      assert.equal((await cli(app, ['scan'])).code, 0);
    });

    it('--missing calls nothing clean that it could not read', async () => {
      const app = project({ 'package.json': '{ "name": ', 'a.js': "import 'fx-tiny';" });
      const { code, stdout, stderr } = await cli(app, ['install', '--missing']);
      assert.deepEqual([code, stdout], [1, 'Nothing could be checked: every file was left out.\n']);
      assert.match(stderr, /^QM_MANIFEST_INVALID package\.json:1:\d+ is not valid JSON\.\n/);
    });

    it('--dry-run looks everything up and changes nothing', async () => {
      const app = project();
      const specs = ['fx-tiny', '@fx/core@^1.0.0', 'lodahs', 'fx-placeholder'];
      const dry = await cli(app, ['install', ...specs, '--dry-run', '--json']);
      const found = dry.document<{ gate: { package: string }[] }>();
      const row = { manifest: 'package.json', field: 'dependencies' };
      assert.deepEqual(
        [dry.code, { ...found, gate: found.gate.map((report) => report.package) }],
        [
          1,
          {
            schema: 1,
            operation: null,
            decision: 'block',
            gate: ['lodahs', 'fx-placeholder'],
            planned: [
              { package: 'fx-tiny', ...row, range: '^1.2.0', version: '1.2.0', verdict: 'allow', decision: 'install' },
              { package: '@fx/core', ...row, range: '^1.0.0', version: '1.1.0', verdict: 'allow', decision: 'install' },
              { package: 'lodahs', ...row, range: '^1.0.0', version: '1.0.0', verdict: 'ask', decision: 'ask' },
              {
                package: 'fx-placeholder',
                ...row,
                range: '^0.0.1-security',
                version: '0.0.1-security',
                verdict: 'block',
                decision: 'block',
              },
            ],
            declared: [],
          },
        ],
      );
      const { code, stdout, stderr } = await cli(app, ['install', ...specs, '--dry-run']);
      assert.deepEqual([code, stdout], [1, 'Would install fx-tiny 1.2.0.\nWould install @fx/core 1.1.0.\n']);
      assert.match(stderr, /^QM_GATE_ASK lodahs would not be installed\. /);
      assert.deepEqual(fs.readdirSync(app.folder).sort(), ['.npmrc', 'package.json']);
    });

    it('says which of them would be dev dependencies', async () => {
      const { stdout } = await cli(project(), ['install', 'fx-tiny', '--dev', '--dry-run']);
      assert.equal(stdout, 'Would install fx-tiny 1.2.0 as a dev dependency.\n');
    });

    it('moves no entry in passing, and says so', async () => {
      const app = project({ 'package.json': { name: 'app', private: true, dependencies: { 'fx-tiny': '^1.0.0' } } });
      for (const more of [['--dry-run'], []]) {
        const { code, stderr } = await cli(app, ['install', 'fx-tiny', '@fx/core', '--dev', ...more]);
        assert.equal(code, 0, stderr);
        assert.equal(stderr, 'fx-tiny stays in dependencies. "quartermaster move fx-tiny --dev" moves it.\n');
      }
      const { dependencies, devDependencies } = app.readJson<Record<string, object>>('package.json');
      assert.deepEqual(
        [Object.keys(dependencies ?? {}), Object.keys(devDependencies ?? {})],
        [['fx-tiny'], ['@fx/core']],
      );
    });

    it('asks nobody: what would ask is reported once, and no operation is', async () => {
      const app = project();
      const { code, stderr, document } = await cli(app, ['install', 'lodahs', '--json']);
      assert.equal(code, 1);
      assert.match(stderr, /^QM_GATE_ASK lodahs was not installed\. Looks like lodash.*\n {2}.*--yes\.\n$/);
      const found = document<{ operation: unknown; decision: string; gate: { didYouMean: string }[] }>();
      assert.deepEqual(Object.keys(found), ['schema', 'operation', 'decision', 'gate']);
      assert.deepEqual([found.operation, found.decision, found.gate[0]?.didYouMean], [null, 'ask', 'lodash']);
      assert.equal(app.exists('package-lock.json'), false);
      assert.equal(app.exists('.quartermaster'), false);
    });

    it('takes a --yes without a terminal for no answer about a lookalike, and records it as such', async () => {
      const app = project();
      const { code, stderr, document } = await cli(app, ['install', 'lodahs', '--yes', '--json']);
      assert.deepEqual([code, document()['operation'], document()['decision']], [1, null, 'ask']);
      assert.match(stderr, /^QM_GATE_ASK lodahs was not installed\. .*\n {2}.*at a terminal only.*\n$/);
      assert.equal(app.exists('package-lock.json'), false);
      const allowed = await cli(app, ['install', 'fx-tiny', '--yes', '--json']);
      assert.match(
        String(allowed.document<OperationDocument>().operation['decidedBy']),
        /^--yes without a terminal; gate: allowed/,
      );
    });

    it('reports a block, which --yes does not lift', async () => {
      for (const name of ['fx-placeholder', 'expresss']) {
        const { code, stderr, document } = await cli(project(), ['install', name, '--yes', '--json']);
        assert.deepEqual([code, document()['operation'], document()['decision']], [1, null, 'block']);
        assert.match(stderr, new RegExp(`^QM_GATE_BLOCK ${name} was not installed\\. `));
      }
    });
  });

  describe('mode', () => {
    it('says with --dry-run what it would be, and leaves it', async () => {
      const app = project();
      const dry = await cli(app, ['mode', 'off', '--dry-run', '--json']);
      assert.deepEqual(dry.document(), { schema: 1, mode: 'assist', planned: { mode: 'off' } });
      assert.equal((await cli(app, ['mode', 'off', '--dry-run'])).stdout, 'Would choose off in place of assist.\n');
      assert.equal((await cli(app, ['mode'])).stdout, 'assist\n');
      assert.match((await cli(app, ['mode', 'root', '--dry-run'])).stderr, /^QM_USAGE "root" is not a mode/);
    });

    it("is kept for a folder in the user's own", async () => {
      const app = project();
      assert.deepEqual((await cli(app, ['mode', '--json'])).document(), { schema: 1, mode: 'assist' });
      assert.equal((await cli(app, ['mode', 'autopilot'])).stdout, 'autopilot\n');
      assert.deepEqual((await cli(app, ['mode', '--json'])).document(), { schema: 1, mode: 'autopilot' });
      assert.equal(app.exists('.quartermaster'), false);
      assert.match((await cli(app, ['mode', 'root'])).stderr, /^QM_USAGE "root" is not a mode/);
    });
  });

  describe('help', () => {
    it('lists every verb, alone and by itself', async () => {
      const app = project();
      for (const args of [[], ['help'], ['--help'], ['-h']]) {
        const { code, stdout, stderr } = await cli(app, args);
        assert.deepEqual([code, stderr], [0, '']);
        for (const verb of ['scan', 'install', 'history', 'show', 'rollback', 'mode']) {
          assert.match(stdout, new RegExp(`^  ${verb}\\b`, 'm'));
        }
      }
      const one = await cli(app, ['rollback', '--help']);
      assert.deepEqual([one.code, one.stdout.split('\n')[0]], [0, 'quartermaster rollback ID [--yes] [--dry-run]']);
      for (const args of [['help'], ['install', '--help'], ['help', 'install']]) {
        const { stdout } = await cli(app, args);
        for (const option of ['missing', 'yes', 'dev', 'project', 'triggered-by', 'dry-run', 'cwd', 'json']) {
          assert.match(stdout, new RegExp(`^  --${option}\\b`, 'm'), args.join(' '));
        }
      }
      for (const args of [['--version'], ['version']]) {
        assert.equal((await cli(app, args)).stdout, `${packageJson.version}\n`);
      }
    });

    for (const [args, problem] of [
      [['instal'], 'There is no command "instal".'],
      [['scan', '--used'], 'There is no option --used.'],
      [['install', '-g', 'fx-tiny'], 'There is no option -g.'],
      [['scan', '--__proto__'], 'There is no option --__proto__.'],
      [['scan', '--verbose=no'], 'The option --verbose takes no value.'],
      [['install'], 'Name at least one package, or use --missing.'],
      [['install', '--missing', 'fx-tiny'], 'Name packages, or use --missing: not both.'],
      [['install', '--project'], 'The option --project needs a value.'],
      [['install', 'fx-tiny', '--project', '--dev'], 'The option --project needs a value.'],
      [['install', 'fx-tiny@'], '"fx-tiny@" ends where a version range should follow the @.'],
      [['scan', 'extra'], '"extra" is one word too many.'],
      [['history', 'extra'], '"extra" is one word too many.'],
      [['mode', 'off', 'extra'], '"extra" is one word too many.'],
      [['history', '--format', 'xml'], '--format takes json or csv, not "xml".'],
      [['show', 'id', 'extra'], '"extra" is one word too many.'],
    ] as const) {
      it(`says what it does not understand of ${JSON.stringify(args.join(' '))}`, async () => {
        const { code, stdout, stderr } = await cli(project(), args);
        assert.deepEqual([code, stdout], [2, '']);
        const [first, ...hint] = stderr.split('\n');
        assert.equal(first, `QM_USAGE ${problem}`);
        assert.match(hint.join('\n'), /^ {2}"quartermaster .+\n$/);
      });
    }

    it('is a program of its own', () => {
      assert.match(fs.readFileSync(cliFile, 'utf8').slice(0, 30), /^#!\/usr\/bin\/env node\n/);
      assert.equal(fs.statSync(cliFile).mode & 0o111, 0o111);
    });
  });
});
