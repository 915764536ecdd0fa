import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BundledPopularList, popularFileName } from '../src/node/bundled-popular-list.ts';
import { systemClock } from '../src/node/system-clock.ts';
import { createDiskScanCache } from '../src/node/disk-scan-cache.ts';
import { diskTree } from '../src/node/disk-tree.ts';
import { findCandidates, prepareLexer } from '../src/scan/candidates.ts';
import { loadConfirmer } from '../src/scan/confirm/confirmer.ts';
import { createScanner } from '../src/scan/scanner.ts';

// Prints milliseconds: node bench/scan-cli.ts

const signal = new AbortController().signal;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-scan-'));
const project = path.join(folder, 'project');
const block = (index: number): string =>
  `import { a${index} } from 'declared';\nexport interface Row${index}<T extends object> { readonly value: T; }\n` +
  `export const f${index} = async <T,>(value: T): Promise<string> => \`row \${String(value)} \${/[a-z]+/.test('x')}\`;\n`;

async function timed(label: string, work: () => unknown): Promise<void> {
  const start = performance.now();
  await work();
  console.log(`${label.padEnd(44)} ${(performance.now() - start).toFixed(1)} ms`);
}

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
  fs.writeFileSync(path.join(project, file), text);
}

write('package.json', '{"name":"bench","dependencies":{"declared":"1"}}');
write('node_modules/declared/package.json', '{"name":"declared","version":"1.0.0"}');
for (let file = 0; file < 20; file++)
  write(`src/${file}.ts`, Array.from({ length: 20 }, (_, index) => block(index)).join(''));

const scan = () =>
  createScanner(
    {
      tree: diskTree,
      cache: createDiskScanCache(path.join(folder, 'cache')),
      clock: systemClock,
      loadConfirmer,
      popular: new BundledPopularList(path.join(import.meta.dirname, '../data', popularFileName)),
    },
    { ignorePackages: [] },
  ).scanFolder(project, signal);

await timed('20 files, nothing missing, cold', scan);
await timed('20 files, nothing missing, cached', scan);
write('src/0.ts', "import 'undeclared';\n");
await timed('20 files, one candidate, parser cold', scan);
await timed('20 files, one candidate, cached', scan);

const large = Array.from({ length: 2000 }, (_, index) => block(index))
  .join('')
  .slice(0, 300_000)
  .replace(/\n[^\n]*$/, '\n');
await prepareLexer();
const confirmer = await loadConfirmer();
for (let round = 0; round < 3; round++) {
  await timed(`300 KB TypeScript, lexer, round ${round}`, () => findCandidates('a.ts', large));
  await timed(`300 KB TypeScript, estree, round ${round}`, () => confirmer.confirm('a.ts', large));
  await timed(`300 KB TSX, patterns, round ${round}`, () => findCandidates('a.tsx', `${large}<p>it's</p>`));
}
await timed('7 KB TypeScript, estree', () =>
  confirmer.confirm('a.ts', large.slice(0, 7000).replace(/\n[^\n]*$/, '\n')),
);
fs.rmSync(folder, { recursive: true });
