import assert from 'node:assert/strict';
import type { DependencyField } from '../../../src/model/manifest.ts';
import type { PackageChange } from '../../../src/model/operation.ts';
import { movedFrom, planInverse, type EntryRanges, type FieldRanges } from '../../../src/plan/inverse-plan.ts';
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

/** The entries of x in one side's manifest, by field. */
type Side = Partial<Record<DependencyField, string>>;

function ranges(before: Side, after: Side): EntryRanges {
  const entries = (side: Side): FieldRanges => new Map(Object.entries(side) as [DependencyField, string][]);
  return { before: entries(before), after: entries(after) };
}

const added = ranges({}, { dependencies: '^1.0.0' });
const raised = ranges({ dependencies: '^1.0.0' }, { dependencies: '^2.0.0' });
const removed = ranges({ dependencies: '^1.0.0' }, {});

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
    ranges: ranges({ dependencies: '1' }, { dependencies: '1' }),
    expected: 'nothing',
  },
  { what: 'an added entry that moved on is left', now: '^3.0.0', ranges: added, expected: 'moved-on' },
  { what: 'a removed entry that came back otherwise is left', now: '^3.0.0', ranges: removed, expected: 'moved-on' },
];

describe('planInverse', () => {
  for (const { what, now, ranges: then, expected } of cases) {
    it(what, () => {
      const project = projectOf([manifest('', now === undefined ? {} : { dependencies: { x: now } })]);
      const plan = planInverse(project, operation({ packages: [change] }), () => then);
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

  describe('brings back every field', () => {
    const both = ranges({ devDependencies: '1', peerDependencies: '>=1' }, {});
    const table: readonly (readonly [what: string, now: Side, expected: Side | 'moved-on'])[] = [
      ['of what is gone', {}, { devDependencies: '1', peerDependencies: '>=1' }],
      ['but the one that came back', { devDependencies: '1' }, { peerDependencies: '>=1' }],
      ['or none where one came back otherwise', { devDependencies: '2' }, 'moved-on'],
    ];
    for (const [what, now, expected] of table) it(what, () => assert.deepEqual(inverse(now, both), expected));

    it('and takes nothing for a stand-in of what is asked of whoever uses the package', () => {
      const devAdded = ranges({ peerDependencies: '>=1' }, { devDependencies: '1', peerDependencies: '>=1' });
      assert.deepEqual(inverse({ devDependencies: '1', peerDependencies: '>=1' }, devAdded), {
        devDependencies: undefined,
      });
      assert.deepEqual(inverse({ peerDependencies: '>=1' }, devAdded), {});
    });
  });

  describe('of a move', () => {
    const moved = ranges({ dependencies: '1' }, { devDependencies: '1' });
    const back = { dependencies: '1', devDependencies: undefined };
    const table: readonly (readonly [
      what: string,
      then: EntryRanges,
      now: Side,
      expected: Partial<Record<DependencyField, string | undefined>> | 'moved-on',
    ])[] = [
      ['brings the old field back', moved, { devDependencies: '1' }, back],
      ['takes a later range along', moved, { devDependencies: '2' }, { dependencies: '2', devDependencies: undefined }],
      ['does nothing where it was moved back', moved, { dependencies: '1' }, {}],
      ['does nothing where it was moved back and raised', moved, { dependencies: '2' }, {}],
      ['does nothing where the package is gone', moved, {}, {}],
      ['does nothing where it is optional by now', moved, { optionalDependencies: '1' }, {}],
      ['is not for what stands in both fields by now', moved, { dependencies: '2', devDependencies: '1' }, 'moved-on'],
      [
        'leaves peers alone',
        ranges({ devDependencies: '1', peerDependencies: '>=1' }, { dependencies: '1', peerDependencies: '>=1' }),
        { dependencies: '1', peerDependencies: '>=2' },
        { dependencies: undefined, devDependencies: '1' },
      ],
      [
        'brings the second of two entries back',
        ranges({ dependencies: '1', devDependencies: '2' }, { devDependencies: '2' }),
        { devDependencies: '2' },
        { dependencies: '1' },
      ],
      [
        'is not for a range that came later than two entries',
        ranges({ dependencies: '1', devDependencies: '2' }, { devDependencies: '2' }),
        { devDependencies: '3' },
        'moved-on',
      ],
      [
        'takes the second of two entries away again',
        ranges({ devDependencies: '2' }, { dependencies: '1', devDependencies: '2' }),
        { dependencies: '1', devDependencies: '2' },
        { dependencies: undefined },
      ],
    ];
    for (const [what, then, now, expected] of table) it(what, () => assert.deepEqual(inverse(now, then), expected));

    it('is told from what no move was', () => {
      assert.equal(movedFrom(moved), 'dependencies');
      assert.deepEqual([added, raised, removed].map(movedFrom), [undefined, undefined, undefined]);
      assert.equal(movedFrom(ranges({ peerDependencies: '1' }, { devDependencies: '1' })), undefined);
    });
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
    const kept = ranges({ dependencies: 'catalog:' }, { dependencies: 'catalog:' });
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
          ...ranges({}, { dependencies: 'catalog:' }),
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

/** What the edits write, field by field. */
function inverse(now: Side, then: EntryRanges): Readonly<Record<string, string | undefined>> | 'moved-on' {
  const declared = Object.fromEntries(Object.entries(now).map(([field, range]) => [field, { x: range }]));
  const plan = planInverse(projectOf([manifest('', declared)]), operation({ packages: [change] }), () => then);
  return plan.kind === 'blocked'
    ? 'moved-on'
    : Object.fromEntries(plan.edits.map(({ field, range }) => [field, range]));
}
