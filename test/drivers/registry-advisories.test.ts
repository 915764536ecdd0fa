import assert from 'node:assert/strict';
import type { EngineContext } from '../../src/engine/context.ts';
import type { InstallOptions } from '../../src/model/install.ts';
import type { Advisory } from '../registry/advisory.ts';
import { contextOf, never, requests } from '../support/engine.ts';
import { useManager } from '../support/manager-suite.ts';
import type { TempProject } from '../support/temp-project.ts';
import { useOsv } from '../support/use-osv.ts';
import { useRegistry } from '../support/use-registry.ts';

const automatic: InstallOptions = { trigger: 'ai_auto', confirmed: false, automatic: true };
const bulk = 'POST /-/npm/v1/security/advisories/bulk';

const advisory: Advisory = {
  id: 7,
  name: '@corp/a',
  ghsa: 'GHSA-aaaa-bbbb-cccc',
  cves: [],
  title: 'It reads too much',
  severity: 'high',
  vulnerableVersions: '<=1.1.0',
  cwe: ['CWE-79'],
  cvss: { score: 8, vectorString: '' },
};

describe('advisories of a private registry', () => {
  const { registry: own, project, open } = useManager('npm-11');
  const everybodys = useRegistry();
  const osv = useOsv();
  before(() => (process.env['NPM_DOWNLOADS_API'] = own().url));
  afterEach(() => own().setAdvisories([]));

  /** The usual services, of which OSV is on another machine. */
  const elsewhere = (app: TempProject): Partial<EngineContext> => {
    const { advisories } = contextOf(app);
    return { advisories: { isElsewhere: true, affecting: (...args) => advisories.affecting(...args) } };
  };

  async function checksOf(name: string, faults?: () => void) {
    own().publish({ name, versions: { '1.0.0': {}, '1.1.0': {} } });
    const app = project({ '.npmrc': `registry=${everybodys.url}/\n@corp:registry=${own().url}/\n` });
    const engine = await open(app, elsewhere(app));
    faults?.();
    const { operations, asked, blocked } = await engine.install(requests([name]), automatic, never);
    const reports = [...operations.flatMap(({ gate }) => gate), ...asked, ...blocked];
    const checks = reports.flatMap(({ checks: all }) => all);
    return ['malware', 'advisory'].map((check) => {
      const found = checks.find((each) => each.check === check);
      return `${found?.result} ${found?.source}: ${found?.reason}`;
    });
  }

  it('are asked of that registry alone, with no name to anybody else', async () => {
    own().setAdvisories([advisory]);
    osv.requests.length = everybodys.requests.length = own().requests.length = 0;
    assert.deepEqual(await checksOf('@corp/a'), [
      'allow registry: Not reported as malware.',
      'ask registry: GHSA-aaaa-bbbb-cccc (high): It reads too much',
    ]);
    assert.deepEqual([osv.requests, everybodys.requests.filter((line) => line === bulk)], [[], []]);
    assert.equal(own().requests.includes(bulk), true);
  });

  it('block what they call malicious code', async () => {
    own().setAdvisories([{ ...advisory, name: '@corp/bad', cwe: ['CWE-506'] }]);
    const [malware] = await checksOf('@corp/bad');
    assert.equal(malware, 'block registry: GHSA-aaaa-bbbb-cccc: it is malware. It reads too much');
  });

  for (const [what, fault] of [
    ['refuses', { kind: 'status', status: 404 }],
    ['is silent', { kind: 'reset' }],
    ['sends a page', { kind: 'html' }],
  ] as const) {
    it(`are unknown where that registry ${what}`, async () => {
      const unknown = 'only names that everybody can see are asked about.';
      assert.deepEqual(await checksOf('@corp/c', () => own().setFault({ ...fault, match: /advisories\/bulk/ })), [
        `unknown osv: Whether it is malware is not known: ${unknown}`,
        `unknown osv: Its advisories are not known: ${unknown}`,
      ]);
    });
  }
});
