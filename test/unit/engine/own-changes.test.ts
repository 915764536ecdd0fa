import assert from 'node:assert/strict';
import { isOwnChange } from '../../../src/engine/own-changes.ts';
import { manifest, projectOf } from '../../support/model.ts';

describe('isOwnChange', () => {
  const map = {
    projects: [projectOf([manifest(''), manifest('packages/a')]), projectOf([manifest('other')], { root: 'other' })],
    faults: [],
  };
  const cases: readonly (readonly [path: string, isOwn: boolean])[] = [
    ['.quartermaster/state.db', true],
    ['package.json', true],
    ['packages/a/package.json', true],
    ['package-lock.json', true],
    ['.pnp.cjs', true],
    ['node_modules', true],
    ['node_modules/.package-lock.json', true],
    ['packages/a/node_modules/.modules.yaml', true],
    ['packages/a/node_modules/x/node_modules/y', true],
    ['index.js', false],
    ['packages/a/my_node_modules/package.json', false],
    ['other/package.json', false],
    ['other/node_modules/.package-lock.json', false],
    ['unknown/node_modules/.package-lock.json', false],
  ];
  for (const [path, isOwn] of cases) {
    it(`${path} is ${isOwn ? 'our own doing' : "somebody else's"} while an operation holds the root`, () => {
      assert.equal(
        isOwnChange(path, map, (root) => root === ''),
        isOwn,
      );
    });
  }

  it("is nobody's of ours where nothing is held, but for our own folder", () => {
    const own = cases.filter(([path]) => isOwnChange(path, map, () => false)).map(([path]) => path);
    assert.deepEqual(own, ['.quartermaster/state.db']);
  });
});
