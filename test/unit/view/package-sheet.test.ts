import assert from 'node:assert/strict';
import { gateChecks, type GateCheck, type GateReport, type GateResult } from '../../../src/model/gate.ts';
import type { MendableFinding } from '../../../src/model/finding.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import { packageSheet, type PackageSurroundings } from '../../../src/view/package-sheet.ts';

const axios = 'axios' as PackageName;
const base = { id: 'undeclared:web:axios', package: axios, manifest: 'web', uses: [] } as const;
const undeclared: MendableFinding = { ...base, kind: 'undeclared', installed: false, belongsIn: 'dependencies' };
const uninstalled: MendableFinding = { ...base, kind: 'uninstalled', range: '~1.2.0', field: 'dependencies' };

function reportOf(results: Partial<Record<GateCheck['check'], GateResult>>): GateReport {
  const checks = gateChecks.map((check): GateCheck => {
    const result = results[check] ?? 'allow';
    return { check, result, reason: `${check}.`, source: 'local', checkedAt: '2026-11-28T06:00:00.000Z' };
  });
  const has = (result: GateResult): boolean => checks.some((check) => check.result === result);
  const verdict = has('block') ? 'block' : has('ask') ? 'ask' : 'allow';
  return { package: axios, version: '1.21.1', verdict, checks, broughtBy: [], didYouMean: undefined };
}

const here: PackageSurroundings = { id: '1:x', trusted: false, asking: false, obstacle: undefined, canWrite: true };

describe('page of a package', () => {
  it('has every check, the gravest first, and those of a kind in the order of the gate', () => {
    const { checks } = packageSheet(undeclared, reportOf({ rules: 'block', malware: 'unknown', exists: 'ask' }), here);
    const shown = checks.map(({ check }) => check);
    const rest = gateChecks.filter((check) => !['rules', 'malware', 'exists'].includes(check));
    assert.deepEqual(shown, ['rules', 'exists', 'malware', ...rest]);
  });

  it('names the version that was judged, whatever is declared', () => {
    const report = reportOf({});
    assert.equal(packageSheet(undeclared, report, here).version, '1.21.1');
    assert.equal(packageSheet(uninstalled, report, here).version, '1.21.1');
    assert.equal(packageSheet(undeclared, report, here).manifest, 'web/package.json');
  });

  const install: readonly (readonly [string, GateReport, Partial<PackageSurroundings>, boolean])[] = [
    ['what is allowed', reportOf({}), {}, true],
    ['what is asked about', reportOf({ popularity: 'ask' }), {}, true],
    ['nothing that is blocked', reportOf({ malware: 'block' }), {}, false],
    ['nothing where something is in the way', reportOf({}), { obstacle: 'Two lockfiles.' }, false],
    ['nothing where nothing may be written', reportOf({}), { canWrite: false }, false],
  ];
  for (const [what, report, change, expected] of install) {
    it(`installs ${what}`, () => {
      assert.equal(packageSheet(undeclared, report, { ...here, ...change }).canInstall, expected);
    });
  }

  it('calls unknown what nothing speaks against but is not known', () => {
    assert.equal(packageSheet(undeclared, reportOf({ signature: 'unknown' }), here).verdict, 'unknown');
    assert.equal(packageSheet(undeclared, reportOf({ signature: 'unknown', rules: 'ask' }), here).verdict, 'ask');
  });
});
