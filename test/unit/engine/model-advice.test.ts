import assert from 'node:assert/strict';
import { adviceOn, type AdviceContext } from '../../../src/engine/model-advice.ts';
import type { GateResult, GateReport } from '../../../src/model/gate.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import type { Suggestion, SuggestionReport } from '../../../src/model/suggestion.ts';
import { popularList } from '../../support/model.ts';

const never = new AbortController().signal;

/** What the gate says of these names; it knows no others. */
const verdicts: Readonly<
  Record<string, Pick<GateReport, 'verdict'> & { readonly exists: GateResult; readonly reason: string }>
> = {
  got: { verdict: 'allow', exists: 'allow', reason: '' },
  'got-new': { verdict: 'ask', exists: 'allow', reason: 'It is three days old.' },
  'got-evil': { verdict: 'block', exists: 'allow', reason: 'Reported as malware.' },
  'got-made-up': { verdict: 'block', exists: 'block', reason: 'The registry does not have it.' },
  'got-silent': { verdict: 'ask', exists: 'unknown', reason: 'The registry did not answer.' },
};

function context(): AdviceContext & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    popular: popularList({ got: [80_000_000, '14.0.0'] }),
    async propose(name) {
      asked.push(name);
      const found = verdicts[name];
      if (found === undefined) return undefined;
      const { verdict, exists, reason } = found;
      const check = { reason, source: 'registry', checkedAt: '2026-01-01T00:00:00.000Z' } as const;
      const checks: GateReport['checks'] = [
        { ...check, check: 'exists', result: exists, reason: exists === 'allow' ? '' : reason },
        { ...check, check: 'name-age', result: verdict },
      ];
      const report = { package: name, version: '1.2.3', verdict, checks, didYouMean: undefined, broughtBy: [] };
      return { manifest: '', range: '^1.2.3', report: report as GateReport };
    },
  };
}

const axios: Suggestion = {
  kind: 'replacement',
  package: 'axios' as PackageName,
  reason: 'It does the same.',
  sameApi: false,
  keepsPaths: false,
  url: undefined,
  facts: { downloadsPerMonth: 1, version: '1.0.0', publishedAt: undefined, unpackedBytes: undefined },
};
const fetchOfNode: Suggestion = { kind: 'builtin', builtin: 'fetch', specifier: undefined, reason: '', url: undefined };
const report: SuggestionReport = {
  package: 'request' as PackageName,
  cause: 'deprecated',
  version: '2.88.2',
  message: undefined,
  unchecked: undefined,
  suggestions: [axios, fetchOfNode],
};

async function advised(choices: unknown, over: Partial<SuggestionReport> = {}) {
  const world = context();
  const model = { name: 'Model M', ask: async () => JSON.stringify({ choices }) };
  const advice = await adviceOn(world, { ...report, ...over }, { model, language: 'en' }, never);
  const shown = advice.suggestions.map(({ suggestion, quote, doubt }) => [
    suggestion.kind === 'builtin' ? suggestion.builtin : suggestion.package,
    suggestion.kind,
    quote,
    doubt,
  ]);
  return { shown, advice, asked: world.asked };
}

describe('advice of a language model', () => {
  it('puts what is suggested into its order, quotes it, and loses nothing that it left out', async () => {
    const { shown, asked, advice } = await advised([{ name: 'fetch', why: 'Built in.' }]);
    assert.deepEqual(shown, [
      ['fetch', 'builtin', 'Built in.', undefined],
      ['axios', 'replacement', undefined, undefined],
    ]);
    assert.deepEqual([asked, advice.by, advice.leftOut], [[], 'Model M', []]);
    assert.equal(advice.suggestions[1]?.suggestion, axios);
  });

  it('adds what the registry has and the gate does not refuse, with what that would ask', async () => {
    const { shown, advice } = await advised([
      { name: 'got', why: 'Good.' },
      { name: 'got-new', why: 'New.' },
    ]);
    assert.deepEqual(shown.slice(0, 2), [
      ['got', 'model', 'Good.', undefined],
      ['got-new', 'model', 'New.', 'It is three days old.'],
    ]);
    const [first] = advice.suggestions;
    assert.ok(first?.suggestion.kind === 'model');
    assert.deepEqual(
      [first.suggestion.facts.version, first.suggestion.facts.downloadsPerMonth, first.suggestion.keepsPaths],
      ['1.2.3', 80_000_000, false],
    );
  });

  it('leaves out, with the reason, what is refused, invented, not looked up, or no package at all', async () => {
    const { shown, advice, asked } = await advised(
      ['got-evil', 'got-made-up', 'got-silent', '../etc', 'request'].map((name) => ({ name })),
    );
    assert.deepEqual(
      shown.map(([name]) => name),
      ['axios', 'fetch'],
    );
    assert.deepEqual(advice.leftOut, [
      { name: 'got-evil', reason: 'Reported as malware.' },
      { name: 'got-made-up', reason: 'The registry does not have it.' },
      { name: 'got-silent', reason: 'The registry did not answer.' },
      { name: '../etc', reason: 'It is not a package name.' },
      { name: 'request', reason: 'It is the package itself.' },
    ]);
    assert.deepEqual(asked, ['got-evil', 'got-made-up', 'got-silent']);
    const nobody = await advised([{ name: 'unheard-of' }]);
    assert.deepEqual(nobody.advice.leftOut, [
      { name: 'unheard-of', reason: 'Nobody could say what would be installed.' },
    ]);
  });

  it("takes a module for Node's own only where Node has it, and rewrites nothing by the model's word", async () => {
    const { shown, advice } = await advised([{ name: 'https' }, { name: 'node:https' }, { name: 'node:made-up' }]);
    assert.deepEqual(shown[0], ['node:https', 'builtin', '', undefined]);
    assert.equal(shown.filter(([name]) => name === 'node:https').length, 1);
    const [first] = advice.suggestions;
    assert.ok(first?.suggestion.kind === 'builtin');
    assert.equal(first.suggestion.specifier, undefined);
    assert.deepEqual(advice.leftOut, [{ name: 'node:made-up', reason: 'It is not a package name.' }]);
  });

  it('is none where the model answered in another form, which is said', async () => {
    await assert.rejects(advised('got'), { code: 'QM_MODEL_FAILED', message: /Model M did not answer in the form/ });
  });
});
