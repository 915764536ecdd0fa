import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { restoreSnapshot, takeSnapshot } from '../../src/execute/tree-snapshot.ts';
import { diskFiles } from '../../src/node/disk-files.ts';
import { tempFolder } from '../../test/support/temp-project.ts';
import { measureBatch } from './batch.ts';
import { median, printSections, writeSections, type Row } from '../report.ts';

// What it costs to keep a large node_modules and to put it back, beside the package manager that makes it anew, and what
// many requests at once cost, beside the package manager's own time: npm run bench:transactions

/** Some 1,600 packages of the registry that npm is configured for. */
const dependencies = { 'react-scripts': '5.0.1', '@angular/cli': '17.3.8', '@nestjs/cli': '10.4.5' };
const rounds = 3;
const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps'];

const root = tempFolder('bench-');
const snapshots = path.join(root, '.quartermaster/snap');
try {
  fs.writeFileSync(path.join(root, 'package.json'), JSON.stringify({ name: 'bench', private: true, dependencies }));
  await npm('install', '--package-lock-only');
  await npm('ci');
  const tree = { name: 'a large npm tree', rows: await measure(), load: os.loadavg()[0] ?? 0 };
  const batch = { name: 'eight packages at once', rows: await measureBatch(), load: os.loadavg()[0] ?? 0 };
  printSections([tree, batch]);
  writeSections(path.join(import.meta.dirname, '../../out/bench/transactions.json'), [tree, batch]);
} finally {
  fs.rmSync(root, { recursive: true, force: true, maxRetries: 5 });
}

async function measure(): Promise<readonly Row[]> {
  const rebuilt: number[] = [];
  const taken: number[] = [];
  const restored: number[] = [];
  const removed: number[] = [];
  for (let round = 0; round < rounds; round++) {
    rebuilt.push(await timed(() => npm('ci', '--prefer-offline')));
    const folder = path.join(snapshots, String(round));
    const before = countOf(root);
    let states: Awaited<ReturnType<typeof takeSnapshot>>;
    taken.push(await timed(async () => (states = await takeSnapshot(diskFiles, root, ['node_modules'], folder))));
    if (states === undefined) throw new Error('this disk has no hard links');
    // What a failed install leaves behind.
    fs.rmSync(path.join(root, 'node_modules/webpack'), { recursive: true });
    const kept = states;
    restored.push(await timed(() => restoreSnapshot(diskFiles, root, kept, folder)));
    if (countOf(root) !== before) throw new Error('the tree is not the one that was kept');
    removed.push(await timed(() => diskFiles.remove(folder)));
  }
  const packages = Object.keys(
    (JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as { packages: object }).packages,
  ).length;
  const note = `${packages} packages, ${countOf(root)} files`;
  return [
    { what: 'npm ci --prefer-offline, warm cache (the peer)', unit: 'ms', values: rebuilt, note },
    { what: 'keeping node_modules', unit: 'ms', values: taken, bar: median(rebuilt) / 6 },
    { what: 'putting it back', unit: 'ms', values: restored, bar: 1_000 },
    { what: 'removing what is not needed any more (nobody waits)', unit: 'ms', values: removed },
  ];
}

function countOf(folder: string): number {
  const entries = fs.readdirSync(path.join(folder, 'node_modules'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).length;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function npm(...args: readonly string[]): Promise<unknown> {
  return promisify(execFile)('npm', [...args, ...quiet], { cwd: root, maxBuffer: 64 << 20 });
}
