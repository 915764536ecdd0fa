import assert from 'node:assert/strict';
import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import type { PackageName } from '../../../src/model/package-name.ts';
import { NpmRegistry } from '../../../src/node/npm-registry.ts';
import type { SignatureAnswer } from '../../../src/ports/registry.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { startAnswering, type Answering } from '../../support/answering-server.ts';
import { never, useHermeticProcess } from '../../support/engine.ts';
import { publishedVersion } from '../../support/model.ts';
import { createTestLog } from '../../support/sigstore.ts';
import { useTempProjects } from '../../support/temp-project.ts';

const scheme = 'ecdsa-sha2-nistp256';
const content = createHash('sha512').update('content');
const sha512 = content.copy().digest('hex');
const integrity = `sha512-${content.digest('base64')}`;
const provenance = 'https://slsa.dev/provenance/v1';

function keyPair(keyid: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return { keyid, privateKey, told: { keyid, keytype: scheme, scheme, key, expires: null } };
}

const [own, other, log, otherLog] = [keyPair('own'), keyPair('other'), createTestLog(), createTestLog()];
const sig = createSign('SHA256').update(`x@1.0.0:${integrity}`).sign(own.privateKey).toString('base64');

function statement(over: object = {}): object {
  const subject = { name: 'pkg:npm/x@1.0.0', digest: { sha512 } };
  return {
    _type: 'https://in-toto.io/Statement/v0.1',
    subject: [subject],
    predicateType: provenance,
    predicate: {},
    ...over,
  };
}

type Attested = { readonly bundle: { readonly dsseEnvelope: { payload: string } } };

describe('what a version says about where it was built', () => {
  const useProject = useTempProjects();
  useHermeticProcess();
  let server: Answering;
  before(async () => {
    // Nobody outside is asked whom to trust, whatever goes wrong here.
    Object.assign(process.env, { HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1' });
    log.trustIn(String(process.env['npm_config_cache']));
    server = await startAnswering();
  });
  after(() => server.stop());

  /** The one server tells keys and attestations alike. */
  const verify = async (attestations: unknown, address?: string) => {
    server.answer(200, { keys: [own.told], attestations });
    return asking(new NpmRegistry(new FakeClock()))(address);
  };
  const asking = (registry: NpmRegistry) => {
    const root = useProject({ files: { '.npmrc': `registry=${server.url}/\n` } }).folder;
    return (address = `${server.url}/-/npm/v1/attestations/x@1.0.0`) => ask(registry, root, address);
  };
  const ask = async (registry: NpmRegistry, root: string, address: string) => {
    const published = publishedVersion('1.0.0', {
      integrity,
      signatures: [{ keyid: 'own', sig }],
      attestations: address,
    });
    return registry.signature({ name: 'x' as PackageName, published, publishedAt: undefined }, root, never);
  };
  const kindOf = (answer: SignatureAnswer): string =>
    answer.kind === 'verified' ? answer.provenance.kind : answer.kind === 'invalid' ? answer.fault : answer.kind;
  const good = () => log.attest(statement(), own);
  const changed = () => {
    const attested = good() as Attested;
    attested.bundle.dsseEnvelope.payload = Buffer.from(JSON.stringify(statement({ predicate: { by: 'me' } }))).toString(
      'base64',
    );
    return attested;
  };

  const rows: readonly (readonly [string, () => unknown, string])[] = [
    ['that a log has seen, signed by the registry: verified', () => [good()], 'verified'],
    ['with something else after it was signed', () => [changed()], 'provenance'],
    ['and of it one that was changed', () => [good(), changed()], 'provenance'],
    [
      'of another package',
      () => [log.attest(statement({ subject: [{ name: 'pkg:npm/y@1.0.0', digest: { sha512 } }] }), own)],
      'provenance',
    ],
    [
      'of another content',
      () => [log.attest(statement({ subject: [{ name: 'pkg:npm/x@1.0.0', digest: { sha512: 'ab' } }] }), own)],
      'provenance',
    ],
    ['by another key of the same name', () => [log.attest(statement(), { ...other, keyid: 'own' })], 'provenance'],
    ['that only a log of nobody has seen', () => [otherLog.attest(statement(), own)], 'provenance'],
    ['by a key that the registry does not publish', () => [log.attest(statement(), other)], 'unverified'],
    [
      'that says nothing of where it was built',
      () => [log.attest(statement({ predicateType: 'https://else.invalid/v1' }), own)],
      'unverified',
    ],
    ['though there is none', () => [], 'unverified'],
    ['that has no form', () => [{ predicateType: provenance, bundle: {} }], 'unverified'],
    ['that is no list', () => 'all of them', 'unverified'],
    ['with names of every object', () => JSON.parse('{"__proto__": [], "map": "x"}'), 'unverified'],
  ];
  for (const [what, attestations, expected] of rows) {
    it(what, async () => assert.equal(kindOf(await verify(attestations())), expected));
  }

  it('at an address that is none', async () => assert.equal(kindOf(await verify([good()], '')), 'unverified'));

  it('asks the registry itself, whatever host the address names', async () =>
    assert.equal(kindOf(await verify([good()], 'https://elsewhere.invalid/attestations')), 'verified'));

  it('is waited for five seconds, and not again by the next one for a minute', async () => {
    const clock = new FakeClock();
    const next = asking(new NpmRegistry(clock));
    const address = (name: string): string => `${server.url}/${name}`;
    server.answer(200, { keys: [own.told], attestations: [good()] });
    assert.equal(kindOf(await next(address('a'))), 'verified');
    server.answer('held', {});
    const asked = server.asked();
    const late = next(address('b'));
    await server.waitForRequest(asked + 1);
    clock.advance(4_999);
    assert.equal(await Promise.race([late, new Promise((resolve) => setImmediate(resolve, 'waits'))]), 'waits');
    clock.advance(1);
    assert.deepEqual(await late, { kind: 'verified', provenance: { kind: 'unverified', message: 'network timeout' } });
    assert.equal(kindOf(await next(address('c'))), 'unverified');
    assert.equal(server.asked(), asked + 1);
    server.answer(200, { attestations: [good()] });
    clock.advance(60_000);
    assert.equal(kindOf(await next(address('c'))), 'verified');
  });

  it('is not verified where nobody tells whom to trust', async () => {
    const cache = process.env['npm_config_cache'];
    process.env['npm_config_cache'] = useProject({ files: {} }).path('cache');
    try {
      const answer = await verify([good()]);
      assert.equal(kindOf(answer), 'unverified', JSON.stringify(answer));
    } finally {
      process.env['npm_config_cache'] = cache;
    }
  });
});
