import assert from 'node:assert/strict';
import { DeclaredNames } from '../../../src/engine/declared-names.ts';
import type { Manifest } from '../../../src/model/manifest.ts';
import { manifest, projectOf } from '../../support/model.ts';

function mapOf(...manifests: readonly Manifest[]) {
  return { projects: [projectOf(manifests)], faults: [] };
}

describe('what manifests declared', () => {
  const both = mapOf(
    manifest('', { dependencies: { x: '1', y: '1' } }),
    manifest('packages/a', { devDependencies: { x: '1' } }),
  );

  it('is lost by nobody at the first look', () => {
    assert.deepEqual(new DeclaredNames().look(both), []);
  });

  it('is lost by the one manifest, though another still declares it', () => {
    const names = new DeclaredNames();
    names.look(both);
    const after = mapOf(manifest('', { dependencies: { x: '1' } }), manifest('packages/a'));
    assert.deepEqual(names.look(after), [
      { package: 'y', manifest: '' },
      { package: 'x', manifest: 'packages/a' },
    ]);
    assert.deepEqual(names.look(after), []);
  });

  it('is not lost by moving to another field', () => {
    const names = new DeclaredNames();
    names.look(mapOf(manifest('', { dependencies: { x: '1' } })));
    assert.deepEqual(names.look(mapOf(manifest('', { devDependencies: { x: '1' } }))), []);
  });

  it('is not lost while a manifest cannot be read, and compared with what it said before', () => {
    const names = new DeclaredNames();
    names.look(both);
    assert.deepEqual(names.look(mapOf(manifest('packages/a', { dependencies: { x: '1' } }))), []);
    assert.deepEqual(names.look(mapOf(manifest('', { dependencies: { y: '1' } }))), [{ package: 'x', manifest: '' }]);
  });
});
