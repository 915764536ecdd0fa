import fs from 'node:fs';
import type { Profiler } from 'node:inspector/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import ts from 'typescript';
import { createTempProject } from '../../test/support/temp-project.ts';
import type { Workbench } from '../../test/support/workbench.ts';
import type { Staged } from './build.ts';
import { BenchServer, type ProbeClient } from './host.ts';
import { costPerKey } from './host-cost.ts';
import type { HostEvent } from './probe.ts';
import type { Row } from '../report.ts';
import { firstImport, largeFileProject } from './samples.ts';
import { armStopwatch, readStopwatch, type Watched } from './stopwatch.ts';

const warmTrials = 21;
const coldTrials = 7;
/** Between keys: long enough for every answer to a key to have come. */
const restMs = 1000;

interface Trial {
  /** From the key to the frame that shows the wavy line; undefined where none came. */
  readonly shown: number;
  /** From the change in the host to the host's own news of the diagnostic. */
  readonly known: number;
}

/**
 * One key makes the name of a declared package that of a missing one, the next takes it back; in between nothing
 * happens, so each key stands alone. TypeScript's own service checks the same file on the same two cores meanwhile.
 */
export async function measureKeystroke({ product, dist }: Staged): Promise<readonly Row[]> {
  const project = createTempProject({ files: largeFileProject() });
  const text = project.read('src/large.ts');
  const server = await BenchServer.start();
  const workbench = await server.open(product, project.folder);
  try {
    const probe = await server.nextHost();
    await openLarge(workbench);
    await pressAndBack(workbench.page, probe);
    await probe.ask('startProfile');
    await probe.ask('events');
    const warm = await series(workbench.page, probe, warmTrials, () => Promise.resolve());
    const profile = await probe.ask('stopProfile');
    writeProfile(profile);
    const costs = costPerKey(profile, warm.changes, path.join(dist, 'extension.js'));
    const cold = await series(workbench.page, probe, coldTrials, async () => void (await probe.ask('endWorkers')));
    return [
      {
        what: "one key, 300 KB TypeScript: our code on the host's thread",
        unit: 'ms',
        values: costs,
        bar: 15,
        note: density(text),
      },
      { what: 'key to wavy line, worker warm', unit: 'ms', values: warm.trials.map(({ shown }) => shown), bar: 400 },
      {
        what: "change to the host's diagnostic event, worker warm",
        unit: 'ms',
        values: warm.trials.map(({ known }) => known),
      },
      { what: 'key to wavy line, worker cold', unit: 'ms', values: cold.trials.map(({ shown }) => shown), bar: 1200 },
      {
        what: "change to the host's diagnostic event, worker cold",
        unit: 'ms',
        values: cold.trials.map(({ known }) => known),
      },
    ];
  } finally {
    await workbench.close();
    await server.stop();
    project.dispose();
  }
}

/** With the cursor behind the last letter of the first import's package. */
async function openLarge(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  await workbench.statusBarItem('quartermaster.quartermaster.status').waitFor();
  await workbench.openFile('large.ts');
  await workbench.editor.focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('End');
  const behind = firstImport.length - firstImport.lastIndexOf('declared') - 'declared'.length;
  for (let step = 0; step < behind; step++) await page.keyboard.press('ArrowLeft');
  await armStopwatch(page);
  // TypeScript's service reads the file for the first time.
  await delay(8000);
}

interface Series {
  readonly trials: readonly Trial[];
  /** Microseconds at which the host learnt of each key. */
  readonly changes: readonly number[];
}

async function series(page: Page, probe: ProbeClient, count: number, before: () => Promise<void>): Promise<Series> {
  const trials: Trial[] = [];
  const changes: number[] = [];
  for (let trial = 0; trial < count; trial++) {
    await before();
    const { shown, events } = await pressAndBack(page, probe);
    const [change, back] = events.filter(({ kind }) => kind === 'change').map(({ at }) => at);
    const found = events.find(({ kind }) => kind === 'found')?.at;
    if (change === undefined || back === undefined || found === undefined) {
      throw new Error(`The host saw ${JSON.stringify(events)} of two keys.`);
    }
    trials.push({ shown, known: (found - change) / 1000 });
    changes.push(change, back);
  }
  return { trials, changes };
}

async function pressAndBack(
  page: Page,
  probe: ProbeClient,
): Promise<{ readonly shown: number; readonly events: readonly HostEvent[] }> {
  await probe.ask('events');
  const marked = await press(page, 'x', true);
  await delay(restMs);
  await press(page, 'Backspace', false);
  await delay(restMs);
  return { shown: marked, events: await probe.ask('events') };
}

/** Milliseconds from the key to the frame in which a wavy line of ours stands, or no more. */
async function press(page: Page, key: string, marked: boolean): Promise<number> {
  await page.keyboard.press(key);
  await page.waitForFunction(`globalThis.benchStopwatch.marked === ${marked}`);
  const { pressed, changed }: Watched = await readStopwatch(page);
  return changed - pressed;
}

/** For whoever wants to know what a missed bar was spent on: opens in VS Code and in Chromium's tools. */
function writeProfile(profile: Profiler.Profile): void {
  const file = path.join(import.meta.dirname, '../../out/bench/keystroke.cpuprofile');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(profile));
}

/** How much there is to parse: figures of the text itself. */
function density(text: string): string {
  const source = ts.createSourceFile('large.ts', text, ts.ScriptTarget.Latest);
  let nodes = 0;
  const count = (node: ts.Node): void => {
    nodes++;
    ts.forEachChild(node, count);
  };
  count(source);
  const lines = text.split('\n').length;
  const size = `${(text.length / 1024).toFixed(0)} KB, ${lines} lines of ${(text.length / lines).toFixed(0)} characters`;
  return `${size}, ${source.statements.length} statements at the top, ${nodes} nodes, generated from seed 7`;
}
