import assert from 'node:assert/strict';
import type { GateCheck } from '../../src/model/gate.ts';
import { byHand, never, requests, useEngines, useHermeticProcess } from '../support/engine.ts';
import { wholeTree } from '../support/engine-project.ts';
import { useTempProjects } from '../support/temp-project.ts';
import { useOsv } from '../support/use-osv.ts';
import { useRegistry } from '../support/use-registry.ts';

describe('what vouches for a package', () => {
  const makeProject = useTempProjects();
  const start = useEngines();
  useHermeticProcess();
  useOsv();
  const registry = useRegistry();
  const keys = /^GET \/-\/npm\/v1\/keys$/;
  const automatic = { trigger: 'ai_auto', confirmed: false, automatic: true } as const;

  before(() => {
    registry.publish({
      name: 'fx-lost',
      versions: { '1.0.0': { ageDays: 90 }, '1.1.0': { ageDays: 60, signature: 'none' } },
    });
    registry.publish({ name: 'fx-forged', versions: { '1.0.0': {}, '1.1.0': { ageDays: 60, signature: 'bad' } } });
    registry.publish({
      name: 'fx-keys',
      versions: {
        '1.0.0': { ageDays: 101, signature: 'old-key' },
        '1.1.0': { ageDays: 60, signature: 'old-key' },
        '1.2.0': { ageDays: 50, signature: 'unknown-key' },
      },
    });
    registry.publish({
      name: 'fx-built',
      versions: {
        '1.0.0': { ageDays: 90, attested: true },
        '1.1.0-rc.1': { ageDays: 70, attested: true },
        '1.1.0': { ageDays: 60 },
      },
    });
    registry.publish({ name: 'dayjs', versions: { '1.11.99': { ageDays: 30 } } });
  });

  const project = () => makeProject({ registry, files: { 'package.json': { name: 'app', private: true } } });
  const signatureOf = (checks: readonly GateCheck[] | undefined): string => {
    const found = checks?.find(({ check }) => check === 'signature');
    return `${found?.result}: ${found?.reason}`;
  };
  /** What is said of a package before anything is installed. */
  const said = async (spec: string): Promise<string> => {
    const engine = await start(project());
    const { planned } = await engine.install(requests([spec]), { ...byHand, dryRun: true }, never);
    return signatureOf(planned[0]?.report?.checks);
  };

  const rows: readonly (readonly [string, string])[] = [
    ['fx-tiny', 'allow: Signed by the registry.'],
    ['@fx/core', 'allow: Signed by the registry.'],
    ['fx-keys@1.0.0', 'allow: Signed by the registry.'],
    ['fx-lost', 'ask: It is not signed, while 1.0.0 before it was.'],
    ['fx-keys@1.2.0', 'ask: It is signed with a key that the registry does not publish.'],
    ['fx-built', 'ask: It does not say where it was built, while 1.0.0 before it did.'],
    ['fx-badsig', 'block: Its signature is wrong: it is not of this version and its content.'],
    ['fx-keys@1.1.0', 'block: Its signature is wrong: the key was no longer good when it was published.'],
    ['fx-unsigned', 'unknown: Not verified: the registry has not signed it.'],
  ];
  for (const [spec, expected] of rows) {
    it(`${spec}: ${expected.slice(0, expected.indexOf(':'))}`, async () => assert.equal(await said(spec), expected));
  }

  it('is unknown where what it says about its build cannot be read', async () =>
    assert.match(
      await said('fx-built@1.0.0'),
      /^unknown: Signed by the registry\. .* was not verified: 404 Not Found/,
    ));

  it('blocks what says it was built from something else', async () => {
    const subject = [{ name: 'pkg:npm/fx-other@1.0.0', digest: { sha512: 'ab' } }];
    const payload = Buffer.from(JSON.stringify({ subject })).toString('base64');
    const bundle = { dsseEnvelope: { payload, signatures: [{ keyid: '', sig: '' }] } };
    registry.attest('fx-built@1.0.0', { attestations: [{ bundle }] });
    assert.equal(await said('fx-built@1.0.0'), 'block: What it says about where it was built is wrong.');
  });

  it('is unknown where the registry publishes no keys, as mirrors do, which stops no person', async () => {
    registry.setFault({ kind: 'status', status: 404, match: keys });
    const engine = await start(project());
    const { operations } = await engine.install(requests(['fx-tiny']), byHand, never);
    assert.deepEqual(
      [operations[0]?.status, signatureOf(operations[0]?.gate[0]?.checks)],
      ['succeeded', 'unknown: Not verified: the registry publishes no keys.'],
    );
  });

  it('is unknown where the registry shows a page instead of its keys', async () => {
    registry.setFault({ kind: 'html', match: keys });
    assert.match(await said('fx-tiny'), /^unknown: Not verified: the registry did not tell its keys: /);
  });

  it('is for a signature that is gone asked about though nobody tells keys', async () => {
    registry.setFault({ kind: 'status', status: 404, match: keys });
    assert.equal(await said('fx-lost'), 'ask: It is not signed, while 1.0.0 before it was.');
  });

  it('blocks a forged version that a range gives, and leaves the project as it was', async () => {
    const app = project();
    const engine = await start(app);
    const before = wholeTree(app);
    const forged = requests(['fx-forged@^1.0.0']);
    const { operations, blocked } = await engine.install(forged, { ...byHand, confirmed: true }, never);
    assert.deepEqual(
      [operations[0]?.status, operations[0]?.error?.code, blocked.map(({ version }) => version)],
      ['failed', 'QM_GATE_BLOCK', ['1.1.0']],
      JSON.stringify(operations[0]?.error),
    );
    assert.match(operations[0]?.error?.message ?? '', /^fx-forged 1\.1\.0 would be installed\. Its signature is wrong/);
    assert.deepEqual(wholeTree(app), before);
  });

  it('asks a person where a signature is gone, and takes no script for one', async () => {
    const engine = await start(project());
    const asking = async (confirmed: boolean | 'unattended'): Promise<readonly unknown[]> => {
      const { operations, asked } = await engine.install(requests(['fx-lost']), { ...byHand, confirmed }, never);
      return [operations[0]?.status, asked.map((report) => report.package)];
    };
    assert.deepEqual(await asking('unattended'), [undefined, ['fx-lost']]);
    assert.deepEqual(await asking(true), ['succeeded', []]);
  });

  it('stops what acts by itself where nobody could verify, but for the very version of the bundled list', async () => {
    const installed = async (spec: string): Promise<readonly string[]> => {
      const engine = await start(project());
      const { operations } = await engine.install(requests([spec]), automatic, never);
      return operations.flatMap(({ status, packages }) => [status, ...packages.map(({ to }) => to ?? '')]);
    };
    registry.setFault({ kind: 'status', status: 500, match: keys });
    assert.deepEqual(await installed('dayjs@1.11.99'), []);
    assert.deepEqual(await installed('lodash'), ['succeeded', '4.18.1']);
    registry.setFault();
    assert.deepEqual(await installed('dayjs@1.11.99'), ['succeeded', '1.11.99']);
  });
});
