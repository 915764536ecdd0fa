import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createTempProject } from '../../test/support/temp-project.ts';
import type { Staged } from './build.ts';
import { BenchServer } from './host.ts';
import type { HostStart } from './probe.ts';
import type { Row } from '../report.ts';
import { smallProject } from './samples.ts';

const hosts = 12;
/** What a start cannot do without. */
const needed = ['extension.js', 'shared.js'];
/** By then the folder was scanned and the window is at rest. */
const restMs = 1000;

/** Every reload of the window is a new extension host. */
export async function measureActivation({ product, dist }: Staged): Promise<readonly Row[]> {
  const project = createTempProject({ files: smallProject() });
  const server = await BenchServer.start();
  const starts: HostStart[] = [];
  const loaded = new Set<string>();
  const workbench = await server.open(product, project.folder);
  try {
    for (let round = 0; round < hosts; round++) {
      if (round > 0) await workbench.reload();
      const probe = await server.nextHost();
      await workbench.statusBarItem('quartermaster.quartermaster.status').waitFor();
      await delay(restMs);
      starts.push(await probe.ask('start'));
      for (const file of await probe.ask('modules')) loaded.add(path.relative(product, file));
    }
  } finally {
    await workbench.close();
    await server.stop();
    project.dispose();
  }
  loaded.delete('probe.js');
  const early = [...loaded].filter((file) => !needed.includes(path.basename(file)));
  return [
    { what: 'own activate()', unit: 'ms', values: starts.map(({ activate }) => activate), bar: 30 },
    { what: 'evaluating dist/extension.js before it', unit: 'ms', values: starts.map(({ load }) => load) },
    {
      what: 'dist/extension.js and what it has in common with others',
      unit: 'KB',
      values: [needed.reduce((sum, name) => sum + sizeOf(path.join(dist, name)), 0)],
      bar: 250,
    },
    {
      what: 'bundles in the host at rest besides them',
      unit: '',
      values: [early.length],
      bar: 0,
      note: `loaded: ${[...loaded].join(', ')}`,
    },
  ];
}

function sizeOf(file: string): number {
  return fs.statSync(file).size / 1024;
}
