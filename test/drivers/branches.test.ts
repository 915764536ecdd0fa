import assert from 'node:assert/strict';
import type { Engine } from '../../src/engine/engine.ts';
import type { Operation } from '../../src/model/operation.ts';
import { processRunner } from '../../src/node/process-runner.ts';
import type { ProcessRunner } from '../../src/ports/process-runner.ts';
import { newestRow } from '../faults/project-state.ts';
import { byHand, install, never } from '../support/engine.ts';
import { freshCaches } from '../support/environment.ts';
import { makeRepository, type Repository } from '../support/git-branches.ts';
import { load, lockedIn } from '../support/manager-projects.ts';
import { useManager } from '../support/manager-suite.ts';
import { driverContextOf } from '../support/managers.ts';
import { tempFolder, type TempProject } from '../support/temp-project.ts';
import { until } from '../support/until.ts';

/** npm's trees are kept, and pnpm's are made anew. */
for (const label of ['npm-11', 'pnpm-12']) describe(`a branch is switched with ${label}`, () => switching(label));

/** In a range that would give a newer version by now: only the lockfile of that branch has the older one. */
const otherManifest = '{\n  "name": "other",\n  "dependencies": {\n    "fx-early": "^1.0.0"\n  }\n}\n';

function switching(label: string): void {
  const { manager, registry, project, open } = useManager(label);
  const { driver, lockfile, tool } = manager;

  /** `mine` is checked out and installed, `other` has another package.json and another lockfile. */
  async function twoBranches(): Promise<{ readonly app: TempProject; readonly repository: Repository }> {
    registry().publish({ name: 'fx-early', versions: { '1.0.0': { ageDays: 90 } } });
    const app = project({ 'package.json': otherManifest });
    const repository = makeRepository(app);
    const resolve = () => driver.resolve(driverContextOf(tool, app.folder), never);
    await resolve();
    repository.commitTo('other');
    registry().publish({ name: 'fx-early', versions: { '1.1.0': { ageDays: 60 } } });
    Object.assign(process.env, freshCaches(tempFolder('cache-')));
    app.write('package.json', { name: 'app', private: true, dependencies: { 'fx-tiny': '1.0.0' } });
    await resolve();
    repository.commitTo('mine');
    const { status, error } = await (await open(app)).restore('', byHand, never);
    assert.equal(status, 'succeeded', JSON.stringify(error));
    assert.deepEqual(repository.changed(), []);
    return { app, repository };
  }

  afterEach(() => registry().unpublish('fx-early', '1.1.0'));

  /** Runs `act` once, when a package manager was started in that step. */
  function atStart(app: TempProject, step: string, act: () => void): ProcessRunner {
    let isDone = false;
    const onStart = (): void => {
      if (isDone || newestRow(app)?.step !== step) return;
      isDone = true;
      act();
    };
    return {
      ...processRunner,
      run: (request, signal) =>
        processRunner.run(
          {
            ...request,
            onStart: (pid) => {
              request.onStart?.(pid);
              onStart();
            },
          },
          signal,
        ),
    };
  }

  function atStep(engine: Engine, app: TempProject, step: string, act: () => void): void {
    const listening = engine.onDidChange(() => {
      if (newestRow(app)?.step !== step) return;
      listening.dispose();
      act();
    });
  }

  /** The other branch with our package and nothing of the branch before; both branches as they were committed. */
  async function assertOnOther(app: TempProject, { git, changed, committed }: Repository): Promise<void> {
    assert.equal(git('branch', '--show-current').trim(), 'other');
    assert.deepEqual(changed(), [lockfile, 'package.json'].toSorted());
    assert.equal(
      app.read('package.json'),
      otherManifest.replace('"^1.0.0"\n', '"^1.0.0",\n    "fx-major": "^2.0.0"\n'),
    );
    assert.deepEqual(await lockedIn(manager, app), ['fx-early 1.0.0', 'fx-major 2.0.0']);
    assert.deepEqual([load(app, 'fx-early'), load(app, 'fx-major')], ['fx-early@1.0.0', 'fx-major@2.0.0']);
    assert.equal(committed('other', 'package.json'), otherManifest);
    assert.doesNotMatch(committed('mine', lockfile) ?? '', /fx-major/);
  }

  it('while it resolves: it is planned anew, and lands on the other branch', async () => {
    const { app, repository } = await twoBranches();
    const checkout = (): void => void repository.git('checkout', '--quiet', 'other');
    const engine = await open(app, { run: atStart(app, 'Resolving in a copy', checkout) });
    const operation = await install(engine, 'fx-major');
    assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
    await assertOnOther(app, repository);
  });

  for (const step of ['Keeping node_modules', 'Writing package.json and the lockfile']) {
    it(`at "${step}", before anything is written: it is planned anew, and lands on the other branch`, async () => {
      const { app, repository } = await twoBranches();
      const engine = await open(app);
      atStep(engine, app, step, () => repository.git('checkout', '--quiet', 'other'));
      const operation = await install(engine, 'fx-major');
      assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
      await assertOnOther(app, repository);
    });
  }

  for (const [how, ...commands] of [
    ['by force', ['checkout', '--quiet', '--force', 'other']],
    ['after a stash', ['stash', '--quiet'], ['checkout', '--quiet', 'other']],
  ] as const) {
    it(`while it installs, ${how}: nothing of the other branch is lost, and it lands there`, async () => {
      const { app, repository } = await twoBranches();
      const operation = await installMeanwhile(app, () => commands.forEach((command) => repository.git(...command)));
      assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
      await assertOnOther(app, repository);
    });
  }

  it('not, but something is committed while it installs: it goes on', async () => {
    const { app, repository } = await twoBranches();
    const operation = await installMeanwhile(app, () =>
      repository.git('commit', '--quiet', '--allow-empty', '--message', 'meanwhile'),
    );
    assert.equal(operation.status, 'succeeded', JSON.stringify(operation.error));
    assert.equal(operation.steps.filter(({ step }) => step === 'Installing').length, 1);
    assert.deepEqual(await lockedIn(manager, app), ['fx-major 2.0.0', 'fx-tiny 1.0.0']);
    assert.deepEqual(repository.changed(), [lockfile, 'package.json'].toSorted());
  });

  /** Acts in the middle of the install, while the manager waits for a package. */
  async function installMeanwhile(app: TempProject, act: () => void): Promise<Operation> {
    const tarball = /fx-major-2.*tgz/;
    registry().requests.length = 0;
    registry().setFault({ kind: 'latency', ms: 1_500, match: tarball, times: 1 });
    const installing = install(await open(app), 'fx-major');
    await until(() => registry().requests.some((line) => tarball.test(line)));
    act();
    return installing;
  }
}
