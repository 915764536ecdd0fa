import assert from 'node:assert/strict';
import { findingId, type UnbuiltFinding } from '../../../src/model/finding.ts';
import { parseWebviewMessage } from '../../../src/view/protocol.ts';
import { underWay } from '../../../src/view/under-way.ts';
import { unbuiltRows } from '../../../src/view/unbuilt-rows.ts';
import { operation } from '../../browser/support/builders.ts';

describe('unbuiltRows', () => {
  const finding: UnbuiltFinding = {
    kind: 'unbuilt',
    id: findingId('unbuilt', '', 'sharp@0.34.5'),
    project: '',
    name: 'sharp',
    version: '0.34.5',
    scripts: ['install: node install/check.js'],
    integrity: undefined,
    places: ['node_modules/sharp'],
    files: ['node_modules/sharp/install/check.js'],
    uses: [],
  };
  const building = (version: string, status: 'running' | 'succeeded' = 'running') =>
    operation(1, {
      kind: 'build',
      status,
      project: '',
      packages: [{ name: 'sharp', manifest: '', field: undefined, from: undefined, to: version, range: undefined }],
    });

  it('says what would be run, and where a click may run it', () => {
    const [row, ...others] = unbuiltRows([finding], [], (project) => project === '');
    assert.deepEqual(others, []);
    assert.deepEqual(
      [row?.package, row?.version, row?.scripts, row?.busy, row?.canBuild],
      ['sharp', '0.34.5', ['install: node install/check.js'], undefined, true],
    );
    assert.equal(unbuiltRows([finding], [], () => false)[0]?.canBuild, false);
  });

  it('has no button while that very version is being built', () => {
    const state = (of: ReturnType<typeof building>) => {
      const [row] = unbuiltRows([finding], underWay([of], new Set()), () => true);
      return [row?.busy, row?.canBuild];
    };
    assert.deepEqual(state(building('0.34.5')), ['running', false]);
    assert.deepEqual(state(building('0.33.0')), [undefined, true]);
    assert.deepEqual(state(building('0.34.5', 'succeeded')), [undefined, true]);
  });

  it('comes back as the id of a row and nothing else', () => {
    assert.deepEqual(parseWebviewMessage({ type: 'build', row: 'x' }), { type: 'build', row: 'x' });
    assert.equal(parseWebviewMessage({ type: 'build', row: 'x', package: 'sharp' }), undefined);
  });
});
