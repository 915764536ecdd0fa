import path from 'node:path';
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { popularFileName } from '../../src/node/bundled-popular-list.ts';
import { createWorkerScanner, idleAfter } from '../../src/node/worker-scanner.ts';
import { systemClock } from '../../src/node/system-clock.ts';
import { createTempProject } from '../../test/support/temp-project.ts';
import type { Row } from '../report.ts';
import { smallProject } from './samples.ts';

/** Times the clock runs faster here than in the product. */
const haste = 600;

/** Whether the real worker really ends by itself, on a clock on which its minutes pass in half a second. */
export async function idleEnd(dist: string): Promise<Row> {
  const project = createTempProject({ files: smallProject() });
  const clock = {
    ...systemClock,
    schedule: (run: () => void, milliseconds: number) => systemClock.schedule(run, milliseconds / haste),
  };
  const started = once(process, 'worker') as Promise<Worker[]>;
  const settings = {
    workerFile: path.join(dist, 'scan-worker.js'),
    cacheFolder: project.path('.cache'),
    popularFile: path.join(dist, 'data', popularFileName),
    clock,
    l10n: undefined,
  };
  const scanner = createWorkerScanner(settings);
  try {
    await scanner.scanFolder(project.folder, new AbortController().signal);
    const idleSince = performance.now();
    const [worker] = await started;
    if (worker !== undefined) await once(worker, 'exit', { signal: AbortSignal.timeout(20_000) });
    const took = (performance.now() - idleSince) * haste;
    return {
      what: `the idle worker ends (clock ${haste} times as fast)`,
      unit: 'ms',
      values: [took],
      bar: idleAfter * 1.5,
    };
  } finally {
    await scanner.dispose();
    project.dispose();
  }
}
