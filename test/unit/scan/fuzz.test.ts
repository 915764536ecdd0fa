import assert from 'node:assert/strict';
import { classifySpecifier } from '../../../src/model/specifier.ts';
import { findCandidates, prepareLexer } from '../../../src/scan/candidates.ts';
import { loadConfirmer, type Confirmer } from '../../../src/scan/confirm/confirmer.ts';
import { askAliases, isConfigured } from '../../../src/scan/alias.ts';
import { FolderReader } from '../../../src/scan/folder-reader.ts';
import { lockedNames } from '../../../src/scan/locked-names.ts';
import { parseManifest } from '../../../src/scan/manifest.ts';
import { parsePnpmPackages } from '../../../src/scan/pnpm-workspace.ts';
import { readRecord } from '../../../src/scan/record.ts';
import { configLiterals } from '../../../src/scan/confirm/config-literals.ts';
import { toolsOf } from '../../../src/scan/names/config-names.ts';
import { jsonLiterals } from '../../../src/scan/names/json-literals.ts';
import { looseLiterals } from '../../../src/scan/names/loose-literals.ts';
import { isDataConfig } from '../../../src/scan/source-kind.ts';
import { styleImports } from '../../../src/scan/styles/style-imports.ts';
import { TsConfigs } from '../../../src/scan/tsconfig.ts';
import { oneFolder } from '../../fakes/one-folder.ts';
import { configs, sources, type Seed } from './fuzz-seeds.ts';

/** The long form (`npm run test:fuzz`) looks at each file's time as well, on a machine that does nothing else. */
const isLong = process.env['FUZZ'] === 'long';
const rounds = isLong
  ? { sources: 100_000, configs: 5_000, compared: 20_000 }
  : { sources: 2_000, configs: 500, compared: 500 };
/** Milliseconds that any one file may take. */
const mostMs = 1_000;

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
  '<script',
  '</script>',
  '---\n',
  '<!--',
  '-->',
  '```\n',
  '\n\n',
  '@import ',
  'url(',
  '<style>',
  '/** ',
  "{import('",
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

interface Mutant {
  readonly name: string;
  readonly text: string;
}

function mutated(seeds: readonly Seed[], round: number, next: () => number): Mutant {
  const seed = seeds[round % seeds.length] as Seed;
  const name = seed.names[Math.floor(next() * seed.names.length)] as string;
  return { name, text: mutate(seed.text, next) };
}

describe('scan fuzz', function () {
  this.timeout(isLong ? 1_800_000 : 60_000);
  let confirmer: Confirmer;
  before(async () => {
    await prepareLexer();
    confirmer = await loadConfirmer();
  });

  let slowest = { ms: 0, text: '' };
  afterEach(() => {
    if (isLong) assert.ok(slowest.ms < mostMs, `${slowest.ms} ms: ${JSON.stringify(slowest.text)}`);
    slowest = { ms: 0, text: '' };
  });
  function timed<T>(text: string, work: () => T): T {
    const started = performance.now();
    const result = work();
    const ms = performance.now() - started;
    if (ms > slowest.ms) slowest = { ms, text };
    return result;
  }

  it('never throws, and takes nothing from a string without its end', () => {
    const next = random(4);
    for (let round = 0; round < rounds.sources; round++) {
      const { name, text } = mutated(sources, round, next);
      const lines = text.split(/\r\n?|\n/);
      const sites = timed(text, () => {
        readRecord(name, text, { size: text.length, mtimeMs: 0, hash: '' });
        return confirmer.confirm(name, text);
      });
      for (const { range, specifier, form } of sites) {
        classifySpecifier(specifier);
        const quote = lines[range.startLine - 1]?.[range.startColumn - 2];
        const end = lines[range.endLine - 1]?.[range.endColumn - 1];
        if (form === 'docblock') continue;
        const isAddress = form === 'style-import' && /^[(\s]?$/.test(quote ?? '');
        assert.ok(
          isAddress || (quote !== undefined && `'"\``.includes(quote) && end === quote),
          `${name} ${JSON.stringify(text)}: ${specifier}`,
        );
      }
    }
  });

  it('sees every import that the parser confirms', () => {
    const next = random(5);
    for (let round = 0; round < rounds.compared; round++) {
      const { name: any, text } = mutated(sources, round, next);
      // What is TypeScript is read as such: JavaScript has no blocks to look into.
      const name = /\.[cm]?jsx?$/.test(any) ? 'a.tsx' : any;
      const record = readRecord(name, text, { size: text.length, mtimeMs: 0, hash: '' });
      // What is taken for binary is not parsed at all.
      if (record.unfit !== undefined) continue;
      const { candidates: all } = record;
      const candidates = new Set(Array.from({ length: all.length }, (_, index) => all.specifierAt(index)));
      const missed = confirmer
        .confirm(name, text)
        // Nothing is named by nothing.
        .filter(({ specifier }) => specifier !== '')
        .filter((site) => site.certainty === 'confirmed' && !candidates.has(site.specifier));
      assert.deepEqual(missed, [], `${name} ${JSON.stringify(text)}`);
    }
  });

  it('takes no string of a configuration without its end', () => {
    const next = random(8);
    const named = configs.filter(({ names }) => names.some((name) => toolsOf(name).length > 0));
    for (let round = 0; round < rounds.compared; round++) {
      const { name, text } = mutated(named, round, next);
      const found = isDataConfig(name) ? jsonLiterals(text) : configLiterals(name, text);
      for (const { start, end, isKey } of found) {
        const [quote, last] = [text[start - 1] ?? '', text[end] ?? ''];
        assert.ok(isKey || (`'"\``.includes(quote) && quote === last), `${name} ${JSON.stringify(text)}`);
      }
    }
  });

  it('reads any configuration, whatever it is called', () => {
    const next = random(7);
    for (let round = 0; round < rounds.configs; round++) {
      const { name, text } = mutated(configs, round, next);
      timed(text, () => {
        readRecord(name, text, { size: text.length, mtimeMs: 0, hash: '' });
        confirmer.confirm(name, text);
        const aliases = confirmer.aliases(name, text);
        const reader = new FolderReader(oneFolder('/x', { [name]: text }), '/x');
        const found = new TsConfigs(reader, new Set([name])).aliasesFor('');
        for (const specifier of ['one', 'two/x', '@/a', 'a'.repeat(40)]) {
          isConfigured(reader, [['', aliases]], specifier);
          askAliases(reader, found, specifier);
        }
        parseManifest('', text);
        parsePnpmPackages(text);
        lockedNames('package-lock.json', text);
      });
    }
  });

  // A look-ahead that is quadratic in any of these runs into the limit of a test.
  it('comes to an end with text made to be slow', () => {
    const texts = [
      '@import/*',
      '@import (',
      '@import url(',
      "@use'",
      'a:',
      "['x',",
      '{a:{',
      '=/[',
      '=/a',
      '/**',
      "/**@import{'",
      '/** @jest-environment a',
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
      assert.doesNotThrow(() => styleImports('a.scss', text), piece);
      assert.doesNotThrow(() => looseLiterals(text), piece);
      assert.doesNotThrow(() => jsonLiterals(text), piece);
    }
    for (const piece of ['(', '{', '<a>', '[']) confirmer.confirm('a.tsx', piece.repeat(20_000));
  });
});
