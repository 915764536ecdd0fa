import assert from 'node:assert/strict';
import { classifySpecifier } from '../../../src/model/specifier.ts';
import { findCandidates, prepareLexer } from '../../../src/scan/candidates.ts';
import { loadConfirmer, type Confirmer } from '../../../src/scan/confirm/confirmer.ts';
import { parseManifest } from '../../../src/scan/manifest.ts';
import { parsePnpmPackages } from '../../../src/scan/pnpm-workspace.ts';

const seeds = [
  `import a, { type B } from 'one';\nexport * as ns from "two";\nconst c = await import(\`three\`);\n`,
  `const d = require('four');\nrequire.resolve("five/x");\nimport e = require('six');\ntype F = typeof import('seven');\n`,
  `/// <reference types="eight" />\nimport h from 'nine';\nexport const view = <p title="x">it's {h} \`from 'ten'\`</p>;\n`,
  `declare module 'eleven' {\n  import i from 'twelve';\n}\nconst r = /require('x')/g; // import 'y'\n/* from 'z' */\n`,
];
const pieces = [
  "'",
  '"',
  '`',
  '${',
  '}',
  '{',
  '(',
  ')',
  '\n',
  '\\',
  '/*',
  '*/',
  '//',
  '<',
  '>',
  'import ',
  'from ',
  'require(',
  '\0',
  '\u2028',
  '\r',
  ';',
];

/** mulberry32 (public domain): the same mutations on every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

function mutate(text: string, next: () => number): string {
  let result = text;
  for (let count = 1 + Math.floor(next() * 4); count > 0; count--) {
    const at = Math.floor(next() * result.length);
    const length = Math.floor(next() * 6);
    const piece = next() < 0.5 ? (pieces[Math.floor(next() * pieces.length)] ?? '') : '';
    result = result.slice(0, at) + piece + result.slice(at + length);
  }
  return result;
}

describe('scan fuzz', function () {
  this.timeout(60_000);
  let confirmer: Confirmer;
  before(async () => {
    await prepareLexer();
    confirmer = await loadConfirmer();
  });

  it('never throws, and takes nothing from a string without its end', () => {
    const next = random(4);
    const names = ['a.ts', 'a.tsx', 'a.js', 'a.d.ts'];
    for (let round = 0; round < 2000; round++) {
      const text = mutate(seeds[round % seeds.length] ?? '', next);
      const name = names[Math.floor(next() * names.length)] ?? 'a.ts';
      const lines = text.split(/\r\n?|\n/);
      findCandidates(name, text);
      for (const { range, specifier } of confirmer.confirm(name, text)) {
        classifySpecifier(specifier);
        const quote = lines[range.startLine - 1]?.[range.startColumn - 2];
        const end = lines[range.endLine - 1]?.[range.endColumn - 1];
        assert.ok(
          quote !== undefined && `'"\``.includes(quote) && end === quote,
          `${JSON.stringify(text)}: ${specifier}`,
        );
      }
    }
  });

  it('sees every import that the parser confirms', () => {
    const next = random(5);
    for (let round = 0; round < 500; round++) {
      const text = mutate(seeds[round % seeds.length] ?? '', next);
      const candidates = new Set(findCandidates('a.tsx', text).map(({ specifier }) => specifier));
      const missed = confirmer
        .confirm('a.tsx', text)
        .filter((site) => site.certainty === 'confirmed' && !candidates.has(site.specifier));
      assert.deepEqual(missed, [], JSON.stringify(text));
    }
  });

  // A look-ahead that is quadratic in any of these runs into the limit of a test.
  it('comes to an end with text made to be slow', () => {
    const texts = [
      'import/*',
      'require(/*',
      'require ',
      '/*',
      "from'",
      'import(`',
      '/// <reference types=',
      '<',
      '(',
      '{',
      '[',
      '`${',
    ];
    for (const piece of texts) {
      const text = piece.repeat(Math.floor(200_000 / piece.length));
      assert.doesNotThrow(() => findCandidates('a.ts', text), piece);
    }
    for (const piece of ['(', '{', '<a>', '[']) confirmer.confirm('a.tsx', piece.repeat(20_000));
  });

  it('reads any manifest and workspace file', () => {
    const next = random(6);
    const manifest =
      '{"name":"x","dependencies":{"a":"1"},"workspaces":{"packages":["p/*"]},"devEngines":{"packageManager":{"name":"npm"}}}';
    for (let round = 0; round < 500; round++) {
      parseManifest('', mutate(manifest, next));
      parsePnpmPackages(mutate('packages:\n  - \'a/*\' # x\n  - "!b"\nother: [c, d]\n', next));
    }
  });
});
