import assert from 'node:assert/strict';
import { ruleKinds, type RuleKind } from '../../../src/model/rule.ts';
import { createFormats } from '../../../src/webview/formats.ts';
import { aboutRule } from '../../../src/webview/rule-sentence.ts';

const formats = createFormats('en');

describe('what a rule is about', () => {
  const byKind: Readonly<Record<RuleKind, string>> = {
    'auto-install': 'Installs of any package',
    'auto-update': 'Updates, security fixes, or resolutions of conflicts of any package',
    pin: 'Updates or resolutions of conflicts of any package',
    ignore: 'Updates or resolutions of conflicts of any package',
    block: 'Every change of any package',
    ask: 'Every change of any package',
  };
  for (const kind of ruleKinds) {
    it(`is what its kind is about where it says nothing: ${kind}`, () => {
      assert.equal(aboutRule({ kind, conditions: {} }, formats), byKind[kind]);
    });
  }

  const said: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
    [
      { package: 'moment', action: 'install', dependencyType: 'devDependencies' },
      'Installs of moment, in devDependencies',
    ],
    [{ package: ['a', 'b'] }, 'Every change of a or b'],
    [{ package: ['@types/*', '!@types/node'] }, 'Every change of @types/* without @types/node'],
    [{ package: '!a' }, 'Every change of all but a'],
    [{ package: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] }, 'Every change of a, b, c, d, e and 2 more'],
    [{ package: '*' }, 'Every change of any package'],
    [
      { dependencyType: ['dependencies', 'transitive'] },
      'Every change of any package, in dependencies or what other packages bring',
    ],
    [{ project: 'apps/*' }, 'Every change of any package, in the project apps/*'],
    [{ trigger: ['agent', 'manual'] }, 'Every change of any package, asked for by: Manual or Agent'],
    [{ bump: ['major', 'downgrade'] }, 'Every change of any package, step: major (may break) or to an older version'],
    [{ severity: { atLeast: 'high' } }, 'Every change of any package, severity high or worse'],
    [{ severity: { below: 'high' } }, 'Every change of any package, severity below high'],
    [{ severity: { atLeast: 'low', below: 'high' } }, 'Every change of any package, severity low to below high'],
    [{ score: { atLeast: 80 } }, 'Every change of any package, safety score 80 or more'],
    [{ score: { below: 60 } }, 'Every change of any package, safety score below 60'],
    [{ score: { atLeast: 60, below: 80 } }, 'Every change of any package, safety score 60 to below 80'],
    [{ releaseAge: { below: 14 } }, 'Every change of any package, released less than 14 days ago'],
    [{ releaseAge: { atLeast: 7 } }, 'Every change of any package, released 7 days ago or earlier'],
    [{ releaseAge: { atLeast: 7, below: 14 } }, 'Every change of any package, released 7 to less than 14 days ago'],
    [{ license: ['GPL-*', 'AGPL-*'] }, 'Every change of any package, licence GPL-* or AGPL-*'],
    [{ branch: 'main' }, 'Every change of any package, on the branch main'],
    [{ time: { days: ['sat', 'sun'], timeZone: 'UTC' } }, 'Every change of any package, when it is Sat or Sun (UTC)'],
    [
      { time: { from: '22:00', to: '06:00', timeZone: 'UTC' } },
      'Every change of any package, when it is 22:00 to 06:00 (UTC)',
    ],
    [{ moon: 'full' }, 'Every change of any package, moon "full"'],
    [{ action: 'sell', package: 7 }, 'action "sell" of package 7'],
    [{ score: 'high' }, 'Every change of any package, score "high"'],
  ];
  for (const [conditions, sentence] of said) {
    it(`is said for ${JSON.stringify(conditions)}`, () => {
      assert.equal(aboutRule({ kind: 'ask', conditions }, formats), sentence);
    });
  }
});
