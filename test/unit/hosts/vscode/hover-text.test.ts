import assert from 'node:assert/strict';
import { hoverMarkdown, type HoveredPackage } from '../../../../src/hosts/vscode/editor/hover-text.ts';
import { gateChecks, type GateCheck, type GateReport } from '../../../../src/model/gate.ts';
import type { PackageName } from '../../../../src/model/package-name.ts';

type Told = readonly [result: GateCheck['result'], reason: string];

function reportOf(told: Partial<Record<GateCheck['check'], Told>>): GateReport {
  const checks = gateChecks.map((check): GateCheck => {
    const [result, reason] = told[check] ?? ['allow', 'Fine.'];
    return { check, result, reason, source: 'registry', checkedAt: '2026-11-28T06:00:00.000Z' };
  });
  const has = (result: string): boolean => checks.some((check) => check.result === result);
  const verdict = has('block') ? 'block' : has('ask') ? 'ask' : 'allow';
  return { package: 'axios' as PackageName, version: '1.2.1', verdict, checks, broughtBy: [], didYouMean: undefined };
}

function hover(told: Parameters<typeof reportOf>[0], change: Partial<HoveredPackage> = {}): readonly string[] {
  const links = [{ text: 'All Checks', target: 'command:a' }];
  const shown = { name: 'axios', version: '1.2.1', report: reportOf(told), asking: false, links };
  return hoverMarkdown({ ...shown, ...change }).split('\n\n');
}

describe('hover text', () => {
  it('says of what is trusted that it is, and how many checks say so', () => {
    assert.deepEqual(hover({}), [String.raw`**axios** 1\.2\.1 · trusted · 15 of 15 checks`, '[All Checks](command:a)']);
  });

  it('has what did not pass, the gravest first, each with its reason', () => {
    const said = hover({
      malware: ['unknown', 'Not known.'],
      rules: ['block', 'Forbidden.'],
      popularity: ['ask', 'Rare.'],
    });
    assert.deepEqual(said.slice(0, 3), [
      String.raw`**axios** 1\.2\.1 · blocked by the gate`,
      ['- Blocked: Forbidden\\.', '- Ask: Rare\\.', '- Unknown: Not known\\.'].join('\n'),
      '12 of 15 checks passed',
    ]);
  });

  it('counts what it has no room for', () => {
    const unknown: Told = ['unknown', 'x'];
    const names = ['malware', 'advisory', 'publisher', 'signature', 'deprecated', 'rules'] as const;
    const said = hover(Object.fromEntries(names.map((name) => [name, unknown])));
    assert.equal(said[1]?.split('\n').length, 4);
    assert.equal(said[2], String.raw`And 2 more\.`);
  });

  it('says that it asks, and no reason that is about nobody having answered', () => {
    const said = hover({ exists: ['unknown', 'No registry was asked.'] }, { asking: true, version: '' });
    assert.deepEqual(said.slice(0, 2), [
      '**axios**',
      String.raw`Registry and advisories are being asked\. Look again in a moment\.`,
    ]);
    assert.equal(said.length, 3);
  });

  const others: readonly (readonly [what: string, text: string, shown: string])[] = [
    ['a command link', '[x](command:y)', String.raw`\[x\]\(command\:y\)`],
    ['an image', '![](https://a.b/c)', String.raw`\!\[\]\(https\:\/\/a\.b\/c\)`],
    ['HTML', '<b onclick="x">', String.raw`\<b onclick\=\"x\"\>`],
    ['an entity', '&lt;', String.raw`\&lt\;`],
    ['an address', 'see https://a.b', String.raw`see https\:\/\/a\.b`],
    ['an icon', '$(alert)', String.raw`\$\(alert\)`],
    ['a heading on a line of its own', 'a\n\n# b', String.raw`a \# b`],
    ['a backslash before a sign', String.raw`\[x]`, String.raw`\\\[x\]`],
    ['letters that turn the text around', 'a\u202Eb', 'a b'],
  ];
  for (const [what, text, shown] of others) {
    it(`shows ${what} as text`, () => {
      assert.equal(hover({ deprecated: ['ask', text] })[1], `- Ask: ${shown}`);
      assert.ok(hover({}, { version: text })[0]?.startsWith(`**axios** ${shown} ·`));
    });
  }
});
