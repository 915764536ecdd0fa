import assert from 'node:assert/strict';
import { isOwnWriting } from '../../../../src/managers/pnpm/own-writing.ts';

describe('what pnpm itself writes into pnpm-workspace.yaml', () => {
  const before = "# Ours\npackages:\n  - 'app'\ncatalog:\n  a: ^1.0.0\n  b: ^1.0.0\n";

  const own: readonly (readonly [what: string, now: string])[] = [
    ['the same in other quotes and without the comment', 'packages:\n  - app\ncatalog:\n  a: ^1.0.0\n  b: ^1.0.0\n'],
    ['an entry of the catalog that nobody uses taken away', "# Ours\npackages:\n  - 'app'\ncatalog:\n  a: ^1.0.0\n"],
    ['builds to be decided about', `${before}allowBuilds:\n  c: set this to true or false\n`],
    ['an exception of a policy', `${before}minimumReleaseAgeExclude:\n  - a@1.0.0\n`],
  ];
  for (const [what, now] of own) {
    it(`is ${what}`, async () => assert.equal(await isOwnWriting(now, [before]), true));
  }

  const theirs: readonly (readonly [what: string, now: string])[] = [
    ['another member', before.replace("'app'", "'app'\n  - 'site'")],
    ['another setting', `${before}nodeLinker: hoisted\n`],
    ['another range in a catalog', before.replace('b: ^1.0.0', 'b: ^2.0.0')],
    ['a new entry of a catalog', before.replace('catalog:\n', 'catalog:\n  c: ^1.0.0\n')],
    ['a comment', `${before}# Mine\n`],
    ['no YAML', `${before}<<<<<<< HEAD\n  x: [`],
  ];
  for (const [what, now] of theirs) {
    it(`is not ${what}`, async () => assert.equal(await isOwnWriting(now, [before]), false));
  }

  it('may be a file that was not there', async () => {
    assert.equal(await isOwnWriting('allowBuilds:\n  c: set this to true or false\n', ['', '']), true);
    assert.equal(await isOwnWriting("packages:\n  - 'app'\n", ['', '']), false);
  });
});
