import assert from 'node:assert/strict';
import type { DependencyField, DependencyType } from '../../../src/model/manifest.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import { planMove, moveStanding } from '../../../src/plan/move-plan.ts';
import { manifest, projectOf } from '../../support/model.ts';

type Declared = Partial<Record<DependencyField, Record<string, string>>>;

const x = 'x' as PackageName;

function editsOf(declared: Declared, field: DependencyType) {
  const standing = moveStanding(manifest('', declared), 'x', field);
  return standing.kind === 'moves' ? standing.edits.map((edit) => [edit.field, edit.range]) : standing.kind;
}

describe('planMove', () => {
  for (const range of ['^1.0.0', 'catalog:', 'catalog:old', 'workspace:*', 'npm:y@~1.2', 'file:../x', 'latest', '']) {
    it(`takes the range "${range}" along as it is`, () => {
      assert.deepEqual(editsOf({ dependencies: { x: range } }, 'devDependencies'), [
        ['dependencies', undefined],
        ['devDependencies', range],
      ]);
      assert.deepEqual(editsOf({ devDependencies: { x: range } }, 'dependencies'), [
        ['devDependencies', undefined],
        ['dependencies', range],
      ]);
    });
  }

  const table: readonly (readonly [what: string, declared: Declared, ReturnType<typeof editsOf>])[] = [
    ['leaves what is there already', { devDependencies: { x: '1' } }, 'stays'],
    [
      'leaves what is there, and asked of others',
      { devDependencies: { x: '1' }, peerDependencies: { x: '*' } },
      'stays',
    ],
    ['does not know what is not declared', { dependencies: { y: '1' } }, 'undeclared'],
    ['does not know a peer', { peerDependencies: { x: '1' } }, 'undeclared'],
    ['does not know an optional package', { optionalDependencies: { x: '1' } }, 'undeclared'],
    [
      'leaves the one entry of two that is in the right field',
      { dependencies: { x: '1' }, devDependencies: { x: '2' } },
      [['dependencies', undefined]],
    ],
    [
      'leaves a peer where it is',
      { dependencies: { x: '1' }, peerDependencies: { x: '*' } },
      [
        ['dependencies', undefined],
        ['devDependencies', '1'],
      ],
    ],
  ];
  for (const [what, declared, expected] of table) {
    it(what, () => assert.deepEqual(editsOf(declared, 'devDependencies'), expected));
  }

  it('names what moves, with its manifest, and leaves the rest out', () => {
    const project = projectOf([
      manifest('', { devDependencies: { x: '1' } }),
      manifest('a', { dependencies: { x: '2' } }),
    ]);
    const request = { package: x, field: 'devDependencies' } as const;
    const plan = planMove(
      project,
      ['', 'a', 'gone'].map((folder) => ({ ...request, manifest: folder })),
    );
    assert.deepEqual(plan, {
      project: '',
      packages: [{ ...request, manifest: 'a', range: '2', version: undefined }],
      edits: [
        { manifest: 'a', field: 'dependencies', name: 'x', range: undefined },
        { manifest: 'a', field: 'devDependencies', name: 'x', range: '2' },
      ],
      catalogEdits: [],
    });
  });
});
