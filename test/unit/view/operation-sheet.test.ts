import assert from 'node:assert/strict';
import type { GateCheck, GateReport } from '../../../src/model/gate.ts';
import type { Operation } from '../../../src/model/operation.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import { operationSheet } from '../../../src/view/operation-sheet.ts';
import { operation } from '../../support/model.ts';

const none: ReadonlySet<string> = new Set();
const rights = { canWrite: true, cancellable: none, holdable: none, held: none };

function sheetOf(change: Partial<Operation>) {
  return operationSheet(operation(change), {
    rights,
    rollback: { kind: 'none' },
    settle: { kind: 'none' },
    undoneAt: undefined,
  });
}

function report(name: string, ...results: readonly GateCheck['result'][]): GateReport {
  const checks = results.map((result) => {
    return { check: 'exists', result, reason: result, source: 'registry', checkedAt: '' } as const;
  });
  const verdict = results.includes('ask') ? 'ask' : 'allow';
  return { package: name as PackageName, version: undefined, verdict, checks, broughtBy: [], didYouMean: undefined };
}

describe('view/operation-sheet', () => {
  it('names files from the folder, and says what became of each', () => {
    const files = [
      { path: 'package.json', before: 'YQ==', after: 'Yg==' },
      { path: 'package-lock.json', before: undefined, after: 'Yg==' },
      { path: '../pnpm-workspace.yaml', before: 'YQ==', after: undefined },
    ];
    assert.deepEqual(sheetOf({ project: 'site', files }).files, [
      { path: 'site/package.json', change: 'edited' },
      { path: 'site/package-lock.json', change: 'added' },
      { path: 'pnpm-workspace.yaml', change: 'removed' },
    ]);
  });

  it('puts the doubts of the gate first, apart from what passed', () => {
    const gate = [report('calm', 'allow'), report('doubtful', 'allow', 'ask'), report('silent', 'unknown')];
    assert.deepEqual(
      sheetOf({ gate }).gate.map(({ name, doubts, passed }) => [name, doubts.length, passed.length]),
      [
        ['doubtful', 1, 1],
        ['silent', 1, 0],
        ['calm', 0, 1],
      ],
    );
  });

  it('names the package manager with the version that ran', () => {
    assert.equal(sheetOf({ manager: 'npm', managerVersion: '11.16.0' }).manager, 'npm 11.16.0');
    assert.equal(sheetOf({ manager: 'pnpm' }).manager, 'pnpm');
    assert.equal(sheetOf({}).manager, undefined);
  });

  it('says where each package is declared', () => {
    const change = {
      name: 'a',
      manifest: 'site',
      field: 'devDependencies',
      from: '1.0.0',
      to: '2.0.0',
      range: '^2.0.0',
    };
    assert.deepEqual(sheetOf({ packages: [change as Operation['packages'][number]] }).packages, [
      { name: 'a', from: '1.0.0', to: '2.0.0', manifest: 'site/package.json', range: '^2.0.0', dev: true },
    ]);
  });
});
