import { findingId } from '../../../src/model/finding.ts';
import type { Operation } from '../../../src/model/operation.ts';
import { projectDashboard, type DashboardInput } from '../../../src/view/dashboard-state.ts';
import type { DashboardState } from '../../../src/view/protocol.ts';
import { ago, mismatched, monitor, name, now, operation, projectId, report, undeclared } from './builders.ts';

const days = Array.from({ length: 14 }, (_, index) => ({
  date: ago((13 - index) * 1440).slice(0, 10),
  succeeded: [3, 5, 2, 0, 1, 6, 4, 3, 7, 2, 1, 5, 4, 3][index] ?? 0,
  failed: [0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0][index] ?? 0,
}));

const quiet: DashboardInput = {
  folder: 'ready',
  mode: 'autopilot',
  findings: [],
  gate: new Map(),
  obstacles: new Map(),
  buildable: new Set(['']),
  operations: [],
  cancellable: new Set(),
  holdable: new Set(),
  held: new Set(),
  totals: { succeeded: 0, failed: 0, rolledBack: 0 },
  days: [],
  projects: [{ id: projectId, name: 'acme-storefront' }],
  selectedProject: undefined,
  hasOlder: false,
  monitors: [],
  sources: [],
  availability: { kind: 'available' },
  scan: { packages: 1284, endedAt: ago(4) },
  now,
};

export function past(count: number): readonly Operation[] {
  const names = [
    'ws',
    'pino-pretty',
    'nanoid',
    'jsdom',
    'sharp',
    'date-fns',
    '@types/ws',
    '@testing-library/user-event',
  ];
  return Array.from({ length: count }, (_, index) => {
    const base = operation(index + 10, { name: names[index % names.length] ?? 'zod' });
    if (index % 8 === 2) return { ...base, ...failure };
    if (index % 8 === 4) return { ...base, ...networkFailure };
    if (index % 8 === 6)
      return {
        ...base,
        trigger: 'manual' as const,
        decidedBy: 'You',
        status: 'rolled-back' as const,
        undoneBy: operation(1, {}).id,
      };
    return base;
  });
}

const failure: Partial<Operation> = {
  status: 'rolled-back',
  trigger: 'manual',
  error: {
    code: 'QM_PEER_CONFLICT',
    message: 'nanoid was not installed: its peer dependency react ^19 does not fit react 18.3.1.',
    hint: 'Update react first, or choose an older version of nanoid.',
    details:
      'npm error code ERESOLVE\nnpm error ERESOLVE unable to resolve dependency tree\nnpm error\nnpm error Found: react@18.3.1',
  },
};

const networkFailure: Partial<Operation> = {
  status: 'failed',
  trigger: 'agent',
  error: {
    code: 'QM_REGISTRY_UNREACHABLE',
    message: 'sharp was not installed: the registry did not answer within 30 s.',
    hint: 'Try again, or work offline.',
    details: undefined,
  },
};

const running = operation(1, {
  name: 'hono',
  status: 'running',
  progress: 0.62,
  step: 'Step 4 of 6: npm installs into node_modules',
  startedAt: ago(0.64),
  endedAt: undefined,
});
const queued = operation(2, {
  name: 'zod-to-json-schema',
  status: 'queued',
  progress: 0,
  startedAt: undefined,
  endedAt: undefined,
  createdAt: ago(1),
});
const needsYou = operation(3, {
  name: 'pino',
  status: 'needs-user',
  endedAt: undefined,
  createdAt: ago(2),
  startedAt: undefined,
  error: {
    code: 'QM_UNSAVED',
    message: 'package.json has unsaved edits.',
    hint: 'Save the file; the install of pino goes on by itself.',
    details: undefined,
  },
});

const busy: DashboardInput = {
  ...quiet,
  findings: [
    undeclared('hono-rate-limiter', 'src/api/limit.ts', 3, ['src/api/login.ts', 'src/api/search.ts']),
    undeclared('lodahs', 'src/cart/total.ts', 1),
    undeclared('msw', 'test/server.test.ts', 2),
  ],
  gate: new Map([
    report('hono-rate-limiter', 'ask', '0.5.3', ['version-age', 'ask', '4 days old, 640 downloads a week.']),
    report('lodahs', 'block', undefined, ['lookalike', 'block', 'One letter away from a well-known name.'], 'lodash'),
    report('msw', 'allow', '2.12.4', ['popularity', 'allow', '5.1 million downloads a week, 6 years old.']),
  ]),
  operations: [running, queued, needsYou, ...past(30)],
  cancellable: new Set([running.id, queued.id]),
  holdable: new Set([queued.id]),
  totals: { succeeded: 108, failed: 0, rolledBack: 4 },
  days,
};

const registryDown = {
  source: 'registry',
  since: ago(33),
  reason: 'The npm registry answered 503.',
  lastAnswerAt: ago(365),
} as const;

/** Every state the dashboard knows, by the input that leads to it. */
export const inputs = {
  busy,
  calm: {
    ...quiet,
    operations: past(6).filter(({ status }) => status === 'succeeded'),
    totals: { succeeded: 41, failed: 0, rolledBack: 0 },
    days,
  },
  'first-run': { ...quiet, mode: 'assist' },
  'no-folder': { ...quiet, folder: 'no-folder', scan: undefined },
  'no-manifest': { ...quiet, folder: 'no-manifest', scan: undefined },
  restricted: { ...busy, folder: 'restricted', mode: 'assist', operations: [], totals: quiet.totals, days: [] },
  scanning: { ...quiet, folder: 'scanning', scan: undefined },
  unknown: {
    ...busy,
    operations: past(5),
    sources: [registryDown],
    gate: new Map([report('msw', 'ask', '2.12.4', ['exists', 'unknown', 'The registry did not answer.'])]),
  },
  unavailable: {
    ...busy,
    operations: [],
    totals: quiet.totals,
    days: [],
    availability: {
      kind: 'unavailable',
      error: {
        code: 'QM_STATE_UNAVAILABLE',
        message: 'The history of this folder cannot be opened: this editor has no SQLite.',
        hint: 'Update the editor. Until then findings are shown and nothing is changed.',
        details: undefined,
      },
    },
  },
  mismatched: {
    ...busy,
    operations: past(30),
    findings: [
      undeclared('msw', 'test/server.test.ts', 2),
      mismatched('lodash', '4.17.20', '^5.0.0', 18),
      mismatched('@types/node', '22.15.3', '^24.10.0', 31),
      mismatched('string-width', '7.2.0', '>=5.1.2 <6', 24),
      mismatched('@some-organization/a-package-with-a-long-name', '1.0.0-beta.12', '>=2.0.0 <3.0.0', 12),
    ],
    gate: new Map([
      report('msw', 'allow', '2.12.4', ['popularity', 'allow', '5.1 million downloads a week, 6 years old.']),
      report('lodash', 'allow', undefined, ['popularity', 'allow', 'Well known.']),
      report('@types/node', 'ask', undefined, ['version-age', 'ask', '4 days old.']),
    ]),
  },
  restore: {
    ...quiet,
    findings: [
      {
        kind: 'not-installed',
        id: findingId('not-installed', ''),
        project: '',
        missing: ['react', 'vite', 'zod'].map(name),
      },
      {
        kind: 'unbuilt',
        id: findingId('unbuilt', '', 'better-sqlite3@12.4.1'),
        project: '',
        name: 'better-sqlite3',
        version: '12.4.1',
        scripts: ['install: prebuild-install || node-gyp rebuild --release'],
        integrity: undefined,
        places: ['node_modules/better-sqlite3'],
        files: ['node_modules/better-sqlite3/binding.gyp'],
        uses: [],
      },
      {
        kind: 'unreadable-manifest',
        id: findingId('unreadable-manifest', 'packages/ui'),
        manifest: 'packages/ui',
        message: 'A comma is missing.',
        line: 12,
        column: 3,
      },
    ],
    projects: [...quiet.projects, { id: '7d0c3a52-2c1a-4f57-9a61-0d7e9f6a1c12', name: 'packages/ui' }],
    monitors: [
      monitor('security', { status: 'ok', findings: 3 }),
      monitor('updates', { status: 'failed', findings: 9, error: 'The npm registry answered 503.' }),
      monitor('conflicts', { status: 'ok', findings: 0 }),
      monitor('deprecations', { paused: true }),
    ],
  },
} as const satisfies Readonly<Record<string, DashboardInput>>;

export type StateName = keyof typeof inputs;

export function sample(stateName: StateName, change: Partial<DashboardInput> = {}): DashboardState {
  return projectDashboard({ ...inputs[stateName], ...change });
}

/** What each state says first of all. */
export const headlines: Readonly<Record<StateName, RegExp>> = {
  busy: /3 packages missing, 1 decision for you/,
  calm: /Nothing needs you/,
  'first-run': /Quartermaster found 1,284 packages/,
  'no-folder': /No folder is open/,
  'no-manifest': /no package\.json/,
  restricted: /This workspace is not trusted/,
  scanning: /Looking for missing packages/,
  unknown: /Registry: could not check since/,
  unavailable: /History unavailable/,
  mismatched: /1 package missing, 4 versions mismatched/,
  restore: /3 packages missing, 1 package not built, 1 file unreadable/,
};
