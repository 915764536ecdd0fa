import type { RuleRow } from '../../../src/model/rule.ts';
import type { RuleForm, RulesSheet, RuleWish, TrialFacts } from '../../../src/view/rule-facts.ts';
import { rulesSheet, type RulesSurroundings } from '../../../src/view/rules-sheet.ts';
import { builtInRuleRows } from '../../../src/policy/built-in-rules.ts';
import { now } from './builders.ts';

type Row = Partial<RuleRow> & Pick<RuleRow, 'id' | 'kind'>;

export function ruleRow(change: Row): RuleRow {
  return { name: change.id, priority: 0, enabled: true, conditions: {}, source: 'dashboard', ...change };
}

const own: readonly RuleRow[] = [
  ruleRow({
    id: 'own:moment',
    name: 'No moment: use date-fns',
    kind: 'block',
    priority: 100,
    conditions: { package: 'moment', action: 'install', dependencyType: ['dependencies', 'devDependencies'] },
  }),
  ruleRow({
    id: 'own:weekend',
    name: 'Ask at night and on weekends',
    kind: 'ask',
    priority: 40,
    enabled: false,
    conditions: { time: { days: ['sat', 'sun'], from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' } },
  }),
];

const theirs: readonly RuleRow[] = [
  ruleRow({
    id: 'file:design',
    name: 'Our design system comes by itself',
    kind: 'auto-install',
    priority: 60,
    conditions: { package: ['@acme/*', '!@acme/legacy'], project: 'packages/**' },
    source: 'policy-file',
  }),
  ruleRow({
    id: 'file:copyleft',
    name: 'No copyleft',
    kind: 'ask',
    priority: 50,
    conditions: { license: ['GPL-*', 'AGPL-*'] },
    source: 'policy-file',
  }),
  ruleRow({
    id: 'settings:1',
    name: 'renovate.json: packageRules[0]',
    kind: 'pin',
    priority: -5,
    conditions: { package: ['eslint', 'typescript'], bump: 'major' },
    source: 'settings:.github/renovate.json',
  }),
];

const waits = (rule: RuleRow): boolean => rule.kind === 'auto-install';
const rights = {
  folders: [{ id: '1:', name: 'storefront' }],
  folder: '1:',
  canEdit: true,
  problem: undefined,
  done: undefined,
  rowId: (id: string) => `1:${id}`,
} satisfies RulesSurroundings;

/** The page of rules of every source and standing; `more` rules of a repository beside them. */
export function rulesOf(around: Partial<RulesSurroundings> = {}, more: readonly RuleRow[] = []): RulesSheet {
  const repository = [...theirs, ...more];
  return rulesSheet(
    {
      rules: [...builtInRuleRows(), ...own, ...repository.filter((rule) => !waits(rule))],
      waiting: repository.filter(waits),
      faults: [
        {
          file: 'quartermaster.json',
          reason: 'invalid',
          message: '"kind" has to be one of these: "auto-install" | "auto-update" | "pin" | "ignore" | "block" | "ask"',
          line: 14,
          column: 7,
          drops: 'rule',
        },
      ],
      ownFaults: [],
      ownProblem: undefined,
      notes: [],
      updatesBy: [{ tool: 'Renovate', file: '.github/renovate.json' }],
      current: { hash: 'a'.repeat(64), rules: repository },
      accepted: undefined,
    },
    { ...rights, ...around },
  );
}

/** What the form of a rule of one's own begins with. */
export const wish: RuleWish = {
  name: 'No moment: use date-fns',
  kind: 'block',
  priority: 100,
  enabled: true,
  conditions: { package: 'moment', action: 'install', dependencyType: ['dependencies', 'devDependencies'] },
};

export function formOf(change: Partial<RuleForm> = {}): RuleForm {
  const trial: TrialFacts = { kind: 'none' };
  return {
    kind: 'rule',
    id: 'rule-form:1',
    purpose: 'edit',
    rule: wish,
    trial,
    saving: false,
    problem: undefined,
    ...change,
  };
}

/** As the host answers a trial. */
export function toldOf(rule: RuleWish): TrialFacts {
  const one = { action: 'install', from: undefined, at: now, before: undefined, beforeBy: undefined } as const;
  const after = { after: 'block', afterBy: rule.name } as const;
  return {
    kind: 'told',
    rule,
    sentence: 'This would have decided 3 of 41 differently.',
    different: [
      {
        ...one,
        ...after,
        package: 'moment',
        to: '2.30.1',
        before: 'auto-install',
        beforeBy: 'In autopilot, install what passes every check of the gate',
      },
      { ...one, ...after, package: 'moment', to: '2.29.4', at: '2026-11-20T08:00:00.000Z' },
      { ...one, ...after, package: '@types/moment-with-a-name-that-goes-on', to: undefined, at: undefined },
    ],
    differentCount: 3,
    total: 41,
    unanswered: ['left-pad'],
  };
}
