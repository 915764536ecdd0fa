import assert from 'node:assert/strict';
import { unfollowedOverrides } from '../../../../src/managers/npm/overrides.ts';

const lockfile = JSON.stringify({
  packages: {
    '': { name: 'root' },
    'packages/a': { name: 'a', dependencies: { p: '1.0.0' } },
    'node_modules/a': { resolved: 'packages/a', link: true },
    'node_modules/p': { version: '1.0.0', dependencies: { x: '1.0.0' } },
    'node_modules/x': { version: '1.0.2' },
    'node_modules/p/node_modules/x': { version: '1.0.0' },
    'node_modules/@s/y': { version: '2.0.0' },
  },
});

describe('overrides that npm did not follow', () => {
  const table: readonly (readonly [what: string, overrides: object, expected: readonly string[]])[] = [
    ['a version everywhere', { x: '1.0.2' }, ['x']],
    ['a range that fits everywhere', { x: '^1.0.0' }, []],
    ['a name with a scope', { '@s/y': '3.0.0' }, ['@s/y']],
    ['a version below one dependent', { p: { x: '1.0.1' } }, ['x']],
    ['a version below one dependent in a range that it has', { 'p@1': { x: '1.0.1' } }, ['x']],
    ['a version below one dependent in a range that it has not', { 'p@2': { x: '1.0.1' } }, []],
    ['a version that it has there', { p: { x: '1.0.0' } }, []],
    ['a dependent that does not ask for it', { '@s/y': { x: '9.0.0' } }, []],
    ['a package that is not locked', { z: '1.0.0' }, []],
    ['what names no version', { x: '$x', p: { '.': '9.0.0' }, '@s/y': 'npm:other@1' }, []],
  ];
  for (const [what, overrides, expected] of table) {
    it(`are ${expected.join(', ') || 'none'}, given ${what}`, () => {
      const manifest = JSON.stringify({ workspaces: ['packages/*'], overrides });
      assert.deepEqual(unfollowedOverrides(manifest, lockfile), expected);
    });
  }

  it('are none outside of a workspace, where npm follows them', () => {
    assert.deepEqual(unfollowedOverrides('{ "overrides": { "x": "1.0.2" } }', lockfile), []);
  });

  it('are none where nothing can be read', () => {
    assert.deepEqual(unfollowedOverrides('{', '{'), []);
    assert.deepEqual(unfollowedOverrides('{ "workspaces": [], "overrides": { "x": "2" } }', ''), []);
  });
});
