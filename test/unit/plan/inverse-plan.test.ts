import assert from 'node:assert/strict';
import type { PackageChange } from '../../../src/model/operation.ts';
import { planInverse, type EntryRanges } from '../../../src/plan/inverse-plan.ts';
import { manifest, operation, projectOf } from '../../support/model.ts';

const change: PackageChange = {
  name: 'x',
  manifest: '',
  field: 'dependencies',
  from: undefined,
  to: '1.0.0',
  range: '^1.0.0',
};

interface Case {
  readonly what: string;
  readonly now: string | undefined;
  readonly ranges: EntryRanges;
  /** The range that the edit writes; 'nothing' for none; 'moved-on' where it is blocked. */
  readonly expected: { readonly range: string | undefined } | 'nothing' | 'moved-on';
}

const added = { before: undefined, after: '^1.0.0' };
const raised = { before: '^1.0.0', after: '^2.0.0' };
const removed = { before: '^1.0.0', after: undefined };

const cases: readonly Case[] = [
  { what: 'an added entry goes', now: '^1.0.0', ranges: added, expected: { range: undefined } },
  { what: 'a raised entry comes down', now: '^2.0.0', ranges: raised, expected: { range: '^1.0.0' } },
  { what: 'a removed entry comes back', now: undefined, ranges: removed, expected: { range: '^1.0.0' } },
  { what: 'an added entry that is gone needs nothing', now: undefined, ranges: added, expected: 'nothing' },
  { what: 'a raised entry that is gone needs nothing', now: undefined, ranges: raised, expected: 'nothing' },
  { what: 'one that is as before needs nothing', now: '^1.0.0', ranges: raised, expected: 'nothing' },
  {
    what: 'one that the operation left alone needs nothing',
    now: '1',
    ranges: { before: '1', after: '1' },
    expected: 'nothing',
  },
  { what: 'an added entry that moved on is left', now: '^3.0.0', ranges: added, expected: 'moved-on' },
  { what: 'a removed entry that came back otherwise is left', now: '^3.0.0', ranges: removed, expected: 'moved-on' },
];

describe('planInverse', () => {
  for (const { what, now, ranges, expected } of cases) {
    it(what, () => {
      const project = projectOf([manifest('', now === undefined ? {} : { dependencies: { x: now } })]);
      const plan = planInverse(project, operation({ packages: [change] }), () => ranges);
      const edit = { manifest: '', field: 'dependencies', name: 'x' };
      assert.deepEqual(
        plan,
        expected === 'moved-on'
          ? { kind: 'blocked', blocks: [{ kind: 'moved-on', change, range: now }] }
          : { kind: 'edits', edits: expected === 'nothing' ? [] : [{ ...edit, ...expected }], catalogEdits: [] },
      );
    });
  }

  it('follows an entry that the user moved to another field', () => {
    const project = projectOf([manifest('', { devDependencies: { x: '^1.0.0' } })]);
    assert.deepEqual(
      planInverse(project, operation({ packages: [change] }), () => added),
      {
        kind: 'edits',
        edits: [{ manifest: '', field: 'devDependencies', name: 'x', range: undefined }],
        catalogEdits: [],
      },
    );
  });

  it('names every block, and then does nothing at all', () => {
    const elsewhere = { ...change, manifest: 'gone' };
    const moved = { ...change, name: 'y' };
    const project = projectOf([manifest('', { dependencies: { x: '^1.0.0', y: '^5.0.0' } })]);
    assert.deepEqual(
      planInverse(project, operation({ packages: [change, elsewhere, moved] }), () => added),
      {
        kind: 'blocked',
        blocks: [
          { kind: 'manifest-gone', change: elsewhere },
          { kind: 'moved-on', change: moved, range: '^5.0.0' },
        ],
      },
    );
  });

  describe('of an entry that names a catalog', () => {
    const kept = { before: 'catalog:', after: 'catalog:' };
    const table: readonly (readonly [
      what: string,
      before: string | undefined,
      now: string | undefined,
      expected: { readonly range: string | undefined } | 'nothing' | 'moved-on',
    ])[] = [
      ['comes down in the catalog', '^1.0.0', '^2.0.0', { range: '^1.0.0' }],
      ['goes out of the catalog where it was new', undefined, '^2.0.0', { range: undefined }],
      ['needs nothing where the catalog is as before', '^1.0.0', '^1.0.0', 'nothing'],
      ['needs nothing where the catalog has it no more', '^1.0.0', undefined, 'nothing'],
      ['is left where the catalog moved on', '^1.0.0', '^3.0.0', 'moved-on'],
    ];
    for (const [what, before, now, expected] of table) {
      it(what, () => {
        const project = projectOf([manifest('', { dependencies: { x: 'catalog:' } })]);
        const inCatalog = { catalog: 'default', before, after: '^2.0.0', now };
        const edit = { catalog: 'default', name: 'x' };
        assert.deepEqual(
          planInverse(project, operation({ packages: [change] }), () => ({ ...kept, inCatalog })),
          expected === 'moved-on'
            ? { kind: 'blocked', blocks: [{ kind: 'moved-on', change, range: now }] }
            : { kind: 'edits', edits: [], catalogEdits: expected === 'nothing' ? [] : [{ ...edit, ...expected }] },
        );
      });
    }

    it('that was new goes, and the catalog stays as it was all the time', () => {
      const project = projectOf([manifest('', { dependencies: { x: 'catalog:' } })]);
      const inCatalog = { catalog: 'default', before: '^1.0.0', after: '^1.0.0', now: '^3.0.0' };
      assert.deepEqual(
        planInverse(project, operation({ packages: [change] }), () => ({
          before: undefined,
          after: 'catalog:',
          inCatalog,
        })),
        {
          kind: 'edits',
          edits: [{ manifest: '', field: 'dependencies', name: 'x', range: undefined }],
          catalogEdits: [],
        },
      );
    });
  });
});
