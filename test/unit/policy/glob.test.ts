import assert from 'node:assert/strict';
import { longestPattern, readGlob, runTokens, tokensOf } from '../../../src/policy/glob.ts';
import { seededNumbers } from '../../support/rules.ts';

describe('a glob', () => {
  const table: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
    ['lodash', 'lodash', true],
    ['lodash', 'lodash.merge', false],
    ['lodash*', 'lodash', true],
    ['lodash*', 'lodash.merge', true],
    ['lodash*', 'lodash/merge', false],
    ['*-loader', 'css-loader', true],
    ['*-loader', '-loader', true],
    ['*-loader', 'css-loaders', false],
    ['*-loader', '@x/css-loader', false],
    ['aba*aba', 'aba', false],
    ['aba*aba', 'abaaba', true],
    ['@babel/*', '@babel/core', true],
    ['@babel/*', '@babel/a/b', false],
    ['@babel/*', '@babelx/core', false],
    ['@*/core', '@babel/core', true],
    ['@*/core', '@babel/x/core', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['?', 'a', true],
    ['?', '', false],
    ['?', '/', false],
    ['v?.x', 'v1.x', true],
    ['v?.x', 'v10.x', false],
    ['packages/**', 'packages', true],
    ['packages/**', 'packages/a/b', true],
    ['packages/**', 'packages2/a', false],
    ['packages/**', 'packagesa', false],
    ['**/app', 'app', true],
    ['**/app', 'a/b/app', true],
    ['**/app', 'my-app', false],
    ['**/app', 'a/my-app', false],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/**/b', 'a/xb', false],
    ['a/**/b', 'ab', false],
    ['**', 'a/b/c', true],
    ['**', '', true],
    ['a/b**', 'a/bcd', true],
    ['a/b**', 'a/b/c', false],
    ['**/*-{api,web}/**', 'x/shop-web/src', true],
    ['**/*-{api,web}/**', 'x/shop-cli/src', false],
    ['{a,b}-{c,d}', 'b-c', true],
    ['{a,b}-{c,d}', 'a-b', false],
    ['{a}', '{a}', true],
    ['{a', '{a', true],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
    ['(a|b)+', 'aaaa', false],
    ['(a+)+$', '(a+)+$', true],
  ];
  for (const [pattern, text, matches] of table) {
    it(`${pattern} ${matches ? 'matches' : 'does not match'} "${text}"`, () => {
      assert.equal(readGlob(pattern)?.matches(text), matches);
    });
  }

  const refused = [
    '',
    'a'.repeat(longestPattern + 1),
    '*a*a*a*a*a*a*a*a*',
    `${'**/'.repeat(9)}a`,
    '{a,{b,c}}',
    '{a,b}'.repeat(6),
    `{${Array.from({ length: 33 }, (_, index) => index).join(',')}}`,
  ];
  for (const pattern of refused) {
    it(`is not made of ${pattern.slice(0, 30)} (${pattern.length} letters)`, () => {
      assert.equal(readGlob(pattern), undefined);
    });
  }

  it('matches what a regular expression for it does, by 20,000 short pairs', () => {
    const next = seededNumbers(7);
    const pick = (parts: readonly string[], most: number): string =>
      Array.from({ length: 1 + next(most) }, () => parts[next(parts.length)] ?? '').join('');
    let matched = 0;
    for (let pair = 0; pair < 20_000; pair++) {
      const pattern = pick(['a', 'b', '/', '*', '?', '**/', '/**'], 6);
      const text = pick(['a', 'b', '/'], 7);
      const glob = readGlob(pattern);
      assert.ok(glob, pattern);
      const expected = new RegExp(`^${expressionOf(pattern)}$`).test(text);
      assert.equal(glob.matches(text), expected, `${pattern} on ${text}`);
      matched += Number(expected);
    }
    assert.ok(matched > 500, `${matched} of them matched`);
  });
});

/** For short patterns of `a`, `b`, slashes and wildcards. */
function expressionOf(pattern: string): string {
  if (pattern === '**') return '.*';
  return pattern.replaceAll(/(?<=^|\/)\*\*\/|\/\*\*$|\*+|\?/g, (wildcard) => {
    if (wildcard === '?') return '[^/]';
    if (wildcard === '/**') return '(?:/.*)?';
    return wildcard === '**/' ? '(?:.+/|/)?' : '[^/]*';
  });
}

describe('a bomb', () => {
  const bombs = [
    ['*a*a*a*a*a*a*a*', 'a'.repeat(1_000)],
    ['*a*a*a*a*a*a*a*b', 'a'.repeat(1_000)],
    [`${'*a'.repeat(100)}*`, `${'a'.repeat(5_000)}b`],
    ['**/a/**/a/**/a/**/b', 'a/'.repeat(2_000)],
    [`${'?'.repeat(200)}*`, 'a'.repeat(1_000)],
    [`${'**/'.repeat(80)}b`, 'a/'.repeat(1_000)],
  ] as const;
  for (const [pattern, text] of bombs) {
    it(`${pattern.slice(0, 24)} of ${pattern.length} letters takes no more steps than letters times tokens`, () => {
      const tokens = tokensOf(pattern);
      const { steps } = runTokens(tokens, text);
      assert.ok(steps <= text.length * (tokens.length + 1), `${steps} steps`);
      assert.ok(steps >= 200, 'it did not run at all');
    });
  }

  it('of twice the text takes about twice the steps', () => {
    const tokens = tokensOf('*a*a*a*a*a*a*a*b');
    const [once, twice] = [2_000, 4_000].map((letters) => runTokens(tokens, 'a'.repeat(letters)).steps);
    assert.ok((twice ?? 0) < 2.1 * (once ?? 0), `${once} and ${twice} steps`);
  });
});
