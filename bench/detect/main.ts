import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { printSections, writeSections, type Row, type Section } from '../report.ts';
import { measureBranchSwitch, measureChange, measureScale } from './generated.ts';
import { measureRepositories } from './repositories.ts';

// How well and how fast what is missing is detected: on generated repositories, and on real ones with hand-checked truth
// where they are at hand: npm run bench:detect [-- --cases FOLDER]

const { values } = parseArgs({ options: { cases: { type: 'string' } } });

const subjects: readonly (readonly [name: string, measure: () => Promise<readonly Row[]>])[] = [
  ['a change', measureChange],
  ['a branch switch', measureBranchSwitch],
  ['scale', measureScale],
];
const cases = values.cases;
const all: typeof subjects =
  cases === undefined ? subjects : [['real repositories', () => measureRepositories(path.resolve(cases))], ...subjects];

const sections: Section[] = [];
for (const [name, measure] of all) {
  console.error(`measuring ${name} ...`);
  const { rows, error } = await measure().then(
    (found) => ({ rows: found, error: undefined }),
    (reason: unknown) => ({ rows: [], error: reason instanceof Error ? reason.message : String(reason) }),
  );
  sections.push({ name, rows, ...(error === undefined ? {} : { error }), load: os.loadavg()[0] ?? 0 });
}
if (cases === undefined) console.log('No real repositories: none were named by --cases.');
printSections(sections);
writeSections(path.join(import.meta.dirname, '../../out/bench/detect.json'), sections);
process.exitCode = sections.some(({ error }) => error !== undefined) ? 1 : 0;
