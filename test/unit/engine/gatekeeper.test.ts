import assert from 'node:assert/strict';
import type { EngineContext } from '../../../src/engine/context.ts';
import { judgeLanding } from '../../../src/engine/gatekeeper.ts';
import { judge } from '../../../src/engine/proposals.ts';
import type { Newcomer } from '../../../src/model/lockfile.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import type { SignedVersion } from '../../../src/ports/registry.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { never } from '../../support/engine.ts';
import { noRule, packument, popularList, publishedVersion, signedVersion } from '../../support/model.ts';

describe('judgeLanding', () => {
  const [named, altered] = [`sha512-${'A'.repeat(86)}==`, `sha512-${'B'.repeat(86)}==`];
  const name = 'lodash' as PackageName;

  /** Judged with one hash, landing with what the lockfile has: the verdict, the version, and what was verified. */
  async function landing(judged: string | undefined, lands: Partial<Newcomer>) {
    const verified: string[] = [];
    const context = {
      root: '/w',
      clock: new FakeClock(),
      popular: popularList({ lodash: [400_000_000, '4.18.1'] }),
      registry: {
        async signature({ published }: SignedVersion) {
          verified.push(`${published.version} ${published.integrity}`);
          return published.integrity === named ? signedVersion : { kind: 'invalid', fault: 'other-content' };
        },
      },
    } as unknown as EngineContext;
    const known = ['4.17.0', '4.18.1'].map(
      (version) => [version, publishedVersion(version, { integrity: judged })] as const,
    );
    const found = { ...packument(name, ['4.17.0', '4.18.1']), versions: new Map(known) };
    const advised = { known: true, advisories: [], checkedAt: '2026-11-23T10:00:00.000Z' } as const;
    const answer = { ok: true, packument: found } as const;
    const asked = { answer, rules: noRule, signature: signedVersion, advisories: advised };
    const item = {
      request: { package: name, range: undefined, manifest: '', field: 'dependencies' as const },
      packument: found,
      preferredVersion: undefined,
      report: judge(context, name, '4.18.1', asked),
      fault: undefined,
    };
    const newcomer: Newcomer = {
      ...{ name, version: '4.18.1', source: 'registry', integrity: named, isNewName: true, former: [] },
      ...lands,
    };
    const opinions = { decide: () => noRule, advise: () => advised };
    const [done] = await judgeLanding(context, { root: '' }, [item], [newcomer], opinions, never);
    return [done?.report?.verdict, done?.report?.version, verified];
  }

  it('asks nobody again about what was judged', async () =>
    assert.deepEqual(await landing(named, {}), ['allow', '4.18.1', []]));

  it('blocks what lands with another content than was signed', async () =>
    assert.deepEqual(await landing(named, { integrity: altered }), ['block', '4.18.1', [`4.18.1 ${altered}`]]));

  it('verifies another version with the content that lands', async () =>
    assert.deepEqual(await landing(altered, { version: '4.17.0' }), ['allow', '4.18.1', [`4.17.0 ${named}`]]));

  it('compares nothing that comes past the registry', async () =>
    assert.deepEqual(await landing(named, { integrity: altered, source: 'url' }), ['allow', '4.18.1', []]));

  for (const integrity of [undefined, '10c0/0123', 'sha1-AAAA', `${named} ${altered}`]) {
    it(`compares no hash of another notation: ${integrity?.slice(0, 10) ?? 'none'}`, async () =>
      assert.deepEqual(await landing(named, { integrity }), ['allow', '4.18.1', []]));
  }
});
