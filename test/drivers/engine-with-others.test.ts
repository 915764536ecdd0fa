import assert from 'node:assert/strict';
import { createLanes } from '../../src/engine/context.ts';
import { fileLock } from '../../src/node/file-lock.ts';
import type { PackageName } from '../../src/model/package-name.ts';
import type { ForeignRuns } from '../../src/ports/foreign-runs.ts';
import { manifestText, recording, wholeTree } from '../support/engine-project.ts';
import { orphan } from '../support/orphan.ts';
import { until } from '../support/until.ts';
import { byHand, install, never, requests, useEngines, useHermeticProcess } from '../support/engine.ts';
import { freshCaches } from '../support/environment.ts';
import { tempFolder, useTempProjects, type FileBody } from '../support/temp-project.ts';
import { useRegistry } from '../support/use-registry.ts';

describe('the engine with the real npm, and others beside it', () => {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  const registry = useRegistry();

  const project = (files: Readonly<Record<string, FileBody>> = {}) =>
    makeProject({ registry, files: { 'package.json': { name: 'app', private: true }, ...files } });

  describe('lives with what others do meanwhile', () => {
    it('plans anew where someone changed package.json between the resolve and the write', async () => {
      const app = project();
      const runs = recording(() => {
        if (!app.read('package.json').includes('theirs')) app.write('package.json', manifestText({ author: 'theirs' }));
      });
      const operation = await install(await start(app, { run: runs.runner }), 'fx-tiny');
      assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
      assert.equal(app.readJson('package.json')['author'], 'theirs');
      assert.deepEqual(app.readJson('package.json')['dependencies'], { 'fx-tiny': '^1.2.0' });
    });

    it('waits until package.json is saved', async () => {
      const app = project();
      let asked = 0;
      const documents = { isUnsaved: () => ++asked < 3 };
      const operation = await install(await start(app, { documents, patienceMs: Infinity }), 'fx-tiny');
      assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
      assert.equal(asked, 4, 'before the lock and after it');
    });

    it('waits while somebody else installs, and again before it writes', async () => {
      const app = project();
      const moments: string[] = [];
      let left = 2;
      const others: ForeignRuns = {
        async within() {
          moments.push(app.exists('node_modules/fx-tiny') ? 'installed' : 'before');
          return left-- > 0 ? [{ where: { kind: 'process', pid: 1 }, command: 'npm install' }] : [];
        },
      };
      const operation = await install(await start(app, { others }), 'fx-tiny');
      assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
      assert.deepEqual([moments[0], moments.at(-1)], ['before', 'installed']);
    });

    it('puts its entry back where an install by hand that began before has taken it away', async () => {
      const app = project();
      let taken = false;
      const others: ForeignRuns = {
        async within() {
          // npm read package.json before ours was written, and writes what it read at its end.
          const now = !taken && app.exists('node_modules/fx-tiny');
          if (now) app.write('package.json', manifestText({ dependencies: { 'fx-major': '^1.0.0' } }));
          taken ||= now;
          return now ? [{ where: { kind: 'process', pid: 1 }, command: 'npm install fx-major' }] : [];
        },
      };
      const operation = await install(await start(app, { others }), 'fx-tiny');
      assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
      assert.deepEqual(app.readJson('package.json')['dependencies'], { 'fx-major': '^1.0.0', 'fx-tiny': '^1.2.0' });
      assert.ok(app.exists('node_modules/fx-tiny') && app.exists('node_modules/fx-major'));
    });

    it('takes turns in a project that is open as it is and as a part of another folder', async () => {
      const app = project({ 'part/package.json': { name: 'part', private: true } });
      app.write('part/.npmrc', app.read('.npmrc'));
      const around = await start(app);
      const own = await start(app, { root: app.path('part') });
      registry.publish({ name: 'fx-part-slow', versions: { '1.0.0': {} } });
      registry.setFault({ kind: 'hold', match: /fx-part-slow.*tgz/ });
      const first = around.install(requests(['fx-part-slow'], 'part'), byHand, never);
      await until(() => app.exists('part/package-lock.json'));
      const second = install(own, 'fx-major');
      await until(
        async () => (await own.history.newest(1))[0]?.step?.startsWith('Waiting for another window') === true,
      );
      registry.setFault();
      const [operation] = (await first).operations;
      assert.deepEqual([operation?.status, (await second).status], ['succeeded', 'succeeded']);
      assert.deepEqual(app.readJson('part/package.json')['dependencies'], {
        'fx-major': '^2.0.0',
        'fx-part-slow': '^1.0.0',
      });
      assert.ok(app.exists('part/node_modules/fx-major') && app.exists('part/node_modules/fx-part-slow'));
    });

    it('brings bare projects of a folder back side by side', async () => {
      const app = project({ 'a/package.json': { name: 'a' }, 'b/package.json': { name: 'b' } });
      for (const part of ['a', 'b']) app.write(`${part}/.npmrc`, app.read('.npmrc'));
      registry.publish({ name: 'fx-side-slow', versions: { '1.0.0': {} } });
      const engine = await start(app, { lanes: createLanes(2) });
      await engine.install([...requests(['fx-side-slow'], 'a'), ...requests(['fx-tiny'], 'b')], byHand, never);
      for (const part of ['a', 'b']) app.delete(`${part}/node_modules`);
      Object.assign(process.env, freshCaches(tempFolder('caches-')));
      registry.setFault({ kind: 'hold', match: /fx-side-slow.*tgz/ });
      const slow = engine.restore('a', byHand, never);
      const quick = await engine.restore('b', byHand, never);
      assert.deepEqual([quick.status, app.exists('a/node_modules/fx-side-slow/index.js')], ['succeeded', false]);
      registry.setFault();
      assert.equal((await slow).status, 'succeeded');
      assert.ok(app.exists('a/node_modules/fx-side-slow/index.js') && app.exists('b/node_modules/fx-tiny/index.js'));
    });

    it('makes one command of what is asked at the same moment', async () => {
      const app = project();
      const runs = recording();
      const engine = await start(app, { run: runs.runner });
      const names = ['fx-tiny', 'fx-major', '@fx/core', '@fx/util', 'fx-esm', 'fx-typed', 'fx-bin', 'fx-host'];
      const outcomes = await Promise.all(names.map((name) => install(engine, name)));
      assert.deepEqual(new Set(outcomes.map(({ id, status }) => `${id} ${status}`)).size, 1);
      assert.deepEqual(outcomes[0]?.packages.map(({ name }) => name).toSorted(), names.toSorted());
      assert.equal(runs.seen.filter(({ args }) => !args.includes('--package-lock-only')).length, 1);
      for (const name of names) assert.ok(app.exists(`node_modules/${name}`), name);
    });

    it('opens its history anew where the folder of its state was taken away', async () => {
      const app = project();
      const engine = await start(app);
      await install(engine, 'fx-tiny');
      app.delete('.quartermaster');
      const operation = await install(engine, 'fx-major');
      assert.equal(operation.status, 'succeeded');
      const other = await start(app);
      assert.deepEqual(
        (await other.history.newest(9)).map(({ id }) => id),
        [operation.id],
      );
      assert.equal(app.read('.quartermaster/.gitignore'), '*\n');
    });
  });

  it('is not forgotten while another process works in it', async () => {
    const app = project();
    const engine = await start(app);
    const { id } = await install(engine, 'fx-tiny');
    const release = await fileLock.acquire(app.path('.quartermaster/locks/root.lock'), () => undefined, never);
    await assert.rejects(engine.forget(), { code: 'QM_BUSY' });
    assert.equal((await engine.history.operation(id))?.id, id);
    await release();
    await engine.forget();
    assert.deepEqual([await engine.history.newest(9), app.exists('.quartermaster')], [[], false]);
  });

  it('pauses what waits for the end of a merge: others pass, and it goes on when it is told to', async () => {
    const app = project();
    const engine = await start(app, { patienceMs: Infinity });
    app.write('.git/HEAD', 'ref: refs/heads/main\n');
    app.write('.git/MERGE_HEAD', '0\n');
    const waiting = install(engine, 'fx-tiny');
    await until(async () => /merge/.test((await engine.history.newest(1))[0]?.step ?? ''));
    const { id } = (await engine.history.newest(1))[0] ?? assert.fail('nothing waits');
    assert.deepEqual([engine.queue.canHold(id), engine.queue.hold(id), engine.queue.isHeld(id)], [true, true, true]);
    app.delete('.git/MERGE_HEAD');
    assert.equal((await install(engine, 'fx-major')).status, 'succeeded');
    assert.deepEqual([(await engine.history.operation(id))?.status, engine.queue.isHeld(id)], ['queued', true]);
    assert.equal(engine.queue.release(id), true);
    assert.equal((await waiting).status, 'succeeded');
    const { dependencies } = app.readJson<{ dependencies: object }>('package.json');
    assert.deepEqual(Object.keys(dependencies), ['fx-major', 'fx-tiny']);
  });

  describe('goes on in the next window', () => {
    it('with what ran and what waited when the one before was closed, each as the same operation', async () => {
      const app = project();
      const first = await start(app, { livesOn: true });
      registry.publish({ name: 'fx-slow', versions: { '1.0.0': {} } });
      registry.setFault({ kind: 'hang', match: /fx-slow.*tgz/ });
      const running = install(first, 'fx-slow');
      await until(() => app.exists('package-lock.json'));
      const waiting = first.install(requests(['fx-major']), { ...byHand, confirmed: true }, never);
      await until(async () => (await first.history.newest(9)).length === 2);
      await first.close(true);
      assert.equal((await running).status, 'queued');
      await waiting;
      assert.deepEqual([app.exists('package-lock.json'), app.exists('node_modules')], [false, false]);

      registry.setFault();
      orphan(app);
      const second = await start(app, { livesOn: true });
      await until(async () => (await second.history.newest(9)).every(({ status }) => status === 'succeeded'));
      const names = (await second.history.newest(9)).map(({ packages }) => packages[0]?.name);
      assert.deepEqual(names, ['fx-major', 'fx-slow']);
      assert.deepEqual(app.readJson('package.json')['dependencies'], { 'fx-major': '^2.0.0', 'fx-slow': '^1.0.0' });
    });

    it('and what was paused is paused there too, until it is told to go on', async () => {
      const app = project();
      const first = await start(app, { livesOn: true });
      registry.publish({ name: 'fx-slow-again', versions: { '1.0.0': {} } });
      registry.setFault({ kind: 'hang', match: /fx-slow-again.*tgz/ });
      const running = install(first, 'fx-slow-again');
      await until(() => app.exists('package-lock.json'));
      const waiting = first.install(requests(['fx-major']), { ...byHand, confirmed: true }, never);
      await until(async () => (await first.history.newest(9)).length === 2);
      const { id } = (await first.history.newest(1))[0] ?? assert.fail('nothing waits');
      await until(() => first.queue.hold(id));
      await first.close(true);
      await Promise.all([running, waiting]);

      registry.setFault();
      orphan(app);
      const second = await start(app, { livesOn: true });
      await until(async () => (await second.history.newest(9)).some(({ status }) => status === 'succeeded'));
      await until(() => second.queue.canHold(id));
      assert.deepEqual([second.queue.isHeld(id), (await second.history.operation(id))?.status], [true, 'queued']);
      assert.equal(second.queue.release(id), true);
      await until(async () => (await second.history.operation(id))?.status === 'succeeded');
      assert.deepEqual(Object.keys(app.readJson<{ dependencies: object }>('package.json').dependencies), [
        'fx-major',
        'fx-slow-again',
      ]);
    });

    it('only in a window: a command ends with what it was asked', async () => {
      const app = project();
      const first = await start(app);
      registry.publish({ name: 'fx-slow-too', versions: { '1.0.0': {} } });
      registry.setFault({ kind: 'hang', match: /fx-slow-too.*tgz/ });
      const running = install(first, 'fx-slow-too');
      await until(() => app.exists('package-lock.json'));
      await first.close(true);
      assert.equal((await running).status, 'cancelled');
    });
  });

  describe('removes', () => {
    it('a package with what nobody else needs, and takes that back to the byte', async () => {
      const app = project();
      const engine = await start(app);
      await install(engine, 'fx-with-deps', 'fx-major');
      const before = wholeTree(app);
      const [operation] = await engine.remove(
        [{ package: 'fx-with-deps' as PackageName, manifest: '' }],
        byHand,
        never,
      );
      assert.deepEqual([operation?.status, operation?.kind], ['succeeded', 'remove'], JSON.stringify(operation?.error));
      assert.deepEqual(
        operation?.packages.map(({ name, from, to }) => [name, from, to]),
        [['fx-with-deps', '1.0.0', undefined]],
      );
      assert.deepEqual(app.readJson('package.json')['dependencies'], { 'fx-major': '^2.0.0' });
      assert.deepEqual([app.exists('node_modules/fx-with-deps'), app.exists('node_modules/@fx/util')], [false, false]);
      const undo = await engine.rollBack(operation?.id ?? '', 'manual', never);
      assert.equal(undo.status, 'succeeded', JSON.stringify(undo.error));
      assert.deepEqual(wholeTree(app), before);
    });

    it('nothing that package.json does not declare', async () => {
      const engine = await start(project());
      const request = { package: 'fx-tiny' as PackageName, manifest: '' };
      await assert.rejects(engine.remove([request], byHand, never), { code: 'QM_NOT_DECLARED' });
      assert.deepEqual(await engine.history.newest(9), []);
    });
  });

  describe('judges what comes along', () => {
    it('asks about what comes from elsewhere than the registry, and installs it once that is answered', async () => {
      const app = project({ 'vendor/index.js': '' });
      registry.publish({
        name: 'fx-brings-url',
        versions: {
          '1.0.0': { manifest: { dependencies: { 'fx-tiny': `${registry.url}/fx-tiny/-/fx-tiny-1.0.0.tgz` } } },
        },
      });
      const engine = await start(app);
      const before = wholeTree(app);
      const asked = await engine.install(requests(['fx-brings-url']), byHand, never);
      assert.equal(asked.operations[0]?.error?.code, 'QM_GATE_ASK');
      assert.deepEqual(
        asked.asked.map(({ package: name, broughtBy }) => [name, broughtBy]),
        [['fx-tiny', ['fx-brings-url']]],
      );
      assert.deepEqual(wholeTree(app), before);
      const answered = await engine.install(requests(['fx-brings-url']), { ...byHand, confirmed: true }, never);
      assert.equal(answered.operations[0]?.status, 'succeeded', JSON.stringify(answered.operations[0]?.error));
    });
  });
});
