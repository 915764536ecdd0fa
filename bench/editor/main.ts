import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureActivation } from './activation.ts';
import { stageBuild, type Staged } from './build.ts';
import { measureInstall } from './install.ts';
import { measureKeystroke } from './keystroke.ts';
import { measureMemory } from './memory.ts';
import { printSections, writeSections, type Row, type Section } from '../report.ts';
import { measurePush } from './push.ts';
import { measureScan } from './scan.ts';

// What the extension costs, each figure beside its bar: npm run bench:editor [-- --only scan,install]

const subjects: Readonly<Record<string, (staged: Staged) => Promise<readonly Row[]>>> = {
  activation: measureActivation,
  keystroke: measureKeystroke,
  install: measureInstall,
  push: measurePush,
  scan: measureScan,
  memory: measureMemory,
};

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const chosen = values.only?.split(',') ?? Object.keys(subjects);
const staged = await stageBuild();
const sections: Section[] = [];
for (const name of chosen) sections.push(await measure(name));
staged.remove();
console.log(`\n${os.cpus().length} cores, ${os.cpus()[0]?.model ?? ''}, Node ${process.version}`);
printSections(sections);
writeSections(path.join(import.meta.dirname, '../../out/bench/editor.json'), sections);
// A missed bar is printed; only what could not be measured is a failure of the bench.
process.exitCode = sections.some(({ error }) => error !== undefined) ? 1 : 0;

async function measure(name: string): Promise<Section> {
  const started = performance.now();
  process.stdout.write(`${name} ... `);
  try {
    const rows = (await subjects[name]?.(staged)) ?? [];
    return { name, rows, load: os.loadavg()[0] ?? 0 };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name, rows: [], error: text, load: os.loadavg()[0] ?? 0 };
  } finally {
    console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
}
