import assert from 'node:assert/strict';
import type { ImportForm } from '../../../../src/model/import-site.ts';
import type { PackageName } from '../../../../src/model/package-name.ts';
import type { Suggestion } from '../../../../src/model/suggestion.ts';
import { rewrittenSpecifier } from '../../../../src/policy/suggest/rewrite.ts';

const facts = { downloadsPerMonth: undefined, version: undefined, publishedAt: undefined, unpackedBytes: undefined };
const other = (keepsPaths: boolean): Suggestion => ({
  ...{
    kind: 'renamed',
    package: '@new/one' as PackageName,
    reason: '',
    sameApi: true,
    keepsPaths,
    url: undefined,
    facts,
  },
});
const builtin = (specifier: string | undefined): Suggestion => ({
  ...{ kind: 'builtin', builtin: 'fetch', specifier, reason: '', url: undefined },
});

describe('rewrittenSpecifier', () => {
  const table: readonly (readonly [
    specifier: string,
    form: ImportForm,
    to: Suggestion,
    expected: string | undefined,
  ])[] = [
    ['old', 'import', other(false), '@new/one'],
    ['old/sub/x.js', 'import', other(false), undefined],
    ['old/sub/x.js', 'require', other(true), '@new/one/sub/x.js'],
    ['older', 'import', other(true), undefined],
    ['old', 'style-import', other(false), '@new/one'],
    ['old', 'script', other(true), undefined],
    ['old', 'import', builtin('node:buffer'), 'node:buffer'],
    ['old', 'import-type', builtin('node:buffer'), 'node:buffer'],
    ['old', 'require-resolve', builtin('node:buffer'), undefined],
    ['old', 'style-import', builtin('node:buffer'), undefined],
    ['old', 'config', builtin('node:buffer'), undefined],
    ['old', 'import', builtin(undefined), undefined],
  ];
  for (const [specifier, form, to, expected] of table) {
    it(`${specifier} by ${form}, ${to.kind}: ${expected ?? 'left alone'}`, () => {
      assert.equal(rewrittenSpecifier(to, { specifier, name: 'old', form }), expected);
    });
  }
});
