import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { decidedAtOnce } from '../../src/model/audit.ts';
import { installedRange } from '../../src/model/finding.ts';
import type { ForeignRun } from '../../src/ports/foreign-runs.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { systemClock } from '../../src/node/system-clock.ts';
import { byHand, contextOf, install, never, requests, useEngines, useHermeticProcess } from '../support/engine.ts';
import { manifestText, recording, wholeTree } from '../support/engine-project.ts';
import { until } from '../support/until.ts';
import { tempFolder, useTempProjects, type FileBody, type TempProject } from '../support/temp-project.ts';
import { useOsv } from '../support/use-osv.ts';
import { useRegistry } from '../support/use-registry.ts';

describe('the engine with the real npm', () => {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  useOsv();
  const registry = useRegistry();

  const project = (files: Readonly<Record<string, FileBody>> = {}) =>
    makeProject({ registry, files: { 'package.json': { name: 'app', private: true }, ...files } });

  describe('installs', () => {
    it('one package: manifest, lockfile, node_modules and the whole record', async () => {
      const app = project();
      const engine = await start(app);
      const operation = await install(engine, 'fx-tiny');
      assert.deepEqual(
        { ...operation, gate: [], files: operation.files.map(({ path }) => path) },
        {
          id: operation.id,
          kind: 'install',
          status: 'succeeded',
          trigger: 'manual',
          claimedTrigger: undefined,
          projectId: operation.projectId,
          project: '',
          packages: [
            { name: 'fx-tiny', manifest: '', field: 'dependencies', from: undefined, to: '1.2.0', range: '^1.2.0' },
          ],
          manager: 'npm',
          command: operation.command,
          exitCode: 0,
          managerVersion: operation.managerVersion,
          output: operation.output,
          steps: operation.steps,
          progress: 1,
          step: undefined,
          decidedBy: 'You; gate: allowed, 14 of 15 checks',
          audit: { ...decidedAtOnce('you'), baseHash: operation.audit.baseHash },
          gate: [],
          score: undefined,
          files: ['package.json', 'package-lock.json'],
          error: undefined,
          undoes: undefined,
          undoneBy: undefined,
          createdAt: operation.createdAt,
          startedAt: operation.startedAt,
          endedAt: operation.endedAt,
        },
      );
      assert.match(operation.managerVersion ?? '', /^\d+\.\d+\.\d+/);
      assert.deepEqual(
        operation.steps.map(({ step }) => step),
        [
          'Resolving in a copy',
          'Writing down what will change',
          'Comparing with what was planned',
          'Keeping node_modules',
          'Writing package.json and the lockfile',
          'Installing',
          'Checking the result',
        ],
      );
      assert.match(operation.audit.baseHash ?? '', /^[0-9a-f]{64}$/);
      assert.equal(app.read('package.json'), manifestText({ dependencies: { 'fx-tiny': '^1.2.0' } }));
      assert.equal(lockedVersion(app, 'fx-tiny'), '1.2.0');
      assert.equal(load(app, 'fx-tiny'), 'fx-tiny@1.2.0');
      assert.deepEqual(
        operation.gate.map(({ package: name, version, verdict }) => [name, version, verdict]),
        [['fx-tiny', '1.2.0', 'allow']],
      );
      assert.ok(
        operation.createdAt <= (operation.startedAt ?? '') && (operation.startedAt ?? '') <= (operation.endedAt ?? ''),
      );
    });

    it('several in one command', async () => {
      const app = project();
      const runs = recording();
      const engine = await start(app, { run: runs.runner });
      const operation = await install(engine, 'fx-tiny', '@fx/core', 'fx-with-deps');
      assert.equal(operation.status, 'succeeded');
      assert.equal(runs.seen.filter((request) => !request.args.includes('--package-lock-only')).length, 1);
      assert.deepEqual(app.readJson('package.json')['dependencies'], {
        '@fx/core': '^1.1.0',
        'fx-tiny': '^1.2.0',
        'fx-with-deps': '^1.0.0',
      });
      assert.equal(load(app, 'fx-with-deps'), 'fx-with-deps@1.0.0');
    });

    it('a development dependency where it belongs', async () => {
      const app = project();
      const engine = await start(app);
      await engine.install(requests(['fx-bin'], '', 'devDependencies'), byHand, never);
      assert.equal(app.read('package.json'), manifestText({ devDependencies: { 'fx-bin': '^1.0.0' } }));
    });

    it('with the types that a TypeScript project needs, and only there', async () => {
      const typescript = project({ 'tsconfig.json': {} });
      const { packages } = await install(await start(typescript), 'fx-untyped', 'fx-typed');
      assert.deepEqual(
        packages.map(({ name, field }) => [name, field]),
        [
          ['fx-untyped', 'dependencies'],
          ['fx-typed', 'dependencies'],
          ['@types/fx-untyped', 'devDependencies'],
        ],
      );
      const javascript = project();
      await install(await start(javascript), 'fx-untyped');
      assert.equal(javascript.exists('node_modules/@types'), false);
    });

    it('with the types where a source is TypeScript, without a tsconfig.json', async () => {
      const app = project({ 'a.ts': "import 'fx-untyped';\n" });
      const engine = await start(app);
      await engine.scan(never);
      const { packages } = await install(engine, 'fx-untyped');
      assert.deepEqual(
        packages.map(({ name }) => name),
        ['fx-untyped', '@types/fx-untyped'],
      );
    });

    it('beside folders and tarballs that a relative path names, inside the project and outside', async () => {
      const outside = tempFolder('local-');
      fs.mkdirSync(path.join(outside, 'lib'));
      const write = (name: string, content: object): void =>
        fs.writeFileSync(path.join(outside, name), JSON.stringify(content));
      write('lib/package.json', { name: 'lib', version: '1.0.0', dependencies: { deeper: 'file:../deeper' } });
      fs.mkdirSync(path.join(outside, 'deeper'));
      write('deeper/package.json', { name: 'deeper', version: '2.0.0', dependencies: { '@fx/core': '^1.0.0' } });
      const app = project({
        'vendor/inner/package.json': { name: 'inner', version: '3.0.0' },
        'package.json': { name: 'app', private: true, dependencies: { inner: 'file:vendor/inner' } },
      });
      const relative = path.relative(app.folder, path.join(outside, 'lib'));
      app.write('package.json', {
        name: 'app',
        private: true,
        dependencies: { inner: 'file:vendor/inner', lib: `file:${relative}` },
      });
      const operation = await install(await start(app), 'fx-tiny');
      assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
      const { packages } = app.readJson<{ packages: Record<string, { resolved?: string; link?: boolean }> }>(
        'package-lock.json',
      );
      assert.deepEqual(packages['node_modules/lib'], { resolved: relative, link: true });
      assert.deepEqual(packages['node_modules/inner'], { resolved: 'vendor/inner', link: true });
      assert.equal(load(app, 'fx-tiny'), 'fx-tiny@1.2.0');
      assert.equal(fs.realpathSync(app.path('node_modules/lib')), path.join(outside, 'lib'));
    });

    it('what a program asks for by project id, as the gate allows it without a person', async () => {
      const app = project();
      const engine = await start(app);
      const { projectId } = await install(engine, 'fx-tiny');
      const payload = { packages: [{ name: 'lodash' }, { name: 'fx-esm' }], projectId, triggeredBy: 'user' };
      const { operations, asked } = await engine.autoInstall(payload, { trigger: 'agent' }, never);
      assert.deepEqual(
        operations.map(({ trigger, claimedTrigger, packages }) => [trigger, claimedTrigger, packages[0]?.name]),
        [['agent', 'user', 'lodash']],
      );
      assert.deepEqual(
        asked.map(({ package: name }) => name),
        ['fx-esm'],
      );
    });

    for (const [what, payload, code] of [
      ['no payload', undefined, 'QM_USAGE'],
      ['no packages', { packages: [] }, 'QM_USAGE'],
      ['a version that is a path', { packages: [{ name: 'fx-tiny', version: 'file:../..' }] }, 'QM_USAGE'],
      ['a name that is a path', { packages: [{ name: '../x' }] }, 'QM_NAME_INVALID'],
      ['a project nobody knows', { packages: [{ name: 'fx-tiny' }], projectId: 'x' }, 'QM_NO_MANIFEST'],
    ] as const) {
      it(`nothing for a program that sends ${what}`, async () => {
        const engine = await start(project());
        await assert.rejects(engine.autoInstall(payload, { trigger: 'agent' }, never), { code });
      });
    }

    it('types once, in the range that was asked for', async () => {
      const app = project({ 'tsconfig.json': {} });
      const engine = await start(app);
      const { operations } = await engine.install(
        [...requests(['fx-untyped']), ...requests(['@types/fx-untyped@~1.0.0'], '', 'devDependencies')],
        byHand,
        never,
      );
      assert.deepEqual(
        operations[0]?.packages.map(({ name, range }) => [name, range]),
        [
          ['fx-untyped', '^1.0.0'],
          ['@types/fx-untyped', '~1.0.0'],
        ],
      );
    });

    it('in the pin style of the manifest', async () => {
      const app = project({
        'package.json': { dependencies: { '@fx/core': '1.0.0', '@fx/util': '1.0.0', 'fx-major': '1.0.0' } },
      });
      await install(await start(app), 'fx-tiny');
      assert.equal(app.readJson<Dependencies>('package.json').dependencies['fx-tiny'], '1.2.0');
      assert.equal(lockedVersion(app, 'fx-major'), '1.0.0');
    });

    it('a version and a range as they were typed', async () => {
      const app = project();
      const { packages } = await install(await start(app), 'fx-major@1.0.0', 'fx-tiny@~1.0.0');
      assert.deepEqual(
        packages.map(({ name, to, range }) => [name, to, range]),
        [
          ['fx-major', '1.0.0', '1.0.0'],
          ['fx-tiny', '1.0.0', '~1.0.0'],
        ],
      );
    });

    it('a tag as the version that it names', async () => {
      const app = project();
      const { packages, gate } = await install(await start(app), 'fx-tiny@next', 'fx-major@latest');
      assert.deepEqual(
        packages.map(({ name, to, range }) => [name, to, range]),
        [
          ['fx-tiny', '2.0.0-rc.1', '^2.0.0-rc.1'],
          ['fx-major', '2.0.0', '^2.0.0'],
        ],
      );
      assert.deepEqual(
        gate.map(({ version }) => version),
        ['2.0.0-rc.1', '2.0.0'],
      );
    });

    it('automatically the version of the bundled list, though a newer one is out', async () => {
      const app = project();
      const known = contextOf(app).popular.find('lodash')?.version ?? '';
      registry.publish({ name: 'lodash', versions: { '4.99.0': { ageDays: 0.1 } } });
      const engine = await start(app);
      const { operations } = await engine.install(
        requests(['lodash']),
        { trigger: 'ai_auto', confirmed: false, automatic: true },
        never,
      );
      assert.deepEqual(operations[0]?.packages, [
        { name: 'lodash', manifest: '', field: 'dependencies', from: undefined, to: known, range: `^${known}` },
      ]);
      assert.deepEqual(
        [operations[0]?.trigger, operations[0]?.decidedBy],
        ['ai_auto', 'Gate: allowed, 15 of 15 checks'],
      );
      assert.equal(lockedVersion(app, 'lodash'), known);
    });

    it('what a range gives only after it was judged in the very version', async () => {
      const app = project();
      const engine = await start(app);
      const before = wholeTree(app);
      const range = requests(['fx-fresh@^1.0.0']);
      const { operations, asked } = await engine.install(range, byHand, never);
      const [stopped] = operations;
      assert.deepEqual(
        [stopped?.status, stopped?.error?.code, stopped?.error?.message],
        ['failed', 'QM_GATE_ASK', 'fx-fresh 1.0.2 would be installed. Published 0 days ago, which is very young.'],
      );
      assert.deepEqual(
        asked.map(({ package: name, version, verdict }) => [name, version, verdict]),
        [['fx-fresh', '1.0.2', 'ask']],
      );
      assert.deepEqual(wholeTree(app), before);
      const confirmed = await engine.install(range, { ...byHand, confirmed: true }, never);
      const [done] = confirmed.operations;
      assert.deepEqual(
        [done?.status, done?.gate.map(({ version }) => version), done?.decidedBy],
        ['succeeded', ['1.0.2'], 'You, though the gate asked: Published 0 days ago, which is very young.'],
      );
    });

    it('automatically the newest version that is old enough', async () => {
      registry.publish({
        name: 'commander',
        versions: { '1.20.0': { ageDays: 60 }, '1.21.0': { ageDays: 8 }, '1.22.0': { ageDays: 2 } },
      });
      const engine = await start(project());
      const automatic = { trigger: 'ai_auto', confirmed: false, automatic: true } as const;
      const { operations } = await engine.install(requests(['commander']), automatic, never);
      assert.deepEqual([operations[0]?.status, operations[0]?.packages[0]?.to], ['succeeded', '1.21.0']);
    });

    it('automatically nothing in another version than the one that was judged', async () => {
      registry.publish({ name: 'axios', versions: { '0.1.0': {}, '1.21.1': {} } });
      const declared = project({ 'package.json': { dependencies: { axios: '^0.1.0' } } });
      const engine = await start(declared);
      const automatic = { trigger: 'ai_auto', confirmed: false, automatic: true } as const;
      const { operations, asked } = await engine.install(requests(['axios']), automatic, never);
      assert.deepEqual([operations, asked.map((report) => report.package)], [[], ['axios']]);
    });

    for (const [what, pulled] of [
      ['by hand', false],
      ['by a pull, lockfile and all', true],
    ] as const) {
      it(`what is declared, where the range was changed ${what}`, async () => {
        const app = project();
        const engine = await start(app);
        await install(engine, 'fx-tiny@1.0.0');
        const theirs = project();
        await install(await start(theirs), 'fx-tiny@^1.1.0');
        for (const file of pulled ? ['package.json', 'package-lock.json'] : ['package.json']) {
          app.write(file, theirs.read(file));
        }
        await engine.scan(never);
        const found = engine.findings.filter(({ kind }) => kind === 'mismatched');
        assert.equal(found.length, 1);
        const { operations } = await engine.install(engine.requestsFor(found), byHand, never);
        assert.equal(operations[0]?.status, 'succeeded', JSON.stringify(operations[0]?.error));
        assert.equal(load(app, 'fx-tiny'), 'fx-tiny@1.2.0');
        assert.equal(app.readJson<Dependencies>('package.json').dependencies['fx-tiny'], '^1.1.0');
        await engine.scan(never);
        assert.deepEqual(engine.findings, []);
      });
    }

    it('what is installed as what is declared, where that is asked for', async () => {
      const app = project();
      const engine = await start(app);
      await install(engine, 'fx-tiny@1.0.0');
      app.write('package.json', app.read('package.json').replace('1.0.0', '~1.2.0'));
      await engine.scan(never);
      const [found] = engine.findings;
      assert.ok(found?.kind === 'mismatched');
      const { operations } = await engine.install(requests([`fx-tiny@${installedRange(found) ?? ''}`]), byHand, never);
      assert.equal(operations[0]?.status, 'succeeded', JSON.stringify(operations[0]?.error));
      assert.equal(app.readJson<Dependencies>('package.json').dependencies['fx-tiny'], '~1.0.0');
      assert.equal(load(app, 'fx-tiny'), 'fx-tiny@1.0.0');
    });

    it("in a workspace member a sibling's range, and a sibling itself as a link", async () => {
      const app = workspace(project, { dependencies: { 'fx-tiny': '~1.0.0' } });
      const engine = await start(app);
      const { operations } = await engine.install(requests(['fx-tiny', '@app/a'], 'packages/b'), byHand, never);
      assert.equal(operations[0]?.status, 'succeeded');
      assert.deepEqual(app.readJson('packages/b/package.json')['dependencies'], {
        '@app/a': '^1.2.3',
        'fx-tiny': '~1.0.0',
      });
      assert.equal(fs.realpathSync(app.path('node_modules/@app/a')), app.path('packages/a'));
      assert.equal(load(app, 'fx-tiny', 'packages/b/index.js'), 'fx-tiny@1.0.0');
      assert.equal(app.exists('packages/b/package-lock.json'), false);
      assert.equal(app.exists('packages/b/node_modules'), false);
    });

    it('in two projects side by side', async () => {
      const app = makeProject({
        registry,
        files: { 'one/package.json': { name: 'one' }, 'two/package.json': { name: 'two' } },
      });
      for (const folder of ['one', 'two']) fs.copyFileSync(app.path('.npmrc'), app.path(`${folder}/.npmrc`));
      const engine = await start(app);
      const { operations } = await engine.install(
        [...requests(['fx-tiny'], 'one'), ...requests(['@fx/core'], 'two')],
        byHand,
        never,
      );
      assert.deepEqual(operations.map(({ project: root, status }) => [root, status]).sort(), [
        ['one', 'succeeded'],
        ['two', 'succeeded'],
      ]);
      assert.ok(app.exists('one/node_modules/fx-tiny') && app.exists('two/node_modules/@fx/core'));
    });

    it('what two callers ask of one project at once, losing neither', async () => {
      const app = project();
      const engine = await start(app);
      await Promise.all(['fx-tiny', '@fx/core', 'fx-esm'].map((name) => install(engine, name)));
      assert.deepEqual(app.readJson('package.json')['dependencies'], {
        '@fx/core': '^1.1.0',
        'fx-esm': '^1.0.0',
        'fx-tiny': '^1.2.0',
      });
      assert.ok(['fx-tiny', '@fx/core', 'fx-esm'].every((name) => app.exists(`node_modules/${name}/index.js`)));
    });

    it('without running install scripts', async () => {
      const app = project();
      assert.equal((await install(await start(app), 'fx-script')).status, 'succeeded');
      assert.equal(app.exists('node_modules/fx-script/postinstall-ran.txt'), false);
    });

    it('once the time is up for which the registry asked to be left alone, and says that it waits', async () => {
      const said: (string | undefined)[] = [];
      let engine: Engine;
      const clock: EngineContext['clock'] = {
        ...systemClock,
        async pause(milliseconds, signal) {
          if (milliseconds !== 60_000) return systemClock.pause(milliseconds, signal);
          said.push([...engine.queue.live.values()][0]?.step);
          registry.setFault();
        },
      };
      engine = await start(project(), { clock });
      registry.publish({ name: 'fx-asked-late', versions: { '1.0.0': {} } });
      registry.setFault({ kind: 'status', status: 429, headers: { 'retry-after': '60' }, match: /fx-asked-late$/ });
      const operation = await install(engine, 'fx-asked-late');
      assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
      assert.deepEqual([said, [...engine.queue.live]], [['Waiting 60 s, as the registry asks'], []]);
    });

    it('what manifest and lockfile say already, after a clone', async () => {
      const app = project();
      const engine = await start(app);
      await install(engine, 'fx-tiny');
      app.delete('node_modules');
      const operation = await engine.restore('', byHand, never);
      assert.deepEqual([operation.kind, operation.status, operation.exitCode], ['restore', 'succeeded', 0]);
      assert.equal(load(app, 'fx-tiny'), 'fx-tiny@1.2.0');
    });
  });

  it('goes on trying while somebody installs one thing after the other by hand', async () => {
    const app = project();
    const { clock } = contextOf(app);
    let [version, looks] = [0, 0];
    const runs = recording((request) => {
      if (!request.args.includes('--package-lock-only') || version === 12) return;
      version += 1;
      app.write('package.json', manifestText({ version: `${version}.0.0` }));
    });
    // Another one at each look.
    const within = async (): Promise<ForeignRun[]> =>
      version === 12 ? [] : [{ where: { kind: 'process', pid: ++looks }, command: 'npm install other' }];
    const waiting = { now: () => clock.now(), schedule: clock.schedule, pause: async () => undefined };
    const engine = await start(app, { run: runs.runner, others: { within }, clock: waiting });
    const operation = await install(engine, 'fx-tiny');
    assert.deepEqual([operation.error, operation.status], [undefined, 'succeeded']);
    assert.deepEqual(app.readJson('package.json'), {
      ...JSON.parse(manifestText({ version: '12.0.0' })),
      dependencies: { 'fx-tiny': '^1.2.0' },
    });
  });

  describe('changes nothing', () => {
    it('for a package that nobody published, and names what it may have been', async () => {
      const app = project();
      const { operations, blocked } = await refusing(app, async (engine) =>
        engine.install(requests(['expresss']), byHand, never),
      );
      assert.deepEqual(operations, []);
      assert.deepEqual(
        blocked.map(({ package: name, verdict, didYouMean }) => [name, verdict, didYouMean]),
        [['expresss', 'block', 'express']],
      );
    });

    it('for a lookalike, unless a person says yes', async () => {
      const app = project();
      const { asked } = await refusing(app, async (engine) => engine.install(requests(['lodahs']), byHand, never));
      assert.deepEqual(
        asked.map(({ didYouMean }) => didYouMean),
        ['lodash'],
      );
      const engine = await start(app);
      const { operations } = await engine.install(requests(['lodahs']), { ...byHand, confirmed: true }, never);
      assert.equal(operations[0]?.status, 'succeeded');
      assert.match(operations[0]?.decidedBy ?? '', /though the gate asked: Looks like lodash/);
    });

    it('for a placeholder, whatever a person says', async () => {
      const { blocked } = await refusing(project(), async (engine) =>
        engine.install(requests(['fx-placeholder']), { ...byHand, confirmed: true }, never),
      );
      assert.deepEqual(
        blocked.map((report) => report.package),
        ['fx-placeholder'],
      );
    });

    it('for a version that nobody published', async () => {
      const operation = await refusing(project(), async (engine) => install(engine, 'fx-tiny@9.9.9'));
      assert.deepEqual([operation.status, operation.error?.code], ['failed', 'QM_VERSION_UNKNOWN']);
      assert.match(operation.error?.hint ?? '', /Ask for another range/);
    });

    it('where peers exclude each other', async () => {
      const app = project({ 'package.json': { dependencies: { 'fx-host': '2.0.0' } } });
      const operation = await refusing(app, async (engine) => install(engine, 'fx-plugin@1.0.0'));
      assert.deepEqual([operation.status, operation.error?.code], ['failed', 'QM_PEER_CONFLICT']);
      assert.match(operation.error?.details ?? '', /fx-host/);
    });

    it('while package.json has edits that are not saved', async () => {
      const app = project();
      const documents = { isUnsaved: (file: string) => file === app.path('package.json') };
      await refusing(
        app,
        async (engine) => {
          const { status, error } = await install(engine, 'fx-tiny');
          assert.deepEqual([status, error?.code], ['failed', 'QM_UNSAVED']);
          assert.match(error?.hint ?? '', /Save or revert/);
        },
        { documents },
      );
    });

    it('in a workspace that is not trusted, and asks nobody', async () => {
      const app = project();
      registry.requests.length = 0;
      const trust = { isTrusted: () => false, onDidGrant: () => ({ dispose: () => undefined }) };
      await refusing(app, async (engine) => assert.rejects(install(engine, 'fx-tiny'), { code: 'QM_UNTRUSTED' }), {
        trust,
      });
      assert.deepEqual(registry.requests, []);
      assert.equal(app.exists('.quartermaster'), false);
    });

    it('with two lockfiles, no manifest, or a broken one', async () => {
      const cases: readonly (readonly [Readonly<Record<string, FileBody>>, object])[] = [
        [
          { 'package-lock.json': '{}', 'yarn.lock': '' },
          { code: 'QM_LOCKFILE_CONFLICT', message: /npm .*yarn/ },
        ],
        [{ 'package.json': '{ "name": }' }, { code: 'QM_MANIFEST_INVALID', message: /package\.json:1:11/ }],
      ];
      for (const [files, expected] of cases) {
        await refusing(project(files), async (engine) => assert.rejects(install(engine, 'fx-tiny'), expected));
      }
      const empty = makeProject({ registry, files: { 'a.js': "import 'fx-tiny';" } });
      await refusing(empty, async (engine) => assert.rejects(install(engine, 'fx-tiny'), { code: 'QM_NO_MANIFEST' }));
    });

    it('where there is no npm on PATH', async () => {
      const app = project();
      const services = contextOf(app);
      const { PathToolLocator } = await import('../../src/node/tool-locator.ts');
      const tools = new PathToolLocator(() => [services.root], { PATH: app.path('nowhere') });
      const operation = await refusing(app, async (engine) => install(engine, 'fx-tiny'), { tools });
      assert.deepEqual([operation.status, operation.error?.code], ['failed', 'QM_MANAGER_MISSING']);
    });

    it('in a folder that cannot be written', async () => {
      const app = project();
      const { files } = contextOf(app);
      // Root writes everywhere: the folder's answer is made up, what follows from it is not.
      const operation = await refusing(app, async (engine) => install(engine, 'fx-tiny'), {
        files: { ...files, isWritable: async () => false },
      });
      assert.deepEqual([operation.status, operation.error?.code], ['failed', 'QM_READ_ONLY']);
    });

    it('where package.json itself is read-only', async () => {
      const app = project();
      fs.chmodSync(app.path('package.json'), 0o444);
      const operation = await refusing(app, async (engine) => install(engine, 'fx-tiny'));
      assert.equal(operation.error?.code, 'QM_READ_ONLY');
    });

    it('that it would lose where someone changes package.json each time before it is written', async () => {
      const app = project();
      let version = 0;
      const theirs = (): string => manifestText({ version: `${version}.0.0` });
      const runs = recording((request) => {
        version += 1;
        if (request.args.includes('--package-lock-only')) app.write('package.json', theirs());
      });
      const engine = await start(app, { run: runs.runner });
      const operation = await install(engine, 'fx-tiny');
      assert.deepEqual([operation.error?.code, operation.status], ['QM_BASE_MOVED', 'failed']);
      assert.equal(app.read('package.json'), theirs());
      assert.deepEqual(listing(app), ['.npmrc', '.quartermaster', 'package.json']);
    });

    const metadata = /^GET \/fault-\d+$/;
    const tarball = /^GET \/fault-\d+\/-\/.*\.tgz$/;
    const faults = [
      ['is down', undefined, 'QM_REGISTRY_UNREACHABLE', /connection/],
      ['wants a token', { kind: 'auth', token: 'x', match: metadata }, 'QM_REGISTRY_AUTH', /npm login/],
      ['answers 500', { kind: 'status', status: 500, match: metadata }, 'QM_REGISTRY_FAILED', /in a few minutes/],
      ['answers 429', { kind: 'status', status: 429, match: metadata }, 'QM_REGISTRY_BUSY', /Wait a minute/],
      ['sends a page', { kind: 'html', match: metadata }, 'QM_REGISTRY_FAILED', /./],
      ['resets connections', { kind: 'reset', match: metadata }, 'QM_REGISTRY_UNREACHABLE', /connection/],
      ['cuts the tarball off', { kind: 'truncate', match: tarball }, 'QM_REGISTRY_UNREACHABLE', /connection/],
      ['sends another tarball', { kind: 'corrupt', match: tarball }, 'QM_INTEGRITY', /do not install/],
    ] as const;
    for (const [index, [what, fault, code, hint]] of faults.entries()) {
      it(`when the registry ${what}`, async () => {
        const app = project();
        if (fault === undefined) app.write('.npmrc', 'registry=http://127.0.0.1:9/\n');
        else registry.setFault(fault);
        // A package of its own: what npm's cache has, no fault can reach.
        registry.publish({ name: `fault-${index}`, versions: { '1.0.0': { manifest: { description: what } } } });
        const error = await refusing(app, async (engine) => failure(install(engine, `fault-${index}`)));
        assert.equal(error.code, code);
        assert.match(error.hint, hint);
      });
    }

    it('when the registry hangs, in metadata or in a tarball', async () => {
      for (const name of ['hang-early', 'hang-late']) registry.publish({ name, versions: { '1.0.0': {} } });
      registry.setFault({ kind: 'hang', match: /^GET \/hang-early$/ }, { kind: 'hang', match: /^GET \/hang-late\/-/ });
      const failures = await Promise.all(
        ['hang-early', 'hang-late'].map((name) =>
          refusing(project(), async (engine) => failure(install(engine, name))),
        ),
      );
      for (const { code, hint } of failures) {
        assert.equal(code, 'QM_REGISTRY_UNREACHABLE');
        assert.match(hint, /connection/);
      }
    });

    it('in the tree that stood there when the install fails in its middle', async () => {
      const app = project();
      const engine = await start(app);
      await install(engine, 'fx-tiny');
      const before = wholeTree(app);
      registry.setFault({ kind: 'corrupt', match: /fx-license-.*tgz/ });
      const operation = await install(engine, 'fx-license');
      assert.deepEqual([operation.status, operation.error?.code], ['rolled-back', 'QM_INTEGRITY']);
      assert.deepEqual(wholeTree(app), before);
      assert.deepEqual(
        operation.steps.slice(-2).map(({ step, isUndo }) => [step, isUndo]),
        [
          ['Installing', false],
          ['Putting back what was there', true],
        ],
      );
    });

    it('where a tree without a lockfile stood, not even a lockfile', async () => {
      const app = project({ 'package.json': { dependencies: { 'fx-tiny': '1.0.0' } } });
      const engine = await start(app);
      await install(engine, '@fx/core');
      app.delete('package-lock.json');
      // A package of its own: what npm's cache has, no fault can reach.
      registry.publish({ name: 'fault-unlocked', versions: { '1.0.0': {} } });
      registry.setFault({ kind: 'corrupt', match: /fault-unlocked-.*tgz/ });
      const before = listing(app);
      assert.equal((await install(engine, 'fault-unlocked')).status, 'rolled-back');
      assert.deepEqual(listing(app), before);
    });

    it('when it is cancelled in its middle', async () => {
      const app = project();
      const engine = await start(app);
      await install(engine, 'fx-tiny');
      const before = wholeTree(app);
      // Long enough to be met there; npm waits for it before it puts its own tree back.
      registry.setFault({ kind: 'latency', ms: 2000, match: /fx-heavy-.*tgz/ });
      const controller = new AbortController();
      const installing = engine.install(requests(['fx-heavy']), byHand, controller.signal);
      await until(() => registry.requests.some((line) => line.includes('fx-heavy-')));
      controller.abort();
      const { operations } = await installing;
      assert.deepEqual(
        operations.map(({ status, error }) => [status, error]),
        [['cancelled', undefined]],
      );
      assert.deepEqual(wholeTree(app), before);
    });

    it('when it was cancelled while the journal was opened', async () => {
      const app = project();
      const { id } = await install(await start(app), 'fx-tiny');
      const before = wholeTree(app);
      const controller = new AbortController();
      const { state } = contextOf(app);
      const engine = await start(app, {
        state: {
          stands: (root) => state.stands(root),
          forget: (root) => state.forget(root),
          open: async (...request) => {
            const answer = await state.open(...request);
            controller.abort();
            return answer;
          },
        },
        trust: trustedLater(),
      });
      const operation = await engine.rollBack(id, 'manual', controller.signal);
      assert.equal(operation.status, 'cancelled');
      assert.deepEqual(wholeTree(app), before);
    });

    /** Runs work that must leave every byte of the project outside `.quartermaster` as it was. */
    async function refusing<T>(
      app: TempProject,
      work: (engine: Awaited<ReturnType<typeof start>>) => Promise<T>,
      over: Partial<EngineContext> = {},
    ): Promise<T> {
      const before = wholeTree(app);
      const answer = await work(await start(app, over));
      assert.deepEqual(wholeTree(app), before);
      return answer;
    }
  });

  describe('rolls back', () => {
    it('to the very bytes, odd formatting included', async () => {
      const text = '\uFEFF{\r\n\t"name":   "app",\r\n\t"dependencies": {"fx-major": "1.0.0"}, "private": true }';
      const app = project({ 'package.json': text });
      const engine = await start(app);
      const { id } = await install(engine, 'fx-tiny');
      assert.notEqual(app.read('package.json'), text);
      const undo = await engine.rollBack(id, 'manual', never);
      assert.deepEqual([undo.status, undo.undoes, undo.error], ['succeeded', id, undefined]);
      assert.equal(app.read('package.json'), text);
      assert.equal(app.exists('package-lock.json'), false);
      assert.equal(app.exists('node_modules/fx-tiny'), false);
      assert.deepEqual(
        (await engine.history.newest(9)).map(({ kind, status, undoneBy }) => [kind, status, undoneBy]),
        [
          ['rollback', 'succeeded', undefined],
          ['install', 'rolled-back', undo.id],
        ],
      );
    });

    it('to the bytes of an old lockfile, which npm would rather rewrite', async () => {
      const old = { name: 'app', lockfileVersion: 1, requires: true, dependencies: {} };
      const app = project({ 'package-lock.json': old });
      const before = app.read('package-lock.json');
      const engine = await start(app);
      const { id } = await install(engine, 'fx-tiny');
      await engine.rollBack(id, 'manual', never);
      assert.equal(app.read('package-lock.json'), before);
    });

    it('and keeps what came later', async () => {
      const app = project();
      const engine = await start(app);
      const first = await install(engine, 'fx-tiny');
      await install(engine, '@fx/core');
      assert.equal((await engine.rollBack(first.id, 'manual', never)).status, 'succeeded');
      assert.equal(app.read('package.json'), manifestText({ dependencies: { '@fx/core': '^1.1.0' } }));
      assert.equal(lockedVersion(app, 'fx-tiny'), undefined);
      assert.equal(lockedVersion(app, '@fx/core'), '1.1.0');
      assert.deepEqual([app.exists('node_modules/fx-tiny'), app.exists('node_modules/@fx/core')], [false, true]);
    });

    it('a rollback, and that one again', async () => {
      const app = project();
      const engine = await start(app);
      const { id } = await install(engine, 'fx-tiny');
      const installed = app.read('package.json');
      const first = await engine.rollBack(id, 'manual', never);
      const second = await engine.rollBack(first.id, 'manual', never);
      assert.equal(app.read('package.json'), installed);
      assert.equal(load(app, 'fx-tiny'), 'fx-tiny@1.2.0');
      assert.deepEqual(await standing(engine), {
        [id]: 'succeeded',
        [first.id]: 'rolled-back',
        [second.id]: 'succeeded',
      });
      const third = await engine.rollBack(second.id, 'manual', never);
      assert.equal(app.exists('node_modules/fx-tiny'), false);
      assert.deepEqual(await standing(engine), {
        [id]: 'rolled-back',
        [first.id]: 'succeeded',
        [second.id]: 'rolled-back',
        [third.id]: 'succeeded',
      });
    });

    it('a rollback after something came later', async () => {
      const app = project();
      const engine = await start(app);
      const { id } = await install(engine, 'fx-tiny@~1.0.0');
      const undo = await engine.rollBack(id, 'manual', never);
      await install(engine, '@fx/core');
      assert.equal((await engine.rollBack(undo.id, 'manual', never)).status, 'succeeded');
      assert.deepEqual(app.readJson('package.json')['dependencies'], { '@fx/core': '^1.1.0', 'fx-tiny': '~1.0.0' });
      assert.equal(load(app, 'fx-tiny'), 'fx-tiny@1.0.0');
    });

    it('nothing where the entry moved on, and says so first', async () => {
      const app = project();
      const engine = await start(app);
      const { id } = await install(engine, 'fx-tiny@~1.0.0');
      app.write('package.json', manifestText({ dependencies: { 'fx-tiny': '^1.1.0' } }));
      const before = wholeTree(app);
      await assert.rejects(engine.rollBack(id, 'manual', never), {
        code: 'QM_ROLLBACK_BLOCKED',
        message: /fx-tiny is at \^1\.1\.0 by now/,
      });
      assert.deepEqual(wholeTree(app), before);
    });

    it('nothing twice, and nothing that does not exist', async () => {
      const engine = await start(project());
      const { id } = await install(engine, 'fx-tiny');
      await engine.rollBack(id, 'manual', never);
      await assert.rejects(engine.rollBack(id, 'manual', never), { code: 'QM_ROLLBACK_BLOCKED', message: /already/ });
      await assert.rejects(engine.rollBack('none', 'manual', never), { code: 'QM_NO_OPERATION' });
    });
  });

  describe('remembers', () => {
    it('its history in a new engine, and tells one that runs beside it', async () => {
      const app = project();
      const first = await start(app);
      const { id } = await install(first, 'fx-tiny');
      const second = await start(app);
      assert.deepEqual(
        (await second.history.newest(10)).map((operation) => operation.id),
        [id],
      );
      assert.deepEqual(await second.history.operation(id), await first.history.operation(id));
      await second.rollBack(id, 'manual', never);
      assert.equal((await first.history.operation(id))?.status, 'rolled-back');
    });

    it('a failure too, with what npm said', async () => {
      const app = project();
      const engine = await start(app);
      registry.setFault({ kind: 'corrupt', match: /tgz/ });
      const { id } = await install(engine, 'fx-handover');
      registry.setFault();
      const kept = await (await start(app)).history.operation(id);
      assert.deepEqual([kept?.status, kept?.error?.code], ['rolled-back', 'QM_INTEGRITY']);
      assert.match(kept?.error?.details ?? '', /EINTEGRITY/);
    });
  });
});

type Dependencies = { readonly dependencies: Readonly<Record<string, string>> };

/** Two members; the first has what is given. */
function workspace(make: (files: Record<string, FileBody>) => TempProject, first: object): TempProject {
  return make({
    'package.json': { name: 'app', private: true, workspaces: ['packages/*'] },
    'packages/a/package.json': { name: '@app/a', version: '1.2.3', ...first },
    'packages/b/package.json': { name: '@app/b', version: '1.0.0' },
    'packages/b/index.js': '',
  });
}

function lockedVersion(app: TempProject, name: string): string | undefined {
  const { packages } = app.readJson<{ packages: Record<string, { version: string }> }>('package-lock.json');
  return packages[`node_modules/${name}`]?.version;
}

/** Without this process's memory of an earlier load. */
function load(app: TempProject, name: string, from = 'index.js'): unknown {
  const require = createRequire(app.path(from));
  const file = require.resolve(name);
  delete require.cache[file];
  return require(file);
}

/** What stands in the project's folder. */
function listing(app: TempProject): readonly string[] {
  return fs.readdirSync(app.folder).sort();
}

/** Code and hint of an install that was refused, or whose operation failed. */
async function failure(
  installing: Promise<{ error: { code: string; hint: string } | undefined }>,
): Promise<{ code: string; hint: string }> {
  try {
    const { error } = await installing;
    return error ?? { code: 'none', hint: '' };
  } catch (error) {
    return error as { code: string; hint: string };
  }
}

/** Not while the engine starts, so that it opens the journal with the first operation. */
function trustedLater(): EngineContext['trust'] {
  let asked = 0;
  return { isTrusted: () => asked++ > 0, onDidGrant: () => ({ dispose: () => undefined }) };
}

async function standing({ history }: Engine) {
  return Object.fromEntries((await history.newest(20)).map(({ id, status }) => [id, status]));
}
