import { setTimeout as delay } from 'node:timers/promises';
import { createTempProject } from '../../test/support/temp-project.ts';
import type { Staged } from './build.ts';
import { BenchServer } from './host.ts';
import { idleEnd } from './idle.ts';
import type { HostMemory } from './probe.ts';
import { median, type Row } from '../report.ts';
import { wideProject } from './samples.ts';

const rounds = 3;
/** After the scan of the folder, or after the same time without one. */
const restMs = 12_000;

/** The same server and folder, with the product and with an empty extension in turn; each window has a host of its own. */
export async function measureMemory({ product, empty, dist }: Staged): Promise<readonly Row[]> {
  const project = createTempProject({ files: wideProject() });
  const server = await BenchServer.start();
  const withProduct: HostMemory[] = [];
  const without: HostMemory[] = [];
  const afterwards: HostMemory[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      without.push((await atRest(server, empty, project.folder)).idle);
      const { idle, ended } = await atRest(server, product, project.folder);
      withProduct.push(idle);
      afterwards.push(ended);
    }
  } finally {
    await server.stop();
    project.dispose();
  }
  return [...rowsOf({ withProduct, without, afterwards }), await idleEnd(dist)];
}

interface Readings {
  readonly withProduct: readonly HostMemory[];
  readonly without: readonly HostMemory[];
  readonly afterwards: readonly HostMemory[];
}

function rowsOf({ withProduct, without, afterwards }: Readings): readonly Row[] {
  const base = median(without.map(hostOf));
  const own = (all: readonly HostMemory[], of: (memory: HostMemory) => number): readonly number[] =>
    all.map((memory) => of(memory) - base);
  const withWorker = (memory: HostMemory): number => hostOf(memory) + megabytes(memory.workers);
  return [
    {
      what: 'host heap + external over an empty host, worker running',
      unit: 'MB',
      values: own(withProduct, hostOf),
      bar: 60,
    },
    { what: "the same with the worker's heap", unit: 'MB', values: own(withProduct, withWorker), bar: 60 },
    { what: 'the same once the worker has ended', unit: 'MB', values: own(afterwards, withWorker), bar: 60 },
    { what: 'empty host: heap + external', unit: 'MB', values: without.map(hostOf) },
    { what: 'RSS, empty host', unit: 'MB', values: without.map(({ rss }) => megabytes(rss)) },
    { what: 'RSS, worker running', unit: 'MB', values: withProduct.map(({ rss }) => megabytes(rss)) },
    { what: 'RSS, worker ended', unit: 'MB', values: afterwards.map(({ rss }) => megabytes(rss)) },
  ];
}

function hostOf({ heapUsed, external }: HostMemory): number {
  return megabytes(heapUsed + external);
}

function megabytes(bytes: number): number {
  return bytes / 2 ** 20;
}

async function atRest(
  server: BenchServer,
  extension: string,
  folder: string,
): Promise<{ readonly idle: HostMemory; readonly ended: HostMemory }> {
  const workbench = await server.open(extension, folder);
  try {
    const probe = await server.nextHost();
    await delay(restMs);
    const idle = await probe.ask('memory');
    await probe.ask('endWorkers');
    return { idle, ended: await probe.ask('memory') };
  } finally {
    await workbench.close();
  }
}
