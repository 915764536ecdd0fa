import { gateChecks, type GateCheck, type GateCheckName, type GateReport } from '../../../src/model/gate.ts';
import type { MendableFinding } from '../../../src/model/finding.ts';
import type { PackageSheet } from '../../../src/view/details-facts.ts';
import { packageSheet } from '../../../src/view/package-sheet.ts';
import { name, now } from './builders.ts';

/** Row of the package, as the panel knows it. */
export const packageRow = '1:undeclared::axios';

const reasons: Readonly<Record<GateCheckName, readonly [reason: string, source: string]>> = {
  name: ['A valid package name.', 'local'],
  exists: ['The registry has it.', 'registry'],
  placeholder: ['It is no placeholder.', 'registry'],
  malware: ['Nobody reported it as malware.', 'osv'],
  advisory: ['No advisory holds for it.', 'osv'],
  lookalike: ['Not close to a better-known name.', 'popular-list'],
  'name-age': ['The name was first published 4,472 days ago.', 'registry'],
  'version-age': ['The version was published 41 days ago.', 'registry'],
  popularity: ['61,000,000 downloads a week.', 'popular-list'],
  'install-scripts': ['It has no install scripts.', 'registry'],
  publisher: ['Published by who published it before.', 'registry'],
  signature: ['The registry vouches for this very version.', 'registry'],
  deprecated: ['It is not deprecated.', 'registry'],
  'source-kind': ['It comes from the registry.', 'local'],
  rules: ['No rule speaks against it.', 'rules'],
};

type Told = readonly [result: GateCheck['result'], reason: string, source?: string];

const changes = {
  trusted: { publisher: ['unknown', 'Who published it is not known.', 'popular-list'] },
  asks: {
    popularity: ['ask', 'Only 12 downloads in the last week.', 'downloads'],
    lookalike: [
      'ask',
      'One letter away from "axios", which is far better known, and-a-word-that-does-not-end'.repeat(2),
    ],
    malware: ['unknown', 'Whether it is malware is not known: It could not be reached (ECONNREFUSED).'],
  },
  blocked: { malware: ['block', 'MAL-2026-1: it sends the environment to somebody.'] },
  unknown: { advisory: ['unknown', 'Its advisories are not known: It could not be reached (ECONNREFUSED).'] },
} as const satisfies Readonly<Record<string, Readonly<Partial<Record<GateCheckName, Told>>>>>;

export type PackageName = keyof typeof changes;
export const packagePages = Object.keys(changes) as readonly PackageName[];

/** The page of a package of which the gate says that. */
export function packageSheetOf(page: PackageName, change: Partial<PackageSheet> = {}): PackageSheet {
  const told: Readonly<Partial<Record<GateCheckName, Told>>> = changes[page];
  const checks = gateChecks.map((check): GateCheck => {
    const [standing, from] = reasons[check];
    const [result, reason, source = from] = told[check] ?? ['allow', standing];
    return { check, result, reason, source, checkedAt: now };
  });
  const results = new Set(checks.map(({ result }) => result));
  const verdict = results.has('block') ? 'block' : results.has('ask') ? 'ask' : 'allow';
  const report: GateReport = {
    package: name('axios'),
    version: '1.21.1',
    verdict,
    checks,
    broughtBy: [],
    didYouMean: page === 'asks' ? name('axios') : undefined,
  };
  const finding: MendableFinding = {
    kind: 'undeclared',
    id: 'undeclared::axios',
    package: name('axios'),
    manifest: '',
    uses: [],
    installed: false,
    belongsIn: 'dependencies',
  };
  const surroundings = {
    id: packageRow,
    trusted: page === 'trusted',
    asking: false,
    obstacle: undefined,
    canWrite: true,
  };
  return { ...packageSheet(finding, report, surroundings), ...change };
}
