import os from 'node:os';
import path from 'node:path';
import { ruleActions, type RuleRow, type RuleSubject } from '../src/model/rule.ts';
import { builtInRuleRows } from '../src/policy/built-in-rules.ts';
import { compileRules } from '../src/policy/compile-rules.ts';
import { decideByRules } from '../src/policy/evaluate-rules.ts';
import { printSections, writeSections, type Row } from './report.ts';

// What it costs to ask many rules about many findings, each with its trace: npm run bench:rules

const roundCount = 21;
const bar = 50;
const count = 1_000;

const subjects = Array.from({ length: count }, (_, index) => subjectOf(index));
const named = ruleSet((index) => ({ package: `package-${index + count}` }));
const mixed = ruleSet(mixedConditions);
const bombs = ruleSet((index) => ({ package: `*a*a*a*a*a*a*${index}*` }));
const unlike = { ...subjectOf(0), package: `${'a'.repeat(213)}b` };

const sections = [
  {
    name: `${count} rules, of which none applies, and the built-in ones`,
    rows: [
      ...rowsOf('making them ready', [() => compileRules(mixed)], bar),
      ...rowsOf(`rules of one package each, ${count} findings`, asking(named), bar),
      ...rowsOf(`conditions of every kind, ${count} findings`, asking(mixed), bar),
      ...rowsOf('patterns that are bombs as regular expressions, one finding', asking(bombs, [unlike])),
    ],
    load: os.loadavg()[0] ?? 0,
  },
];
printSections(sections);
writeSections(path.join(import.meta.dirname, '../out/bench/rules.json'), sections);

/** What passes on the clock, and, for a machine that does other things as well, what the processor was busy for it. */
function rowsOf(what: string, work: readonly (() => unknown)[], bar?: number): readonly Row[] {
  const rounds = Array.from({ length: roundCount }, () => {
    const [start, before] = [performance.now(), process.cpuUsage()];
    for (const one of work) one();
    const { user, system } = process.cpuUsage(before);
    return { clock: performance.now() - start, processor: (user + system) / 1_000 };
  });
  return [
    { what, unit: 'ms', values: rounds.map(({ clock }) => clock), ...(bar === undefined ? {} : { bar }) },
    {
      what: '  processor time, collecting garbage and compiling too',
      unit: 'ms',
      values: rounds.map((one) => one.processor),
    },
  ];
}

/** One piece of work for each subject. */
function asking(rules: readonly RuleRow[], about: readonly RuleSubject[] = subjects): readonly (() => unknown)[] {
  const compiled = compileRules([...rules, ...builtInRuleRows()]);
  return about.map((subject) => () => {
    const { kind } = decideByRules(compiled, subject);
    if (kind === 'block') throw new Error('none of these rules should apply');
  });
}

function ruleSet(conditionsOf: (index: number) => RuleRow['conditions']): readonly RuleRow[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `rule-${index}`,
    name: `Rule ${index}`,
    kind: 'block' as const,
    priority: index % 10,
    enabled: true,
    conditions: conditionsOf(index),
    source: 'dashboard' as const,
  }));
}

/** No two of them alike, in the shares in which one would write them; the last condition of each is the one that says no. */
function mixedConditions(index: number): RuleRow['conditions'] {
  const other = index + count;
  const kinds: readonly RuleRow['conditions'][] = [
    { package: `package-${other}` },
    { package: [`left-${other}`, `right-${other}`, '!package-*'] },
    { package: `@scope-${other}/*` },
    { package: `prefix-${other}-*` },
    { package: `*-suffix-${other}` },
    { package: `package-?*-{a,b}-${other}` },
    { project: `apps/${other}/**` },
    { releaseAge: { below: 300 }, branch: `release/${other}/*` },
    { package: 'package-*', license: [`LicenseRef-${other}`, 'GPL-*'] },
    {
      package: 'package-*',
      time: { days: ['sun'], timeZone: index % 20 < 10 ? 'Europe/Berlin' : 'Asia/Tokyo' },
      score: { below: index % 40 },
    },
  ];
  return kinds[index % kinds.length] as RuleRow['conditions'];
}

function subjectOf(index: number): RuleSubject {
  return {
    action: ruleActions[index % ruleActions.length] as RuleSubject['action'],
    package: `package-${index}`,
    from: '1.0.0',
    to: '1.0.1',
    dependencyType: 'dependencies',
    project: `packages/${index % 40}`,
    trigger: 'updater',
    bump: 'patch',
    severity: 'high',
    score: 85,
    releaseAgeDays: index % 300,
    license: index % 3 === 0 ? '(MIT OR Apache-2.0)' : 'MIT',
    at: '2026-11-27T10:00:00.000Z',
    branch: 'main',
  };
}
