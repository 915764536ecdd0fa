import assert from 'node:assert/strict';
import { findingId, type Finding } from '../../../src/model/finding.ts';
import { missingRows, faultRows, restoreRows } from '../../../src/view/missing-rows.ts';
import { underWay } from '../../../src/view/under-way.ts';
import type { GateReport } from '../../../src/model/gate.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import { name, operation, report, undeclared } from '../../browser/support/builders.ts';

const axios = undeclared('axios', 'src/a.ts', 3, ['src/b.ts']);

function rowOf(finding: Finding, gate?: readonly [PackageName, GateReport], canWrite = true) {
  const [row] = missingRows([finding], new Map(gate ? [gate] : []), [], new Map(), canWrite);
  assert.ok(row);
  return row;
}

describe('view/missing-rows', () => {
  it('shows an allowed package whole', () => {
    assert.deepEqual(rowOf(axios, report('axios', 'allow', '1.7.9', ['popularity', 'allow', 'Well known.'])), {
      id: 'undeclared::axios',
      kind: 'undeclared',
      package: 'axios',
      manifest: '',
      version: '1.7.9',
      verdict: 'allow',
      reason: 'Well known.',
      didYouMean: undefined,
      uses: [
        { file: 'src/a.ts', line: 3 },
        { file: 'src/b.ts', line: 3 },
      ],
      useCount: 2,
      dev: false,
      busy: undefined,
      obstacle: undefined,
      canInstall: true,
      asks: false,
    });
  });

  it('is unknown before the gate has looked, and may still be asked for', () => {
    const { verdict, reason, version, canInstall } = rowOf(axios);
    assert.deepEqual(
      { verdict, reason, version, canInstall },
      { verdict: 'unknown', reason: undefined, version: undefined, canInstall: true },
    );
  });

  it('is unknown, not doubtful, where a source did not answer', () => {
    const { verdict, reason } = rowOf(axios, report('axios', 'ask', undefined, ['exists', 'unknown', 'No answer.']));
    assert.deepEqual({ verdict, reason }, { verdict: 'unknown', reason: 'No answer.' });
  });

  it('is unknown, not allowed, where nothing speaks against it but a source did not answer', () => {
    const [id, known] = report('axios', 'allow', '1.7.9', ['popularity', 'unknown', 'Not on the list.']);
    const checks = [{ check: 'name', result: 'allow', reason: 'A name.', source: 'local', checkedAt: '' }] as const;
    const gate = [id, { ...known, checks: [...checks, ...known.checks] }] as const;
    const { verdict, reason, canInstall } = rowOf(axios, gate);
    assert.deepEqual(
      { verdict, reason, canInstall },
      { verdict: 'unknown', reason: 'Not on the list.', canInstall: true },
    );
  });

  it('has no button for what is blocked, nor where nothing may be written', () => {
    const blocked = rowOf(axios, report('axios', 'block', undefined, ['lookalike', 'block', 'Close.'], 'axis'));
    assert.deepEqual([blocked.canInstall, blocked.didYouMean], [false, 'axis']);
    assert.equal(rowOf(axios, undefined, false).canInstall, false);
  });

  it('has no button, but the reason, where nothing can be installed', () => {
    const obstacles = new Map([['', 'Two lockfiles.']]);
    const [row] = missingRows([axios], new Map(), [], obstacles, true);
    assert.deepEqual([row?.canInstall, row?.obstacle], [false, 'Two lockfiles.']);
    const bare: Finding = { kind: 'not-installed', id: 'not-installed::', project: '', missing: [name('axios')] };
    const [restore] = restoreRows([bare], [], obstacles, true);
    assert.deepEqual([restore?.canRestore, restore?.obstacle], [false, 'Two lockfiles.']);
    const [other] = missingRows([axios], new Map(), [], new Map([['packages/a', 'Two lockfiles.']]), true);
    assert.equal(other?.canInstall, true);
  });

  it('says how far an operation is that holds the same package of the same manifest', () => {
    const rowBeside = (status: 'queued' | 'running' | 'succeeded', paused = false) => {
      const beside = operation(1, { name: 'axios', status });
      const open = underWay([beside], new Set(paused ? [beside.id] : []));
      const [row] = missingRows([axios], new Map(), open, new Map(), true);
      return [row?.busy, row?.canInstall];
    };
    assert.deepEqual(rowBeside('running'), ['running', false]);
    assert.deepEqual(rowBeside('queued'), ['queued', false]);
    assert.deepEqual(rowBeside('queued', true), ['paused', false]);
    assert.deepEqual(rowBeside('succeeded'), [undefined, true]);
  });

  it('shows the declared range of what is not installed', () => {
    const { uses } = axios as Extract<Finding, { kind: 'undeclared' }>;
    const row = rowOf({
      kind: 'uninstalled',
      id: 'x',
      package: name('axios'),
      manifest: '',
      uses,
      field: 'devDependencies',
      range: '^1.7.0',
    });
    assert.deepEqual([row.kind, row.version, row.dev, row.canInstall], ['uninstalled', '^1.7.0', true, true]);
  });

  it('puts half-typed code last and never acts on it', () => {
    const { uses } = axios as Extract<Finding, { kind: 'undeclared' }>;
    const doubted = uses.map((use) => ({ ...use, doubt: 'half-typed' as const }));
    const unsure: Finding = { kind: 'unsure', id: 'u', package: name('reac'), manifest: '', uses: doubted };
    const rows = missingRows([unsure, axios], new Map(), [], new Map(), true);
    assert.deepEqual(
      rows.map((row) => [row.kind, row.canInstall, row.reason]),
      [
        ['undeclared', true, undefined],
        ['unsure', false, 'Not sure: the code around it cannot be parsed.'],
      ],
    );
  });

  it('carries the first eight places and the number of all', () => {
    const many = undeclared(
      'axios',
      'src/0.ts',
      1,
      Array.from({ length: 30 }, (_, index) => `src/${index + 1}.ts`),
    );
    assert.deepEqual([rowOf(many).uses.length, rowOf(many).useCount], [8, 31]);
  });

  it('has one row for a project whose dependencies are not installed', () => {
    const fresh: Finding = {
      kind: 'not-installed',
      id: findingId('not-installed', 'app'),
      project: 'app',
      missing: [name('a'), name('b')],
    };
    assert.deepEqual(restoreRows([fresh, axios], [], new Map(), true), [
      { id: fresh.id, project: 'app', count: 2, busy: undefined, obstacle: undefined, canRestore: true },
    ]);
    const restoring = operation(1, { kind: 'restore', status: 'running', project: 'app' });
    assert.deepEqual(
      restoreRows([fresh], underWay([restoring], new Set()), new Map(), true).map((row) => [row.busy, row.canRestore]),
      [['running', false]],
    );
    assert.equal(restoreRows([fresh], [], new Map(), false)[0]?.canRestore, false);
  });

  it('names a manifest that cannot be read, with the place', () => {
    const fault: Finding = {
      kind: 'unreadable-manifest',
      id: 'f',
      manifest: 'app',
      message: 'A comma is missing.',
      line: 3,
      column: 5,
    };
    assert.deepEqual(faultRows([axios, fault]), [
      { id: 'f', manifest: 'app', message: 'A comma is missing.', line: 3, column: 5 },
    ]);
  });
});
