import assert from 'node:assert/strict';
import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { CancelledError } from '../../../src/base/errors.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import { NpmRegistry } from '../../../src/node/npm-registry.ts';
import type { PublishedVersion, SignatureAnswer } from '../../../src/ports/registry.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { startAnswering, type Answering } from '../../support/answering-server.ts';
import { never, useHermeticProcess } from '../../support/engine.ts';
import { publishedVersion } from '../../support/model.ts';
import { useTempProjects } from '../../support/temp-project.ts';

const scheme = 'ecdsa-sha2-nistp256';
const day = 86_400_000;
const now = new FakeClock().now().getTime();
const daysAgo = (days: number): Date => new Date(now - days * day);

/** A pair of keys, of which the public one is as a registry tells it. */
function keyPair(curve = 'prime256v1') {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: curve });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const keyid = `SHA256:${createHash('sha256').update(spki).digest('base64')}`;
  const told = { keyid, keytype: scheme, scheme, key: spki.toString('base64'), expires: null };
  const sign = (text: string) => ({
    keyid,
    sig: createSign('SHA256').update(text).sign(privateKey).toString('base64'),
  });
  return { keyid, told, sign };
}

const [own, other, long] = [keyPair(), keyPair(), keyPair('secp384r1')];
const integrity = `sha512-${createHash('sha512').update('content').digest('base64')}`;
const text = `x@1.0.0:${integrity}`;
const good = { integrity, signatures: [own.sign(text)] };

describe('the signature of a version', () => {
  const useProject = useTempProjects();
  useHermeticProcess();
  let server: Answering;
  before(async () => {
    server = await startAnswering();
  });
  beforeEach(() => server.answer(200, { keys: [own.told] }));
  after(() => server.stop());

  const folder = (more = ''): string => useProject({ files: { '.npmrc': `registry=${server.url}/\n${more}` } }).folder;
  const verify = (
    over: Partial<PublishedVersion>,
    { name = 'x', publishedAt = daysAgo(400), registry = new NpmRegistry(new FakeClock()), root = folder() } = {},
    signal = never,
  ): Promise<SignatureAnswer> =>
    registry.signature(
      { name: name as PackageName, published: publishedVersion('1.0.0', over), publishedAt },
      root,
      signal,
    );
  const verified: SignatureAnswer = { kind: 'verified', provenance: { kind: 'none' } };
  const otherContent: SignatureAnswer = { kind: 'invalid', fault: 'other-content' };
  const malformed: SignatureAnswer = { kind: 'invalid', fault: 'malformed' };

  const versions: readonly (readonly [string, Partial<PublishedVersion>, SignatureAnswer, string?])[] = [
    ['good', good, verified],
    ['of a scoped name', { integrity, signatures: [own.sign(`@a/x@1.0.0:${integrity}`)] }, verified, '@a/x'],
    [
      'of an old hash',
      {
        integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=',
        signatures: [own.sign('x@1.0.0:sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=')],
      },
      verified,
    ],
    ['of another content', { ...good, integrity: integrity.replace(/..==$/, 'AA==') }, otherContent],
    ['of another version', { integrity, signatures: [own.sign(`x@1.0.1:${integrity}`)] }, otherContent],
    ['of another package', { integrity, signatures: [own.sign(`y@1.0.0:${integrity}`)] }, otherContent],
    [
      'by a key that the registry does not have',
      { integrity, signatures: [other.sign(text)] },
      { kind: 'unknown-key' },
    ],
    [
      'by another key under the name of its own',
      { integrity, signatures: [{ ...other.sign(text), keyid: own.keyid }] },
      otherContent,
    ],
    [
      'with an id of every object',
      { integrity, signatures: [{ ...own.sign(text), keyid: '__proto__' }] },
      { kind: 'unknown-key' },
    ],
    [
      'with another id of every object',
      { integrity, signatures: [{ ...own.sign(text), keyid: 'constructor' }] },
      { kind: 'unknown-key' },
    ],
    ['of no base64', { integrity, signatures: [{ keyid: own.keyid, sig: '%%%' }] }, otherContent],
    ['two good ones', { integrity, signatures: [own.sign(text), own.sign(text)] }, verified],
    ['a good and a wrong one', { integrity, signatures: [own.sign(text), own.sign('y')] }, otherContent],
    [
      'a good one and one by an unknown key',
      { integrity, signatures: [own.sign(text), other.sign(text)] },
      { kind: 'unknown-key' },
    ],
    [
      'a wrong one and one by an unknown key',
      { integrity, signatures: [other.sign(text), own.sign('y')] },
      otherContent,
    ],
    ['a good one and something of no form', { integrity, signatures: [own.sign(text), undefined] }, malformed],
    ['of nothing: there is no hash', { ...good, integrity: undefined }, malformed],
    ['of a hash that is none', { integrity: 'garbage', signatures: [own.sign('x@1.0.0:garbage')] }, malformed],
    ['none', { integrity }, { kind: 'absent' }],
  ];
  for (const [what, over, expected, name] of versions) {
    it(what, async () => assert.deepEqual(await verify(over, name === undefined ? {} : { name }), expected));
  }

  /** When the version was published, until when its key was good. */
  const expired = { kind: 'invalid', fault: 'expired-key' } as const;
  const expiries: readonly (readonly [string, Date | undefined, string | null, SignatureAnswer])[] = [
    ['expired since', daysAgo(101), daysAgo(100).toISOString(), verified],
    ['had expired before', daysAgo(99), daysAgo(100).toISOString(), expired],
    ['expired at that moment', daysAgo(100), daysAgo(100).toISOString(), expired],
    ['will expire, and nobody knows when it was used', undefined, daysAgo(-1).toISOString(), verified],
    ['has expired, and nobody knows when it was used', undefined, daysAgo(1).toISOString(), { kind: 'undated' }],
    ['expires never, and nobody knows when it was used', undefined, null, verified],
    [
      'expires at no time',
      daysAgo(9),
      'one day',
      { kind: 'unreachable', reason: 'malformed', message: 'not the form of keys' },
    ],
  ];
  for (const [what, publishedAt, expires, expected] of expiries) {
    it(`by a key that ${what}`, async () => {
      server.answer(200, { keys: [{ ...own.told, expires }] });
      // A default would stand in for undefined.
      const root = folder();
      const registry = new NpmRegistry(new FakeClock());
      const version = { name: 'x' as PackageName, published: publishedVersion('1.0.0', good), publishedAt };
      assert.deepEqual(await registry.signature(version, root, never), expected);
    });
  }

  const noForm = [/^unreachable malformed/] as const;
  const answers: readonly (readonly [string, number, unknown, RegExp])[] = [
    ['a page', 200, '<!doctype html><title>Sign in</title>', ...noForm],
    ['half a document', 200, '{"keys": [', ...noForm],
    ['null', 200, null, ...noForm],
    ['a list', 200, [own.told], ...noForm],
    ['keys of no form', 200, { keys: 'all of them' }, ...noForm],
    ['keys that are none', 200, { keys: [null, 5, 'x', [], {}, { ...own.told, key: 5 }] }, ...noForm],
    ['a key of another scheme', 200, { keys: [{ ...own.told, scheme: 'none', keytype: 'none' }] }, ...noForm],
    ['a key that is no key', 200, { keys: [{ ...own.told, key: 'AAAA' }] }, /^unknown-key/],
    ['a key of another curve', 200, { keys: [{ ...long.told, keyid: own.keyid }] }, /^unknown-key/],
    ['a good key after garbage', 200, { keys: [{ keyid: 5 }, own.told] }, /^verified/],
    [
      'another key of the same id before it',
      200,
      { keys: [{ ...other.told, keyid: own.keyid }, own.told] },
      /^invalid/,
    ],
    [
      'names of every object',
      200,
      JSON.parse(`{"__proto__": {"keys": []}, "keys": [{"keyid": "__proto__"}, ${JSON.stringify(own.told)}]}`),
      /^verified/,
    ],
    [
      '10,000 keys',
      200,
      { keys: [...Array.from({ length: 10_000 }, (_, index) => ({ ...other.told, keyid: `k${index}` })), own.told] },
      /^verified/,
    ],
    ['more than anybody reads', 200, { keys: [own.told], more: 'x'.repeat(9_000_000) }, ...noForm],
    ['no keys', 200, { keys: [] }, /^no-keys/],
    ['that there is no such thing', 404, {}, /^no-keys/],
    ['that it does not understand', 400, {}, /^no-keys/],
    ['that it must not be asked', 401, {}, /^unreachable unauthorized/],
    ['that it is busy', 429, {}, /^unreachable busy/],
    ['an error of its own', 500, {}, /^unreachable failed/],
  ];
  for (const [what, status, body, expected] of answers) {
    it(`where the registry answers ${what} for its keys`, async () => {
      server.answer(status, body);
      const answer = await verify(good);
      assert.match(`${answer.kind} ${answer.kind === 'unreachable' ? answer.reason : ''}`, expected);
    });
  }

  it('where nobody answers', async () => {
    const gone = await startAnswering();
    await gone.stop();
    const root = useProject({ files: { '.npmrc': `registry=${gone.url}/\n` } }).folder;
    const answer = await verify(good, { root });
    assert.deepEqual(answer.kind === 'unreachable' ? answer.reason : answer.kind, 'unreachable');
  });

  it('where the registry never answers: within seconds', async () => {
    server.answer('held', {});
    const started = performance.now();
    const answer = await verify(good);
    assert.deepEqual(answer.kind === 'unreachable' ? answer.reason : answer.kind, 'unreachable');
    assert.ok(performance.now() - started < 9_000);
  });

  it('where the registry stops in the middle: within seconds', async () => {
    const stopping = http.createServer((_, response) => response.writeHead(200).write('{"keys": ['));
    await new Promise<void>((resolve) => stopping.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${(stopping.address() as AddressInfo).port}/`;
      const root = useProject({ files: { '.npmrc': `registry=${url}\n` } }).folder;
      const answer = await verify(good, { root });
      assert.deepEqual(answer.kind === 'unreachable' ? answer.reason : answer.kind, 'unreachable');
    } finally {
      stopping.closeAllConnections();
      stopping.close();
    }
  });

  it('is asked of the registry of the scope, with its token, and of no other', async () => {
    const scoped = await startAnswering();
    scoped.answer(200, { keys: [other.told] });
    try {
      const root = folder(`@a:registry=${scoped.url}/npm/\n//${scoped.url.slice(7)}/npm/:_authToken=a-token\n`);
      const signed = (pair: typeof own) => ({ integrity, signatures: [pair.sign(`@a/x@1.0.0:${integrity}`)] });
      const [before, registry] = [server.asked(), new NpmRegistry(new FakeClock())];
      assert.deepEqual(await verify(signed(other), { name: '@a/x', root, registry }), verified);
      assert.deepEqual(await verify(signed(own), { name: '@a/x', root, registry }), { kind: 'unknown-key' });
      assert.deepEqual([scoped.asked(), scoped.headers().authorization], [1, 'Bearer a-token']);
      assert.equal(server.asked(), before);
    } finally {
      await scoped.stop();
    }
  });

  it('asks for the keys once in ten minutes, for each folder, and again at once where it is to forget', async () => {
    const clock = new FakeClock();
    const [registry, root, before] = [new NpmRegistry(clock), folder(), server.asked()];
    const asked = async (signatures = [own.sign(text)], at = root): Promise<number> => {
      await verify({ integrity, signatures }, { registry, root: at });
      return server.asked() - before;
    };
    assert.deepEqual([await asked(), await asked(), await asked([])], [1, 1, 1]);
    clock.advance(599_000);
    assert.equal(await asked(), 1);
    clock.advance(1_000);
    assert.equal(await asked(), 2);
    assert.equal(await asked(undefined, folder()), 3);
    registry.forget();
    assert.equal(await asked(), 4);
  });

  it('asks a registry that failed again, though not for each package of a batch', async () => {
    const clock = new FakeClock();
    const [registry, root, before] = [new NpmRegistry(clock), folder(), server.asked()];
    server.answer(500, {});
    const kinds = async (): Promise<readonly string[]> =>
      Promise.all([0, 1, 2].map(async () => (await verify(good, { registry, root })).kind));
    assert.deepEqual(await kinds(), ['unreachable', 'unreachable', 'unreachable']);
    assert.equal(server.asked(), before + 1);
    server.answer(200, { keys: [own.told] });
    clock.advance(10_000);
    assert.deepEqual(await kinds(), ['verified', 'verified', 'verified']);
    assert.equal(server.asked(), before + 2);
  });

  it('verifies what the user would not yet take: an age that npm demands is asked elsewhere', async () => {
    const root = folder('before=2020-01-01\n');
    assert.deepEqual(await verify(good, { root, publishedAt: daysAgo(1) }), verified);
  });

  it("lets nobody's cancellation reach another who asked the same", async () => {
    const [registry, root, before] = [new NpmRegistry(new FakeClock()), folder(), server.asked()];
    server.answer('held', {});
    const controller = new AbortController();
    const first = verify(good, { registry, root }, controller.signal);
    const second = verify(good, { registry, root });
    await server.waitForRequest(before + 1);
    server.answer(200, { keys: [own.told] });
    controller.abort();
    await assert.rejects(first, CancelledError);
    assert.deepEqual(await second, verified);
    await assert.rejects(verify(good, { registry, root: folder() }, controller.signal), CancelledError);
  });
});
