import fs from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createEngine } from '../../src/engine/engine.ts';
import { isMissing } from '../../src/model/finding.ts';
import { popularFileName } from '../../src/node/bundled-popular-list.ts';
import { systemClock } from '../../src/node/system-clock.ts';
import { createWorkerScanner } from '../../src/node/worker-scanner.ts';
import type { Scanner } from '../../src/ports/scanner.ts';
import { contextOf } from '../../test/support/engine.ts';
import { createTempProject, tempFolder, type TempProject } from '../../test/support/temp-project.ts';
import type { Row } from '../report.ts';
import { sourceText } from '../editor/samples.ts';
import { scanProcess } from './whole-process.ts';

const dist = path.join(import.meta.dirname, '../../dist');
const never = new AbortController().signal;
const edits = 40;

/** A repository of some 3,500 files in which one file changes, as an extension host has it. */
export async function measureChange(): Promise<readonly Row[]> {
  const project = generate(3_500, 1);
  const scanner = workerScanner();
  const engine = createEngine(contextOf(project, { scanner }));
  try {
    await engine.start('assist');
    await engine.scan(never);
    const values: number[] = [];
    const file = 'packages/p0/src/f7.ts';
    const text = project.read(file);
    for (let edit = 0; edit < edits; edit++) {
      const name = `changed-${edit}`;
      const started = performance.now();
      await engine.documents.changed(file, `import '${name}';\n${text}`, 'typed', never);
      values.push(performance.now() - started);
      if (!engine.findings.some((finding) => isMissing(finding) && finding.package === name)) {
        throw new Error(`${name} was not found`);
      }
    }
    const note = `the first, which loads the parser: ${(values.shift() ?? 0).toFixed(0)} ms`;
    return [{ what: 'one file of 3,500 changed, in the host, to new findings', unit: 'ms', values, bar: 30, note }];
  } finally {
    await engine.close();
    await scanner.dispose();
    project.dispose();
  }
}

/** 50,000 files in 300 packages: a process of its own, and an extension host whose thread has other things to do. */
export async function measureScale(): Promise<readonly Row[]> {
  const project = generate(50_000, 300);
  const cache = tempFolder('cache-');
  try {
    const cold = await scanProcess(project.folder, cache);
    const again = await scanProcess(project.folder, cache);
    return [
      { what: '50,000 files, 300 manifests, nothing remembered', unit: 'ms', values: [cold.wallMs], bar: 15_000 },
      { what: 'the same, memory of the process at most', unit: 'MB', values: [cold.peakMb], bar: 600 },
      { what: 'the same, again', unit: 'ms', values: [again.wallMs] },
      { what: "the same, the host's thread held up at most", unit: 'ms', values: [await heldUp(project)], bar: 50 },
    ];
  } finally {
    project.dispose();
    fs.rmSync(cache, { recursive: true, force: true });
  }
}

/** The longest that the thread which asks was held up while a worker looked at the folder, and by the answer. */
async function heldUp(project: TempProject): Promise<number> {
  const scanner = workerScanner();
  const engine = createEngine(contextOf(project, { scanner }));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  try {
    await engine.start('assist');
    delay.enable();
    await engine.scan(never);
    // What is computed from the answer is over by the next turn.
    await new Promise((resolve) => setTimeout(resolve, 50));
    return delay.max / 1e6;
  } finally {
    delay.disable();
    await engine.close();
    await scanner.dispose();
  }
}

/** Files that another branch has otherwise, as a file watcher tells of them, while somebody types in one that stays. */
export async function measureBranchSwitch(): Promise<readonly Row[]> {
  const project = generate(10_000, 60);
  const scanner = workerScanner();
  const engine = createEngine(contextOf(project, { scanner }));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  try {
    await engine.start('assist');
    await engine.scan(never);
    const typed = 'packages/p0/src/f7.ts';
    const text = project.read(typed);
    await engine.documents.changed(typed, text, 'typed', never);
    const changed = sourcesOf(project).slice(-switched);
    const started = performance.now();
    for (const [index, file] of changed.entries()) {
      const name = index % 10 === 0 ? 'of-the-branch' : 'declared';
      project.write(file, `import '${name}';\n${project.read(file)}`);
    }
    const written = performance.now();
    delay.enable();
    const known = found(engine, 'of-the-branch');
    engine.filesChanged(changed);
    const keys: number[] = [];
    for (let key = 0; !(await settledWithin(known, 0)); key++) {
      if (performance.now() - written > longest) throw new Error('not all of the branch was found');
      const pressed = performance.now();
      await engine.documents.changed(typed, `import 'key-${key}';\n${text}`, 'typed', never);
      keys.push(performance.now() - pressed);
    }
    const whole = performance.now() - written;
    const what = `${switched.toLocaleString('en')} files of 10,000 changed at once`;
    return [
      {
        what: `${what}, to new findings`,
        unit: 'ms',
        values: [whole],
        note: `written in ${(written - started).toFixed(0)} ms`,
      },
      { what: 'the same, a key to its findings meanwhile', unit: 'ms', values: keys, bar: 400 },
      { what: "the same, the host's thread held up at most", unit: 'ms', values: [delay.max / 1e6], bar: 50 },
    ];
  } finally {
    delay.disable();
    await engine.close();
    await scanner.dispose();
    project.dispose();
  }
}

const switched = 5_000;
/** Milliseconds after which it is given up. */
const longest = 60_000;

function sourcesOf(project: TempProject): readonly string[] {
  return fs
    .readdirSync(project.folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.split(path.sep).join('/'))
    .toSorted();
}

/** Resolves when a package is found to be missing in each tenth of the files that were switched. */
function found(engine: ReturnType<typeof createEngine>, name: string): Promise<void> {
  return new Promise((resolve) => {
    const subscription = engine.onDidChange(() => {
      const uses = engine.findings.flatMap((each) => (isMissing(each) && each.package === name ? each.uses : []));
      if (uses.length < switched / 10) return;
      subscription.dispose();
      resolve();
    });
  });
}

async function settledWithin(promise: Promise<void>, ms: number): Promise<boolean> {
  return Promise.race([
    promise.then(() => true),
    new Promise<false>((resolve) => setTimeout(() => resolve(false), ms)),
  ]);
}

function workerScanner(): Scanner {
  return createWorkerScanner({
    workerFile: path.join(dist, 'scan-worker.js'),
    cacheFolder: tempFolder('cache-'),
    popularFile: path.join(dist, 'data', popularFileName),
    clock: systemClock,
    l10n: undefined,
  });
}

/** Files of some 2 KB that import what is declared, each other, and now and then what is missing. */
function generate(files: number, packages: number): TempProject {
  const project = createTempProject({
    files: { 'package.json': { name: 'root', private: true, workspaces: ['packages/*'] } },
  });
  const bodies = Array.from({ length: 50 }, (_, seed) => sourceText(seed + 1, 1_600));
  const declared = Object.fromEntries(
    ['declared', '@scope/tools', 'left-pad', 'colour', 'dates', 'router', 'store', 'forms'].map((name) => [
      name,
      '^1.0.0',
    ]),
  );
  const perPackage = Math.ceil(files / packages);
  for (let index = 0; index < packages; index++) {
    const folder = project.path(`packages/p${index}`);
    fs.mkdirSync(path.join(folder, 'src'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: `p${index}`, dependencies: declared }));
    for (let file = 0; file < perPackage; file++) {
      const head = file % 100 === 99 ? `import 'missing-${index}';\n` : `import './f${file + 1}.js';\n`;
      fs.writeFileSync(path.join(folder, `src/f${file}.ts`), head + (bodies[file % bodies.length] ?? ''));
    }
  }
  return project;
}
