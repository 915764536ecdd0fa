import fs from 'node:fs';
import path from 'node:path';
import type { PackageName } from '../src/model/package-name.ts';
import { BundledPopularList, popularFileName } from '../src/node/bundled-popular-list.ts';
import type { GateInput } from '../src/policy/checks/check.ts';
import { lookalikeCheck } from '../src/policy/checks/lookalike.ts';
import { allowsAutomatic, judgePackage } from '../src/policy/gate.ts';
import { lookalikeOf } from '../src/policy/lookalike.ts';
import type { PopularList } from '../src/ports/popular-list.ts';
import type { RegistryAnswer } from '../src/ports/registry.ts';
import { noRule, publishedVersion, signedVersion } from '../test/support/model.ts';
import { tempFolder } from '../test/support/temp-project.ts';
import { Random } from './editor/random.ts';
import { invent } from './gate/invented.ts';
import { mutate } from './gate/mutator.ts';
import { percent, printLine, printTable, quantile, type NameSet } from './gate/table.ts';

// Which names the gate asks about: node bench/gate-names.ts [--costs] [--missed]

/** The list is cut here for this bench, so that the real names behind it are ones that it does not know. */
const cutAt = 15_000;
const targets = 2_000;
const counts = { mutated: 200, real: 5_000, invented: 200 };
/** Milliseconds of a warm verdict, at the 95th percentile. */
const verdictBar = 5;
const seeds = { tuned: 1, heldOut: 2, real: 3, invented: 4 };
const now = new Date('2026-11-23T10:00:00.000Z');
const none: RegistryAnswer = { ok: false, reason: 'not-found', message: '404' };
const longAgo = '2020-11-20T10:00:00.000Z';
const threeDaysAgo = '2026-11-20T10:00:00.000Z';

interface Known {
  readonly name: string;
  readonly target: string;
}

const repository = path.join(import.meta.dirname, '..');
const listFile = path.join(repository, 'data', popularFileName);
const lines = fs.readFileSync(listFile, 'latin1').trimEnd().split('\n');
const ranked = lines.slice(1).map((line) => line.slice(0, line.indexOf(' ')));
const isReal = (name: string): boolean => realNames.has(name);
const realNames = new Set(ranked);
const options = new Set(process.argv.slice(2));

const folder = tempFolder('bench-gate-');
try {
  const cut = cutList(folder);
  const behind = halves(ranked.slice(cutAt));
  const looks = (name: string): boolean => lookalikeCheck.test(inputOf(name, cut, faultless(name))).result === 'ask';
  const stops = (name: string): boolean => judgePackage(inputOf(name, cut, faultless(name))).verdict !== 'allow';
  const known = halves(readKnown());
  const mutated = [mutants(seeds.tuned), mutants(seeds.heldOut)] as const;
  const random = new Random(seeds.real);
  const real = behind.map((names) => sample(names, counts.real / 2, random));
  printTable([
    asked('known lookalikes', known.map(namesOf), looks, { atLeast: 95 }),
    asked('mutated names', mutated.map(namesOf), looks, { atLeast: 95 }),
    asked(
      'both',
      [0, 1].map((half) => [...namesOf(known[half] ?? []), ...namesOf(mutated[half] ?? [])]),
      looks,
      { atLeast: 95 },
    ),
    asked(`real names of rank above ${cutAt.toLocaleString('en')}`, real, looks, { atMost: 2 }),
    asked('the same, by any check, a faultless packument', real, stops),
    asked(`all ${(ranked.length - cutAt).toLocaleString('en')} of them`, behind, looks),
  ]);
  printInvented(cut);
  printTimes();
  if (options.has('--missed')) printMissed([...known.flat(), ...mutated.flat()], looks);
  if (options.has('--costs')) printCosts(behind, cut);
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}

/** The first so many lines of the list that ships, with the floor that they have. */
function cutList(into: string): PopularList {
  const kept = lines.slice(1, cutAt + 1);
  const floor = Number(kept.at(-1)?.split(' ')[2]) * 1000;
  const file = path.join(into, popularFileName);
  fs.writeFileSync(file, `${lines[0]?.split(' ')[0]} ${floor}\n${kept.join('\n')}\n`);
  return new BundledPopularList(file);
}

function readKnown(): readonly Known[] {
  const file = path.join(repository, 'test/fixtures/gate/known-lookalikes.json');
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { names: readonly Known[] }).names;
}

function mutants(seed: number): readonly Known[] {
  return mutate(ranked.slice(0, targets), isReal, counts.mutated / 2, seed);
}

/** Each second one, so that both are as popular. */
function halves<T>(all: readonly T[]): readonly [readonly T[], readonly T[]] {
  return [all.filter((_, index) => index % 2 === 0), all.filter((_, index) => index % 2 === 1)];
}

function namesOf(known: readonly Known[]): readonly string[] {
  return known.map(({ name }) => name);
}

function sample(names: readonly string[], count: number, random: Random): readonly string[] {
  const left = [...names];
  return Array.from({ length: count }, () => left.splice(random.below(left.length), 1)[0] ?? '');
}

function asked(
  name: string,
  [tuned = [], heldOut = []]: readonly (readonly string[])[],
  asks: (name: string) => boolean,
  bar?: NonNullable<NameSet['bar']>,
): NameSet {
  return { name, tuned: tuned.map(asks), heldOut: heldOut.map(asks), ...(bar === undefined ? {} : { bar }) };
}

/** Nothing in it speaks against the package. */
function faultless(name: string, published = longAgo): RegistryAnswer {
  const version = publishedVersion('1.0.0');
  return {
    ok: true,
    packument: {
      name: name as PackageName,
      versions: new Map([['1.0.0', version]]),
      distTags: new Map([['latest', '1.0.0']]),
      times: new Map(['created', '1.0.0'].map((key) => [key, published])),
    },
  };
}

function inputOf(name: string, popular: PopularList, registry: RegistryAnswer): GateInput {
  return {
    package: name as PackageName,
    version: '1.0.0',
    registry,
    popular,
    source: 'registry',
    comesAlong: false,
    now,
    advisories: undefined,
    popularity: undefined,
    rules: noRule,
    signature: signedVersion,
  };
}

function printInvented(popular: PopularList): void {
  const names = invent(isReal, counts.invented, seeds.invented);
  const reports = names.map((name, index) =>
    judgePackage(inputOf(name, popular, index % 2 === 0 ? faultless(name, threeDaysAgo) : none)),
  );
  const installed = reports.filter(allowsAutomatic).length;
  const verdicts = (['allow', 'ask', 'block'] as const).map(
    (verdict) => `${verdict} ${reports.filter((report) => report.verdict === verdict).length}`,
  );
  console.log('');
  printLine([
    'invented names, installed by themselves',
    '',
    String(names.length),
    String(installed),
    '',
    '0',
    installed === 0 ? 'ok' : 'MISSED',
  ]);
  console.log(
    `   half of them registered three days ago, half not at all; what a person is told: ${verdicts.join(', ')}`,
  );
}

/**
 * Of the whole list as it ships, each name for the first time, since a list remembers what was asked for. The shortest of
 * three, each by a list of its own, is what the verdict takes and not what else the machine does.
 */
function printTimes(): void {
  const once = (name: string, popular: PopularList, answer: RegistryAnswer): number => {
    const started = performance.now();
    judgePackage(inputOf(name, popular, answer));
    return performance.now() - started;
  };
  const lists = [0, 1, 2].map(() => new BundledPopularList(listFile));
  const first = lists.map((popular) => once('first', popular, faultless('first')));
  console.log(`\nthe first verdict, which reads the list: ${Math.min(...first).toFixed(1)} ms`);
  const kinds = [
    ['a mutated name', mutants(seeds.tuned).map(({ name }) => name), faultless],
    ['an invented one that does not exist', invent(isReal, counts.invented, seeds.invented), () => none],
  ] as const;
  for (const [what, names, answer] of kinds) {
    const times = names.map((name) => Math.min(...lists.map((popular) => once(name, popular, answer(name)))));
    const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
    const met = p95 <= verdictBar ? 'ok' : 'MISSED';
    console.log(
      `one verdict, ${what}: p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms, bar ${verdictBar} ms ${met}`,
    );
  }
}

function printMissed(names: readonly Known[], looks: (name: string) => boolean): void {
  console.log('\nnot asked about:');
  for (const { name, target } of names) if (!looks(name)) console.log(`   ${name} for ${target}`);
}

/** How often each likeness is the one that is asked because of. */
function printCosts(behind: readonly (readonly string[])[], popular: PopularList): void {
  const kinds = behind.map((names) => names.map((name) => lookalikeOf(name, popular)?.likeness));
  console.log('\nreal names asked about because of each likeness, in percent: tuned, held out');
  for (const kind of [...new Set(kinds.flat())].toSorted()) {
    if (kind === undefined) continue;
    const shares = kinds.map((half) => percent(half.map((each) => each === kind)).toFixed(2));
    console.log(`   ${kind.padEnd(12)} ${shares.join('  ')}`);
  }
}
