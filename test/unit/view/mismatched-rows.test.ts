import assert from 'node:assert/strict';
import type { GateReport } from '../../../src/model/gate.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import { mismatchedRows } from '../../../src/view/mismatched-rows.ts';
import type { Obstacles } from '../../../src/view/missing-rows.ts';
import { underWay } from '../../../src/view/under-way.ts';
import { mismatched, operation, report, undeclared } from '../../browser/support/builders.ts';

const lodash = mismatched('lodash', '4.17.20', '^5.0.0', 18);

interface Around {
  readonly gate?: readonly [PackageName, GateReport];
  readonly operations?: Parameters<typeof underWay>[0];
  readonly obstacles?: Obstacles;
  readonly canWrite?: boolean;
}

function rowOf(finding: typeof lodash, { gate, operations = [], obstacles = new Map(), canWrite = true }: Around = {}) {
  const open = underWay(operations, new Set());
  const [row] = mismatchedRows([finding], new Map(gate ? [gate] : []), open, obstacles, canWrite);
  assert.ok(row);
  return row;
}

describe('view/mismatched-rows', () => {
  it('says what is installed, what is declared and where', () => {
    const axios = undeclared('axios', 'src/a.ts', 3);
    assert.deepEqual(mismatchedRows([axios, lodash], new Map(), [], new Map(), true), [
      {
        id: 'mismatched::lodash',
        package: 'lodash',
        manifest: '',
        version: '4.17.20',
        range: '^5.0.0',
        dev: false,
        place: { file: 'package.json', line: 18 },
        verdict: 'unknown',
        reason: undefined,
        busy: undefined,
        obstacle: undefined,
        canInstall: true,
        asks: false,
        declares: '^4.17.20',
      },
    ]);
  });

  it('asks where the gate asks, and offers nothing of what it blocks', () => {
    const asked = rowOf(lodash, { gate: report('lodash', 'ask', undefined, ['version-age', 'ask', '4 days old.']) });
    assert.deepEqual([asked.verdict, asked.reason, asked.canInstall, asked.asks], ['ask', '4 days old.', true, true]);
    const blocked = rowOf(lodash, { gate: report('lodash', 'block', undefined, ['exists', 'block', 'Removed.']) });
    assert.deepEqual([blocked.canInstall, blocked.declares], [false, undefined]);
  });

  it('has no button where nothing may be written or nothing can be installed', () => {
    for (const around of [{ canWrite: false }, { obstacles: new Map([['', 'Two lockfiles.']]) }]) {
      const { canInstall, declares } = rowOf(lodash, around);
      assert.deepEqual([canInstall, declares], [false, undefined]);
    }
    assert.equal(rowOf(lodash, { obstacles: new Map([['', 'Two lockfiles.']]) }).obstacle, 'Two lockfiles.');
  });

  it('says that an operation is at it', () => {
    const { busy, canInstall, declares } = rowOf(lodash, {
      operations: [operation(1, { name: 'lodash', status: 'running' })],
    });
    assert.deepEqual([busy, canInstall, declares], ['running', false, undefined]);
  });
});
