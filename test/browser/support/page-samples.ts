import type { GateReport } from '../../../src/model/gate.ts';
import type { Operation } from '../../../src/model/operation.ts';
import type { OperationSheet, RollbackFacts } from '../../../src/view/details-facts.ts';
import { operationSheet } from '../../../src/view/operation-sheet.ts';
import type { DashboardState } from '../../../src/view/protocol.ts';
import { name, now, operation } from './builders.ts';
import { sample } from './samples.ts';

const base = Date.parse('2026-11-23T09:29:00.000Z');
const at = (seconds: number): string => new Date(base + seconds * 1000).toISOString();
const bytes = (text: string): string => Buffer.from(text).toString('base64');

function judged(packageName: string, doubt: string | undefined): GateReport {
  const check = (
    which: GateReport['checks'][number]['check'],
    result: 'allow' | 'ask',
    reason: string,
    source = 'registry',
  ): GateReport['checks'][number] => ({ check: which, result, reason, source, checkedAt: now });
  return {
    package: name(packageName),
    version: '1.21.1',
    verdict: doubt === undefined ? 'allow' : 'ask',
    checks: [
      check('name', 'allow', 'A valid package name.'),
      check('exists', 'allow', 'The registry has it.'),
      check('lookalike', 'allow', 'Not close to a better-known name.'),
      ...(doubt === undefined ? [] : [check('version-age', 'ask', doubt, 'popular-list')]),
    ],
    broughtBy: [],
    didYouMean: undefined,
  };
}

const begun: Partial<Operation> = {
  packages: [
    { name: 'axios', manifest: '', field: 'dependencies', from: undefined, to: '1.21.1', range: '^1.21.1' },
    {
      name: '@testing-library/user-event-with-a-name-that-goes-on',
      manifest: 'packages/storefront',
      field: 'devDependencies',
      from: '14.5.2',
      to: '14.6.1',
      range: '^14.6.1',
    },
  ],
  trigger: 'manual',
  decidedBy: 'You, after the gate had asked',
  managerVersion: '11.16.0',
  command: ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'],
  createdAt: at(-3),
  startedAt: at(0),
  endedAt: at(21),
  steps: [
    { step: 'Waiting for "npm run build"', isUndo: false, at: at(-2) },
    { step: 'Resolving in a copy', isUndo: false, at: at(0.02) },
    { step: 'Writing down what will change', isUndo: false, at: at(8.2) },
    { step: 'Keeping node_modules', isUndo: false, at: at(8.23) },
    { step: 'Writing package.json and the lockfile', isUndo: false, at: at(8.9) },
    { step: 'Installing', isUndo: false, at: at(9) },
    { step: 'Checking the result', isUndo: false, at: at(20.1) },
  ],
  gate: [judged('axios', 'The age of this version is not known.'), judged('follow-redirects', undefined)],
  files: [
    { path: 'package.json', before: bytes('{}'), after: bytes('{ }') },
    { path: 'package-lock.json', before: undefined, after: bytes('{}') },
    { path: 'packages/storefront/package.json', before: bytes('{}'), after: bytes('{ }') },
  ],
  output: 'added 9 packages, and changed 1 package in 11s\n\n12 packages are looking for funding',
};

const conflict = {
  code: 'QM_PEER_CONFLICT',
  message: 'axios was not installed: its peer dependency react ^19 does not fit react 18.3.1.',
  hint: 'Update react first, or choose an older version of axios.',
  details: 'npm error code ERESOLVE\nnpm error ERESOLVE unable to resolve dependency tree',
};

/** The states of an operation that its page tells apart. */
export const operations = {
  done: operation(920, begun),
  failed: operation(921, {
    ...begun,
    status: 'rolled-back',
    steps: [...(begun.steps ?? []), { step: 'Putting back what was there', isUndo: true, at: at(20.6) }],
    error: conflict,
    output: conflict.details,
    exitCode: 1,
  }),
  running: operation(922, {
    ...begun,
    status: 'running',
    progress: 0.62,
    step: 'Installing',
    startedAt: at(915),
    steps: [
      { step: 'Resolving in a copy', isUndo: false, at: at(915.1) },
      { step: 'Installing', isUndo: false, at: at(930) },
    ],
    createdAt: at(914),
    endedAt: undefined,
    output: undefined,
    files: [],
  }),
  paused: operation(923, {
    ...begun,
    status: 'queued',
    steps: [],
    startedAt: undefined,
    endedAt: undefined,
    createdAt: at(900),
    output: undefined,
    files: [],
    command: undefined,
    managerVersion: undefined,
  }),
  undone: operation(924, { ...begun, status: 'rolled-back', undoneBy: operation(925, {}).id }),
  'needs-you': operation(926, {
    ...begun,
    status: 'needs-user',
    error: {
      code: 'QM_NEEDS_YOU',
      message: 'It failed, and package.json was edited meanwhile in a way that could not be told from its own change.',
      hint: 'Your text was kept. Keep what stands there, or put back what was there before.',
      details: 'npm error code E500',
    },
  }),
  'awaiting-approval': operation(927, {
    ...begun,
    status: 'awaiting-approval',
    decidedBy: 'The gate asks: Downloaded 40 times in the last week, which is rare.',
    steps: [],
    startedAt: undefined,
    endedAt: undefined,
    output: undefined,
    files: [],
    command: undefined,
    manager: undefined,
    managerVersion: undefined,
  }),
} as const;

export type PageName = keyof typeof operations;

const foreseen: RollbackFacts = {
  kind: 'foreseen',
  sentences: [
    'Removes axios 1.21.1.',
    'Brings @testing-library/user-event-with-a-name-that-goes-on from 14.6.1 back to 14.5.2.',
    'Puts back byte for byte: package.json, package-lock.json, and packages/storefront/package.json.',
    'node_modules follows.',
  ],
  concerns: [
    {
      message:
        '@testing-library/user-event-with-a-name-that-goes-on 14.5.2 brings back GHSA-fxfx-0001-demo (high): Prototype pollution.',
      asks: true,
    },
    { message: 'Not checked: whether the registry still has axios 1.20.0. It did not answer in time.', asks: false },
  ],
};

const puttingBack: RollbackFacts = {
  kind: 'foreseen',
  sentences: [
    'Puts back byte for byte: package.json, package-lock.json, and packages/storefront/package.json.',
    'What stands there now is recorded: it returns if you roll that back.',
    'node_modules follows.',
  ],
  concerns: [],
};

export const blocked: RollbackFacts = {
  kind: 'blocked',
  error: {
    code: 'QM_ROLLBACK_BLOCKED',
    message: 'axios is at ^1.22.0 by now: something came later.',
    hint: 'Nothing was changed. Take the later step back first, or edit package.json yourself.',
    details: undefined,
  },
};

export function sheetOf(
  page: PageName,
  change: Partial<Operation> = {},
  rollback = foreseen,
  isHere = true,
  settle = puttingBack,
): OperationSheet {
  const shown = { ...operations[page], ...change };
  const only = (is: boolean): ReadonlySet<string> => new Set(is ? [shown.id] : []);
  const open = shown.status === 'running' || shown.status === 'queued';
  return operationSheet(shown, {
    rights: {
      canWrite: true,
      cancellable: only(open && isHere),
      holdable: only(page === 'paused'),
      held: only(page === 'paused'),
    },
    rollback: shown.status === 'succeeded' ? rollback : { kind: 'none' },
    settle: shown.status === 'needs-user' ? settle : { kind: 'none' },
    undoneAt: page === 'undone' ? at(600) : undefined,
  });
}

/** The dashboard with that page open, over a feed that has its row. */
export function pageState(details: DashboardState['details'], page: PageName = 'done'): DashboardState {
  return { ...sample('busy', { operations: [...Object.values(operations)] }), details: details ?? sheetOf(page) };
}
