import assert from 'node:assert/strict';
import fs from 'node:fs';
import { CancelledError } from '../../../src/base/errors.ts';
import type { PackageName } from '../../../src/model/package-name.ts';
import { readNpmConfig } from '../../../src/node/lazy/npm-client.ts';
import { NpmRegistry } from '../../../src/node/npm-registry.ts';
import { parsePackument } from '../../../src/node/read-packument.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { useHermeticProcess } from '../../support/engine.ts';
import { useTempProjects } from '../../support/temp-project.ts';
import { startAnswering, type Answering } from '../../support/answering-server.ts';
import { publicRegistry } from '../../../src/node/lazy/npm-client.ts';
import { publicHost } from '../../support/public-registry.ts';
import { publishedVersion } from '../../support/model.ts';

const x = 'x' as PackageName;
const gaps = (length: number): readonly undefined[] => Array.from({ length }, () => undefined);

describe('parsePackument', () => {
  const parse = (raw: unknown) => {
    const answer = parsePackument(x, raw);
    return answer.ok ? answer.packument : answer.reason;
  };
  const version = (over: object = {}) => ({ name: 'x', version: '1.0.0', ...over });

  it('reads what is used', () => {
    const packument = parse({
      versions: {
        '1.0.0': version({ deprecated: 'old', types: 'x.d.ts', _npmUser: { name: 'alice' } }),
        '1.1.0': version({ version: '1.1.0' }),
      },
      'dist-tags': { latest: '1.1.0', bad: 5 },
      time: { created: 't0', '1.0.0': 't1', '1.1.0': null },
    });
    assert.deepEqual(packument, {
      name: 'x',
      versions: new Map([
        [
          '1.0.0',
          publishedVersion('1.0.0', { deprecated: 'old', declaresTypes: true, publisher: 'alice', license: undefined }),
        ],
        ['1.1.0', publishedVersion('1.1.0', { publisher: undefined, license: undefined })],
      ]),
      distTags: new Map([['latest', '1.1.0']]),
      times: new Map([
        ['created', 't0'],
        ['1.0.0', 't1'],
      ]),
    });
  });

  for (const [dist, bytes] of [
    [{ unpackedSize: 1_234 }, 1_234],
    [{ unpackedSize: 0 }, undefined],
    [{ unpackedSize: -1 }, undefined],
    [{ unpackedSize: 1e300 }, undefined],
    [{ unpackedSize: '1' }, undefined],
    [null, undefined],
    ['x', undefined],
  ] as const) {
    it(`reads of ${JSON.stringify(dist)} how large it is: ${bytes ?? 'unknown'}`, () => {
      const packument = parse({ versions: { '1.0.0': version({ dist }) } });
      assert.equal(typeof packument === 'string' ? packument : packument.versions.get('1.0.0')?.unpackedBytes, bytes);
    });
  }

  it('drops one malformed version, not the packument', () => {
    const bad = [null, 5, 'x', [], {}, { version: 1 }, { version: '9.9.9' }, { version: 'x'.repeat(20_000) }];
    const versions = Object.fromEntries([['1.0.0', version()], ...bad.map((value, index) => [`2.0.${index}`, value])]);
    const packument = parse({ versions });
    assert.deepEqual(typeof packument === 'string' ? packument : [...packument.versions.keys()], ['1.0.0']);
  });

  it('knows which versions bring types', () => {
    const cases: readonly (readonly [object, boolean])[] = [
      [{ typings: 'a' }, true],
      [{ types: true }, false],
      [{ exports: { '.': { import: { types: './a.d.ts' } } } }, true],
      [{ exports: './index.d.mts' }, true],
      [{ exports: { '.': ['./a.js', { require: './b.d.cts' }] } }, true],
      [{ exports: { './types': './types.js' } }, false],
      [{ exports: './index.js' }, false],
      [{ exports: null }, false],
    ];
    for (const [fields, expected] of cases) {
      const packument = parse({ versions: { '1.0.0': version(fields) } });
      const found = typeof packument === 'string' ? undefined : packument.versions.get('1.0.0')?.declaresTypes;
      assert.equal(found, expected, JSON.stringify(fields));
    }
    let deep: unknown = './a.d.ts';
    for (let depth = 0; depth < 1000; depth++) deep = { a: deep };
    assert.equal(typeof parse({ versions: { '1.0.0': version({ exports: deep }) } }), 'object');
  });

  it('knows what would run at an install, and what a version depends on', () => {
    const cases: readonly (readonly [object, readonly string[], readonly string[]])[] = [
      [{ scripts: { postinstall: 'x', test: 'y', preinstall: 'z' } }, ['preinstall', 'postinstall'], []],
      [{ gypfile: true }, ['install'], []],
      [{ hasInstallScript: true, scripts: { install: 'x' } }, ['install'], []],
      [
        { dependencies: { a: '1' }, optionalDependencies: { a: '1', b: '2' }, devDependencies: { c: '3' } },
        [],
        ['a', 'b'],
      ],
      [{ scripts: null, dependencies: 'a', gypfile: 'yes', _npmUser: { name: 5 } }, [], []],
      [{ scripts: ['install'], dependencies: JSON.parse('{"__proto__":"1"}') as object }, [], ['__proto__']],
    ];
    for (const [fields, scripts, dependencies] of cases) {
      const packument = parse({ versions: { '1.0.0': version(fields) } });
      const found = typeof packument === 'string' ? undefined : packument.versions.get('1.0.0');
      assert.deepEqual(
        [found?.installScripts, found?.dependencies, found?.publisher],
        [scripts, dependencies, undefined],
      );
    }
  });

  it('takes a deprecation only from a text', () => {
    for (const deprecated of [false, '', true, 0, {}]) {
      const packument = parse({ versions: { '1.0.0': version({ deprecated }) } });
      assert.equal(typeof packument === 'string' ? '' : packument.versions.get('1.0.0')?.deprecated, undefined);
    }
  });

  it('tells what vouches for an archive, and what has not its form from what is not there', () => {
    const [signature, sha1] = [{ keyid: 'k', sig: 's' }, 'da39a3ee5e6b4b0d3255bfef95601890afd80709'];
    const url = 'https://r.invalid/-/npm/v1/attestations/x@1.0.0';
    const nothing = { integrity: undefined, signatures: [], attestations: undefined };
    const cases: readonly (readonly [unknown, object])[] = [
      [undefined, nothing],
      ['x', nothing],
      [{ integrity: 5, shasum: 'x', signatures: null, attestations: null }, nothing],
      [{ integrity: 'sha512-a', shasum: sha1 }, { integrity: 'sha512-a' }],
      [{ shasum: sha1 }, { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }],
      [
        { signatures: [signature], attestations: { url } },
        { signatures: [signature], attestations: url },
      ],
      [{ signatures: [] }, {}],
      [{ signatures: [{ ...signature, more: 1 }, null, 5, 'x', {}] }, { signatures: [signature, ...gaps(4)] }],
      [
        {
          signatures: [
            { keyid: '', sig: 's' },
            { keyid: 'k', sig: 's'.repeat(3_000) },
          ],
        },
        { signatures: gaps(2) },
      ],
      [{ signatures: 'x' }, { signatures: gaps(1) }],
      [{ signatures: {} }, { signatures: gaps(1) }],
      [{ signatures: Array.from({ length: 10_000 }, () => signature) }, { signatures: gaps(1) }],
      [{ attestations: 'x' }, { attestations: '' }],
      [{ attestations: { url: 'nowhere' } }, { attestations: '' }],
      [{ attestations: { url: 5 } }, { attestations: '' }],
    ];
    for (const [dist, expected] of cases) {
      const packument = parse({ versions: { '1.0.0': version({ dist }) } });
      const found = typeof packument === 'string' ? undefined : packument.versions.get('1.0.0');
      const { integrity, signatures, attestations } = found ?? {};
      assert.deepEqual(
        { integrity, signatures, attestations },
        { ...nothing, ...expected },
        JSON.stringify(dist)?.slice(0, 99),
      );
    }
  });

  it('is not impressed by the names of every object', () => {
    const raw: unknown = JSON.parse(
      '{"versions":{"__proto__":{"version":"__proto__"},"constructor":{"version":"constructor"}},' +
        '"dist-tags":{"__proto__":"1.0.0"},"time":{"__proto__":"t"}}',
    );
    const packument = parse(raw);
    assert.ok(typeof packument !== 'string');
    assert.equal(packument.versions.get('toString'), undefined);
    assert.equal(Object.getPrototypeOf(packument.versions), Map.prototype);
    assert.equal(({} as Record<string, unknown>)['version'], undefined);
  });

  for (const raw of [
    '<!doctype html>',
    null,
    undefined,
    5,
    [],
    {},
    { versions: null },
    { versions: 'x' },
    { versions: {}, time: 5 },
  ]) {
    it(`is malformed: ${JSON.stringify(raw)}`, () => assert.equal(parse(raw), 'malformed'));
  }
});

/** A clock that lets nobody wait, and writes down how long they would have. */
function waiting(waits: number[], whenAsked: () => void = () => undefined): FakeClock {
  const pause = async (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
    whenAsked();
  };
  return Object.assign(new FakeClock(), { pause });
}

describe('NpmRegistry', () => {
  const useProject = useTempProjects();
  useHermeticProcess();
  let server: Answering;
  before(async () => {
    server = await startAnswering();
  });
  after(() => server.stop());

  const folder = (text = `registry=${server.url}/\n`): string => useProject({ files: { '.npmrc': text } }).folder;
  const never = new AbortController().signal;
  const good = { name: 'x', versions: { '1.0.0': { name: 'x', version: '1.0.0' } } };

  it('asks once in a minute, and again after a fault', async () => {
    const clock = new FakeClock();
    const registry = new NpmRegistry(clock);
    const root = folder();
    server.answer(403, {});
    const first = await registry.packument(x, root, never);
    assert.deepEqual(first.ok ? 'ok' : first.reason, 'unauthorized');
    server.answer(200, good);
    const asked = server.asked();
    for (let time = 0; time < 3; time++) assert.equal((await registry.packument(x, root, never)).ok, true);
    assert.equal(server.asked(), asked + 1);
    clock.advance(60_000);
    assert.equal((await registry.packument(x, root, never)).ok, true);
    assert.equal(server.asked(), asked + 2);
  });

  it('takes nothing for public that comes from elsewhere than the public registry', async () => {
    const registry = new NpmRegistry(new FakeClock());
    const text = `registry=${publicRegistry}\n@own:registry=${server.url}/\n`;
    const asked = server.asked();
    const isPublic = (name: string, root: string) => registry.isPublic(name, root, never);
    assert.equal(await isPublic('x', folder(text)), true);
    assert.equal(await isPublic('@own/x', folder(text)), false);
    assert.equal(await isPublic('x', folder()), false);
    assert.equal(await isPublic('x', folder(`registry=https://${publicHost}.evil.test/\n`)), false);
    assert.equal(server.asked(), asked);
  });

  it('takes a scoped package for public only where a registry shows it to somebody without a token', async () => {
    const { answersAnybody } = await import('../../../src/node/lazy/npm-client.ts');
    const options = { [`//${server.url.slice(7)}/:_authToken`]: 'secret', forceAuth: undefined };
    server.answer(200, {});
    assert.equal(await answersAnybody(server.url, '@own/x', options, never), true);
    assert.equal(server.headers()['authorization'], undefined);
    for (const status of [401, 404, 500]) {
      server.answer(status, {});
      assert.equal(await answersAnybody(server.url, '@own/x', options, never), false);
    }
  });

  const reasons = [
    [401, {}, 'unauthorized'],
    [403, {}, 'unauthorized'],
    [404, {}, 'not-found'],
    [429, {}, 'busy'],
    [500, {}, 'failed'],
    [503, {}, 'failed'],
    [200, '<!doctype html>', 'malformed'],
    [200, { versions: 5 }, 'malformed'],
  ] as const;
  for (const [status, body, reason] of reasons) {
    it(`takes ${status} ${JSON.stringify(body)} for ${reason}`, async () => {
      server.answer(status, body);
      const answer = await new NpmRegistry(waiting([])).packument(x, folder(), never);
      assert.equal(answer.ok ? 'ok' : answer.reason, reason);
    });
  }

  it('takes an answer that does not end for malformed', async () => {
    server.answer(200, 'x'.repeat(64_000_001));
    const answer = await new NpmRegistry(waiting([])).currentPackument(x, folder(), never);
    assert.deepEqual(answer, { ok: false, reason: 'malformed', message: 'The answer is too long.' });
  });

  const announced = [
    ['3', 3_000, 2],
    ['20', 20_000, 2],
    ['Mon, 23 Nov 2026 10:00:07 GMT', 7_000, 2],
    ['Mon, 23 Nov 2026 09:00:00 GMT', 0, 2],
    ['21', undefined, 1],
    ['soon', undefined, 1],
    [undefined, 500, 2],
  ] as const;
  for (const [retryAfter, wait, questions] of announced) {
    it(`asks ${questions} times of a registry that is busy and says ${retryAfter ?? 'nothing'}`, async () => {
      const waits: number[] = [];
      server.answer(429, {}, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
      const before = server.asked();
      const answer = await new NpmRegistry(waiting(waits)).packument(x, folder(), never);
      assert.equal(answer.ok ? 'ok' : answer.reason, 'busy');
      assert.deepEqual([waits, server.asked() - before], [wait === undefined ? [] : [wait], questions]);
    });
  }

  it('has the answer that comes after the pause', async () => {
    const z = 'z' as PackageName;
    server.answer(429, {}, { 'retry-after': '2' });
    const clock = waiting([], () => server.answer(200, { ...good, name: 'z' }));
    assert.equal((await new NpmRegistry(clock).packument(z, folder(), never)).ok, true);
  });

  it('tells the pause that is asked for at an address of its own registry, and asks at no other', async () => {
    const registry = new NpmRegistry(waiting([]));
    const root = folder();
    const ask = (...addresses: readonly string[]) => registry.announcedPause(addresses, root, never);
    server.answer(429, {}, { 'retry-after': '4' });
    assert.equal(await ask('http://127.0.0.1:9/a', `${server.url}/x`, 'https://elsewhere.invalid/b'), 4_000);
    const asked = server.asked();
    assert.equal(await ask('http://127.0.0.1:9/a', `${server.url}.invalid/x`), undefined);
    assert.equal(server.asked(), asked);
    server.answer(429, {}, { 'retry-after': '600' });
    assert.equal(await ask(`${server.url}/x`), 600_000);
    server.answer(429, {});
    assert.equal(await ask(`${server.url}/x`), undefined);
    server.answer(200, good);
    assert.equal(await ask(`${server.url}/x`), 0);
  });

  it("lets nobody's cancellation reach another who asked the same", async () => {
    const registry = new NpmRegistry(new FakeClock());
    const root = folder();
    server.answer('held', good);
    const controller = new AbortController();
    const before = server.asked();
    // A name of its own: npm's cache would answer for one that it knows.
    const y = 'y' as PackageName;
    const first = registry.packument(y, root, controller.signal);
    const second = registry.packument(y, root, never);
    await server.waitForRequest(before + 1);
    server.answer(200, good);
    controller.abort();
    await assert.rejects(first, CancelledError);
    assert.equal((await second).ok, true);
  });

  it('reads the prefix of new versions', async () => {
    const table = [
      ['', '^'],
      ['save-prefix=~', '~'],
      ['save-prefix=', ''],
      ['save-exact=true', ''],
      ['save-prefix=>=', '^'],
    ] as const;
    for (const [text, expected] of table) {
      assert.equal(await new NpmRegistry(new FakeClock()).savePrefix(folder(text)), expected, text);
    }
  });

  for (const file of ['etc/npmrc', 'lib/node_modules/npm/npmrc']) {
    it(`reads what stands for all users in ${file} of the installed npm`, async () => {
      const machine = useProject({ files: { [file]: 'save-prefix=~\n' } });
      const npm = { node: machine.path('bin/node'), folder: machine.path('lib/node_modules/npm') };
      // A prefix that is set would have the file elsewhere.
      delete process.env['npm_config_prefix'];
      const registry = new NpmRegistry(new FakeClock(), async () => npm);
      assert.equal(await registry.savePrefix(folder('')), '~');
      assert.equal(await registry.savePrefix(folder('save-prefix=^')), '^');
    });
  }

  it('takes no file of the project for one of all users', async () => {
    const app = useProject({ files: { 'etc/npmrc': 'save-prefix=~\n', npmrc: 'save-prefix=~\n' } });
    assert.equal(await new NpmRegistry(new FakeClock()).savePrefix(app.folder), '^');
  });

  it('sends a variable to a host of the repository only where that may have it, or the user names that host too', async () => {
    server.answer(200, good);
    process.env['NPM_TOKEN'] = 'a-token';
    const host = new URL(server.url).host;
    const line = `//${host}/:_authToken=\${NPM_TOKEN}`;
    const sentBy = async (registry: NpmRegistry): Promise<string | undefined> => {
      await registry.currentPackument(x, folder(`registry=${server.url}/\n${line}\n`), never);
      return server.headers().authorization;
    };
    const asked: string[] = [];
    const answering = (mayHave: boolean) =>
      new NpmRegistry(new FakeClock(), undefined, async (_, { variable, host: to }) => {
        asked.push(`${variable} ${to}`);
        return mayHave;
      });
    assert.equal(await sentBy(answering(false)), undefined);
    assert.equal(await sentBy(answering(true)), 'Bearer a-token');
    assert.deepEqual(asked, [`NPM_TOKEN ${host}`, `NPM_TOKEN ${host}`]);
    const own = String(process.env['npm_config_userconfig']);
    fs.writeFileSync(own, `@corp:registry=${server.url}/\n`);
    try {
      assert.equal(await sentBy(answering(false)), 'Bearer a-token');
      assert.deepEqual(asked.length, 2);
    } finally {
      fs.rmSync(own);
    }
  });

  for (const line of [
    '//a.test/:_authToken=${NPM_TOKEN}',
    '//a.test/:_authToken=${NOT_FOR_YOU}',
    '//${NOT_FOR_YOU}/:_authToken=x',
    'userconfig=./more',
    'globalconfig=./more',
    'https-proxy=http://a.test/',
    'strict-ssl=false',
    'ca[]=x',
  ]) {
    it(`asks no registry with what a project may not set: ${line}`, async () => {
      Object.assign(process.env, { NOT_FOR_YOU: 'a-secret', NPM_TOKEN: 'a-secret' });
      const more = '//a.test/:_authToken=${NOT_FOR_YOU}\n';
      const app = useProject({ files: { '.npmrc': `save-prefix=~\n${line}\n`, more } });
      const { flat } = await readNpmConfig(app.folder);
      assert.doesNotMatch(JSON.stringify(flat), /a-secret|a\.test/);
      assert.deepEqual([flat['strictSSL'], flat['ca']], [true, null]);
      assert.equal(flat['savePrefix'], line.startsWith('//$') ? '^' : '~');
    });
  }
});
