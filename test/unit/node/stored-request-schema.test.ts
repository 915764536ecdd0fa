import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { Approval } from '../../../src/model/approval.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import { storedOptions, type StoredRequest } from '../../../src/model/stored-request.ts';
import { storedRequestSchema } from '../../../src/node/stored-request-schema.ts';
import { byHand } from '../../support/engine.ts';

const x = { package: 'x' as PackageName, manifest: 'packages/a' };
const options = { ...storedOptions(byHand), claimedTrigger: 'ci' };

const approval: Approval = {
  by: 'you (editor)',
  at: '2026-11-23T10:00:00.000Z',
  answers: [
    { package: 'x' as PackageName, version: '1.0.0', checks: ['lookalike'] },
    { package: 'y' as PackageName, version: undefined, checks: [] },
  ],
};

const requests: readonly StoredRequest[] = [
  { kind: 'install', requests: [{ ...x, range: undefined, field: 'peerDependencies' }], options },
  {
    kind: 'install',
    requests: [{ ...x, range: '^1.0.0', field: 'dependencies' }],
    options: storedOptions({ ...byHand, claimedTrigger: 'ci', confirmed: true, approval, adopts: 'op' }),
  },
  { kind: 'remove', requests: [x], options: { ...options, confirmed: true, shown: ['x name-age'] } },
  { kind: 'move', requests: [{ ...x, field: 'devDependencies' }], options },
  { kind: 'restore', project: 'packages/a', options },
  {
    kind: 'build',
    project: '',
    name: 'x',
    version: '1.0.0',
    scripts: ['node build.js'],
    integrity: 'sha512-x',
    options,
  },
  { kind: 'rollback', id: 'op', options },
  { kind: 'settle', id: 'op', options },
];

describe('a request that is kept for the next window', () => {
  for (const request of requests) {
    it(`comes back as it was: ${request.kind}${'approval' in request.options ? ', approved' : ''}`, () => {
      assert.deepEqual(v.parse(storedRequestSchema, JSON.parse(JSON.stringify(request))), request);
    });
  }

  for (const [what, bad] of [
    ['to a field that nothing moves to', { ...x, field: 'peerDependencies' }],
    ['of a name that is none', { ...x, package: '../x', field: 'dependencies' }],
  ] as const) {
    it(`does not come back as a move ${what}`, () => {
      assert.equal(v.is(storedRequestSchema, { kind: 'move', requests: [bad], options }), false);
    });
  }
});
