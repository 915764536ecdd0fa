import assert from 'node:assert/strict';
import path from 'node:path';
import { CancelledError } from '../../../src/base/errors.ts';
import { createWorkerScanner, idleAfter } from '../../../src/node/worker-scanner.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { useTempProjects } from '../../support/temp-project.ts';
import { describeFindings, never, popularFile, testScanner } from './support.ts';

const workerFile = path.join(import.meta.dirname, '../../../src/hosts/scan-worker/main.ts');

/** Timers that only the test lets go off. */
class HandClock implements Clock {
  readonly armed = new Map<() => void, number>();

  now(): Date {
    return new Date(0);
  }

  schedule(run: () => void, milliseconds: number): () => void {
    this.armed.set(run, milliseconds);
    return () => this.armed.delete(run);
  }

  pause(): Promise<void> {
    return Promise.reject(new CancelledError());
  }

  goOff(): void {
    for (const run of this.armed.keys()) run();
  }
}

describe('worker scanner', function () {
  this.timeout(20_000);
  const useProject = useTempProjects();
  const disposals: (() => Promise<void>)[] = [];
  afterEach(() => Promise.all(disposals.splice(0).map((dispose) => dispose())));
  const start = (file = workerFile) => {
    const clock = new HandClock();
    const cacheFolder = useProject().folder;
    const scanner = createWorkerScanner({ workerFile: file, cacheFolder, popularFile, clock, l10n: undefined });
    disposals.push(() => scanner.dispose());
    return { scanner, clock };
  };

  it('sees what the scanner on this thread sees, and remembers it on disk', async () => {
    const { folder } = useProject({ fixture: 'scan/forms' });
    const { scanner, clock } = start();
    const [here, there] = [await testScanner().scanFolder(folder, never), await scanner.scanFolder(folder, never)];
    assert.deepEqual({ ...there, stats: null }, { ...here, stats: null });
    assert.deepEqual([...clock.armed.values()], [idleAfter]);
    clock.goOff();
    const again = await scanner.scanFolder(folder, never);
    assert.equal(again.stats.cached, 1, 'a new worker reads the cache of the ended one');
    await scanner.forget(folder);
    const anew = await scanner.scanFolder(folder, never);
    assert.equal(anew.stats.cached, 0, 'what was forgotten is read again');
    assert.deepEqual(describeFindings(again), describeFindings(here));
  });

  it('passes documents, projects, options and invalidations on', async () => {
    const project = useProject({ files: { 'package.json': { name: 'p' } } });
    const { scanner } = start();
    const packages = async () =>
      (await scanner.scanDocument(project.folder, 'a.ts', "import 'x'; import 'y';", never)).uses.map(
        (use) => use.package as string,
      );
    scanner.warmUp();
    assert.deepEqual(await packages(), ['x', 'y']);
    scanner.configure(project.folder, { ignorePackages: ['x'] });
    assert.deepEqual(await packages(), ['y']);
    project.write('package.json', { name: 'y' });
    scanner.invalidate(project.folder, ['package.json']);
    assert.deepEqual(await packages(), []);
    assert.deepEqual(
      (await scanner.readProjects(project.folder, never)).projects.map(({ manifests }) => manifests[0]?.name),
      ['y'],
    );
  });

  it('tells the options of each folder to a new worker', async () => {
    const project = useProject({ files: { 'package.json': { name: 'p' }, 'a.ts': "import 'x'; import 'y';" } });
    const other = useProject({ files: { 'package.json': { name: 'q' }, 'a.ts': "import 'x';" } });
    const { scanner } = start();
    scanner.configure(project.folder, { ignorePackages: ['x'] });
    const packages = async ({ folder }: { readonly folder: string }) =>
      (await scanner.scanFolder(folder, never)).uses.map((use) => use.package as string);
    assert.deepEqual([await packages(project), await packages(other)], [['y'], ['x']]);
  });

  it('passes errors and cancellation on', async () => {
    const { folder } = useProject({ fixture: 'scan/forms' });
    const { scanner } = start();
    await assert.rejects(scanner.scanFolder(path.join(folder, 'gone'), never), {
      name: 'QmError',
      code: 'QM_FOLDER_MISSING',
    });
    const controller = new AbortController();
    const scan = scanner.scanFolder(folder, controller.signal);
    controller.abort();
    await assert.rejects(scan, CancelledError);
    await assert.rejects(scanner.scanFolder(folder, AbortSignal.abort()), CancelledError);
  });

  it('starts a crashed worker again once', async () => {
    const project = useProject();
    const count = project.path('count');
    const recover = `import fs from 'node:fs'; import { parentPort } from 'node:worker_threads';
fs.appendFileSync(${JSON.stringify(count)}, 'x');
parentPort.on('message', ({ id }) => { if (fs.readFileSync(${JSON.stringify(count)}, 'utf8') === 'x') process.exit(3); parentPort.postMessage({ kind: 'answer', id, value: 'recovered' }); });`;
    project.write('recover.mjs', recover);
    project.write(
      'crash.mjs',
      `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { throw new Error('crash'); });`,
    );
    assert.equal(await start(project.path('recover.mjs')).scanner.scanFolder('/x', never), 'recovered');
    await assert.rejects(
      start(project.path('crash.mjs')).scanner.scanFolder('/x', never),
      (error: Error & { code?: string }) => {
        assert.equal(error.code, 'QM_INTERNAL');
        assert.equal((error.cause as Error).message, 'crash');
        return true;
      },
    );
  });

  it('rejects what it holds when it is disposed of', async () => {
    const { folder } = useProject({ fixture: 'scan/forms' });
    const { scanner } = start();
    const scan = assert.rejects(scanner.scanFolder(folder, never), CancelledError);
    await scanner.dispose();
    await scan;
    await assert.rejects(scanner.scanFolder(folder, never), CancelledError);
  });
});
