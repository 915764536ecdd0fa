import assert from 'node:assert/strict';
import { builtinModules } from 'node:module';
import { builtinHost } from '../../../src/model/builtins.ts';
import { classifySpecifier, type Specifier } from '../../../src/model/specifier.ts';

/** Compact: `package lodash fp`, `builtin node`, `invalid name`, or the kind alone. */
const cases: readonly (readonly [specifier: string, expected: string])[] = [
  ['lodash', 'package lodash'],
  ['lodash/fp', 'package lodash fp'],
  ['lodash/', 'package lodash'],
  ['@scope/name', 'package @scope/name'],
  ['@scope/name/deep/path.js', 'package @scope/name deep/path.js'],
  ['chart.js', 'package chart.js'],
  ['normalize.css', 'package normalize.css'],
  ['bootstrap/dist/main.css?inline', 'package bootstrap dist/main.css'],
  ['lodash?x', 'package lodash'],
  ['punycode/', 'package punycode'],
  ['process/browser', 'package process browser'],
  ['electron-store', 'package electron-store'],
  ['fs', 'builtin node'],
  ['fs/promises', 'builtin node'],
  ['node:sqlite', 'builtin node'],
  ['bun:test', 'builtin bun'],
  ['bun', 'builtin bun'],
  ['cloudflare:workers', 'builtin workers'],
  ['vscode', 'builtin vscode'],
  ['electron', 'builtin electron'],
  ['electron/main', 'builtin electron'],
  ['.', 'relative'],
  ['..', 'relative'],
  ['./a', 'relative'],
  ['../../x', 'relative'],
  ['.\\a', 'relative'],
  ['/etc/passwd', 'absolute'],
  ['C:\\x', 'absolute'],
  ['c:/x', 'absolute'],
  ['#internal', 'imports'],
  ['https://esm.sh/react', 'url https'],
  ['data:text/javascript,1', 'url data'],
  ['npm:chalk@5', 'url npm'],
  ['jsr:@std/assert', 'url jsr'],
  ['file:///x', 'url file'],
  ['virtual:pwa', 'virtual'],
  ['astro:content', 'virtual'],
  ['\0virtual', 'virtual'],
  ['~/utils', 'virtual'],
  ['~icons/x', 'virtual'],
  ['@/x', 'virtual'],
  ['@', 'virtual'],
  ['$app/environment', 'virtual'],
  ['!!raw-loader!x', 'virtual'],
  ['style-loader!css-loader!./x.css', 'virtual'],
  ['', 'invalid empty'],
  ['@scope', 'invalid scope-only'],
  ['@scope/', 'invalid scope-only'],
  ['@scope/..', 'invalid name'],
  ['React', 'invalid uppercase'],
  ['foo.js?raw', 'invalid file-name'],
  ['logo.svg?url', 'invalid file-name'],
  ['foo; touch x', 'invalid name'],
  ['foo && rm -rf x', 'invalid name'],
  ['foo\nbar', 'invalid name'],
  [' foo', 'invalid name'],
  ['-flag', 'invalid name'],
  ['--registry=http', 'invalid name'],
  ['.hidden', 'invalid name'],
  ['node_modules/x', 'invalid name'],
  ['__proto__', 'invalid name'],
  ['constructor', 'invalid name'],
  ['foo*', 'invalid name'],
  ['x'.repeat(215), 'invalid too-long'],
];

describe('classifySpecifier', () => {
  for (const [specifier, expected] of cases) {
    it(`${JSON.stringify(specifier.slice(0, 40))} is ${expected}`, () => {
      assert.equal(describeSpecifier(classifySpecifier(specifier)), expected);
    });
  }

  it('knows every builtin of this Node', () => {
    assert.deepEqual(
      builtinModules.filter((name) => builtinHost(name) !== 'node' && !name.startsWith('bun:')),
      [],
    );
  });
});

function describeSpecifier(specifier: Specifier): string {
  switch (specifier.kind) {
    case 'package':
      return `package ${specifier.name} ${specifier.subpath}`.trim();
    case 'builtin':
      return `builtin ${specifier.host}`;
    case 'url':
      return `url ${specifier.scheme}`;
    case 'invalid':
      return `invalid ${specifier.reason}`;
    default:
      return specifier.kind;
  }
}
