import assert from 'node:assert/strict';
import path from 'node:path';
import type { Suggestion, SuggestionCause } from '../../../../src/model/suggestion.ts';
import { BundledPopularList } from '../../../../src/node/bundled-popular-list.ts';
import { BundledReplacements } from '../../../../src/node/bundled-replacements.ts';
import { lookalikeOf } from '../../../../src/policy/lookalike.ts';
import { counterparts } from '../../../../src/policy/suggest/ecosystems.ts';
import { renames } from '../../../../src/policy/suggest/renames.ts';
import { suggest, type SuggestInput } from '../../../../src/policy/suggest/suggest.ts';
import { popularList } from '../../../support/model.ts';

const data = path.join(import.meta.dirname, '../../../../data');
const popular = new BundledPopularList(path.join(data, 'npm-popular.txt'));
const replacements = new BundledReplacements(path.join(data, 'replacements.txt'));

function suggestionsFor(name: string, cause: SuggestionCause, over: Partial<SuggestInput> = {}): readonly Suggestion[] {
  return suggest({ name, subpath: '', cause, message: undefined, node: undefined, popular, replacements, ...over });
}

function told(suggestions: readonly Suggestion[]): readonly string[] {
  return suggestions.map((one) => `${one.kind} ${one.kind === 'builtin' ? one.builtin : one.package}`);
}

describe('what to use instead', () => {
  const table: readonly (readonly [
    name: string,
    cause: SuggestionCause,
    expected: readonly string[],
    over?: Partial<SuggestInput>,
  ])[] = [
    // A slip.
    ['lodahs', 'lookalike', ['typo lodash']],
    ['axois', 'unknown', ['typo axios']],
    ['socket.io.client', 'unknown', ['typo socket.io-client', 'typo socket.io']],
    ['react-querry', 'unknown', ['typo react-query', 'scoped @tanstack/react-query']],
    ['lodahs', 'missing', []],
    ['xy', 'unknown', []],
    // What is popular is no slip of something else.
    ['preact', 'asked', []],
    // Another name, or a scope.
    ['babel-core', 'missing', ['scoped @babel/core']],
    ['@hapi/joi', 'missing', ['renamed joi']],
    ['faker', 'missing', ['renamed @faker-js/faker']],
    ['redux-toolkit', 'unknown', ['renamed @reduxjs/toolkit']],
    // Another language.
    ['beautifulsoup4', 'missing', ['ecosystem cheerio', 'ecosystem jsdom', 'ecosystem parse5']],
    ['nokogiri', 'unknown', ['ecosystem cheerio', 'ecosystem fast-xml-parser']],
    ['gorm', 'unknown', ['ecosystem sequelize', 'ecosystem typeorm']],
    ['requests', 'lookalike', ['ecosystem axios', 'ecosystem got', 'ecosystem undici']],
    // Node's own.
    ['child-process', 'missing', ['builtin node:child_process']],
    ['fs-promises', 'missing', ['builtin node:fs/promises']],
    ['fs', 'missing', ['builtin node:fs/promises'], { subpath: 'promise' }],
    ['wroker_threads', 'unknown', ['builtin node:worker_threads']],
    ['wroker_threads', 'missing', []],
    ['query-string', 'missing', []],
    ['safe-buffer', 'missing', ['builtin node:buffer']],
    ['node-fetch', 'asked', ['builtin fetch', 'replacement ofetch', 'replacement ky']],
    ['node-fetch', 'missing', []],
    ['rimraf', 'vulnerable', ['builtin fs.promises.rm', 'builtin fs.promises.rmdir', 'replacement premove']],
    ['rimraf', 'asked', ['builtin fs.promises.rmdir', 'replacement premove'], { node: '12.22.0' }],
    [
      'rimraf',
      'asked',
      ['builtin fs.promises.rm', 'builtin fs.promises.rmdir', 'replacement premove'],
      { node: '14.14.0' },
    ],
    ['rimraf', 'asked', ['builtin fs.promises.rmdir', 'replacement premove'], { node: '14.13.9' }],
    ['is-number', 'asked', ['builtin typeof value === "number"']],
    // What its maintainers say.
    ['left-pad', 'deprecated', ['builtin String.prototype.padStart'], { message: 'use String.prototype.padStart()' }],
    ['someones-old', 'deprecated', ['deprecation-message axios'], { message: 'Use axios instead' }],
    ['someones-old', 'missing', [], { message: 'Use axios instead' }],
    ['someones-old', 'deprecated', [], { message: 'Use nobody-knows-this-one instead' }],
    ['someones-old', 'deprecated', [], { message: 'Use @somebody/else instead' }],
    ['@somebody/old', 'deprecated', ['deprecation-message @somebody/else'], { message: 'Use @somebody/else instead' }],
    ['@somebody/old', 'deprecated', [], { message: 'Use @another/else instead' }],
    [
      '@somebody/old',
      'deprecated',
      [],
      { message: 'Use @somebody/old instead. Use lodahs instead. Use path instead.' },
    ],
    // At most three, the surest first.
    [
      'babel-core',
      'deprecated',
      ['scoped @babel/core', 'deprecation-message axios', 'deprecation-message got'],
      { message: 'Use axios, use got, use undici, use lodash.' },
    ],
  ];
  for (const [name, cause, expected, over] of table) {
    it(`${name}${over?.subpath === undefined ? '' : `/${over.subpath}`}, ${cause}: ${expected.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(told(suggestionsFor(name, cause, over)), expected);
    });
  }

  it('says why, what is known, and whether code has to change', () => {
    const [slip] = suggestionsFor('lodahs', 'lookalike');
    assert.ok(slip?.kind === 'typo');
    const { downloadsPerMonth = 0, version, ...unknown } = slip.facts;
    assert.ok(downloadsPerMonth > 100_000_000);
    assert.match(String(version), /^4\./);
    assert.deepEqual(unknown, { publishedAt: undefined, unpackedBytes: undefined });
    assert.deepEqual([slip.sameApi, slip.keepsPaths], [true, true]);
    const [renamed] = suggestionsFor('faker', 'missing');
    assert.equal(renamed?.reason, 'faker was followed by @faker-js/faker, whose API is another.');
    const [fetch] = suggestionsFor('node-fetch', 'asked');
    assert.deepEqual(fetch, {
      kind: 'builtin',
      builtin: 'fetch',
      specifier: undefined,
      reason: 'The platform has fetch itself, Node since version 18.',
      url: 'https://developer.mozilla.org/docs/Web/API/Fetch_API',
    });
  });

  it('suggests nothing that the gate would ask about as a lookalike', () => {
    const list = popularList({
      mongoose: [200_000_000, '8.0.0'],
      mongose: [1_000_000, '1.0.0'],
      good: [1_000_000, '1.0.0'],
    });
    const message = 'Use mongose instead. Or use good instead.';
    const found = suggestionsFor('someones-old', 'deprecated', { popular: list, message });
    assert.deepEqual(told(found), ['deprecation-message good']);
  });

  const strange = [
    '',
    '@',
    '@/x',
    '__proto__',
    'constructor',
    'toString',
    '\u0000',
    '\ud800',
    '../x',
    'a b',
    '-'.repeat(214),
  ];
  for (const name of [...strange, 'lodash'.repeat(2_000), `@${'x'.repeat(100_000)}/y`]) {
    it(`finds nothing for ${JSON.stringify(name.slice(0, 20))} of ${name.length} characters`, () => {
      for (const cause of ['missing', 'unknown', 'deprecated'] as const) {
        assert.deepEqual(told(suggestionsFor(name, cause, { message: 'Use __proto__ instead. Use constructor.' })), []);
      }
    });
  }

  it('takes no more than 5 ms for a name, whatever it is', () => {
    const names = [
      'lodahs',
      'opencv',
      'some-unknown-package-name',
      '@tanstack/react-querry',
      'x'.repeat(60),
      'request',
    ];
    const run = (): number => {
      const start = performance.now();
      for (const name of names) suggestionsFor(name, 'unknown', { message: 'use '.repeat(2_000) });
      return (performance.now() - start) / names.length;
    };
    run();
    const fastest = Math.min(...Array.from({ length: 5 }, run));
    assert.ok(fastest <= 5, `${fastest} ms`);
  });
});

describe('the tables kept by hand', () => {
  it('lead to packages of the bundled list that look like no other', () => {
    const targets = [
      ...[...renames.values()].map(({ to }) => to),
      ...[...counterparts.values()].flatMap((one) => one.packages),
    ];
    assert.deepEqual(
      targets.filter((name) => popular.find(name) === undefined || lookalikeOf(name, popular) !== undefined),
      [],
    );
  });

  it('call nothing by the name of another language that is popular on npm', () => {
    assert.deepEqual(
      [...counterparts.keys()].filter((name) => popular.find(name) !== undefined),
      [],
    );
  });

  it('lead to no name that moved on itself', () => {
    assert.deepEqual(
      [...renames].filter(([, { to }]) => renames.has(to)),
      [],
    );
  });

  it('have one to three packages for each name of another language', () => {
    assert.deepEqual(
      [...counterparts].filter(([name, { packages }]) => name === '' || packages.length < 1 || packages.length > 3),
      [],
    );
  });
});
