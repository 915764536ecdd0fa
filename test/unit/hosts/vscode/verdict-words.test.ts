import assert from 'node:assert/strict';
import { gateChecks, type GateCheck, type GateReport, type GateResult } from '../../../../src/model/gate.ts';
import type { PackageName } from '../../../../src/model/package-name.ts';
import { verdictWords } from '../../../../src/hosts/vscode/editor/verdict-words.ts';

type Changes = Partial<Record<GateCheck['check'], readonly [result: GateResult, source?: string]>>;

function report(changes: Changes, verdict: GateReport['verdict'] = 'allow'): GateReport {
  const checks = gateChecks.map((check): GateCheck => {
    const [result, source = 'registry'] = changes[check] ?? ['allow'];
    return { check, result, reason: '.', source, checkedAt: '2026-11-28T06:00:00.000Z' };
  });
  return { package: 'axios' as PackageName, version: '1.21.1', verdict, checks, broughtBy: [], didYouMean: undefined };
}

const table: readonly (readonly [what: string, report: GateReport, words: string | undefined])[] = [
  ['all allow', report({}), 'trusted · 15 of 15 checks'],
  ['one may stay unknown', report({ signature: ['unknown', 'popular-list'] }), 'trusted · 14 of 15 checks'],
  ['the same, of a name that the list has not', report({ signature: ['unknown'] }), '1 check unknown'],
  ['what the list is no evidence for', report({ malware: ['unknown', 'popular-list'] }), '1 check unknown'],
  [
    'one of two may stay',
    report({ signature: ['unknown', 'popular-list'], advisory: ['unknown'] }),
    '2 checks unknown',
  ],
  ['an ask', report({ popularity: ['ask'] }, 'ask'), 'the gate asks'],
  ['a block', report({ malware: ['block'] }, 'block'), 'blocked by the gate'],
  ['nobody was asked', report({ exists: ['unknown'], malware: ['unknown'] }), undefined],
];

describe('verdict words', () => {
  for (const [what, judged, words] of table) {
    it(`${what}: ${words ?? 'nothing'}`, () => assert.equal(verdictWords(judged), words));
  }
});
