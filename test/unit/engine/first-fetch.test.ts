import assert from 'node:assert/strict';
import { CancelledError } from '../../../src/base/errors.ts';
import type { EngineContext } from '../../../src/engine/context.ts';
import { checkFirstFetch } from '../../../src/engine/first-fetch.ts';
import type { LockedPackage } from '../../../src/model/lockfile.ts';
import type { ManagerDriver } from '../../../src/ports/manager-driver.ts';
import type { TarballAnswer } from '../../../src/ports/registry.ts';
import { answering } from '../../fakes/answering-runner.ts';
import { fakeDriver } from '../../fakes/fake-driver.ts';

const never = new AbortController().signal;

describe('the proof of what was fetched first', () => {
  const published = new Map([
    ['package.json', 'aa'],
    ['index.js', 'bb'],
  ]);
  const newcomer = (name: string, source: LockedPackage['source'] = 'registry'): LockedPackage => ({
    name,
    version: '1.0.0',
    source,
    integrity: 'x',
  });

  async function check(
    answer: TarballAnswer,
    kept: ReadonlyMap<string, string> | undefined = published,
    newcomers: readonly LockedPackage[] = [newcomer('a')],
    over: Partial<ManagerDriver> = {},
  ) {
    const asked: string[] = [];
    const registry = {
      async tarball(name: string, version: string, folder: string) {
        asked.push(`${name}@${version} ${folder}`);
        return answer;
      },
    };
    const driver = {
      ...fakeDriver(async () => undefined),
      trustsFirstFetch: true,
      fetchedFiles: async () => kept,
      ...over,
    };
    const context = { registry } as unknown as EngineContext;
    const unproven = await checkFirstFetch(context, driver, answering({}).context, newcomers, never);
    return { asked, unproven: unproven.map(({ name }) => name) };
  }

  it('compares every package of a registry, in the folder of the project itself', async () => {
    const newcomers = [
      newcomer('a'),
      newcomer('g', 'git'),
      newcomer('@s/b'),
      newcomer('f', 'file'),
      newcomer('u', 'url'),
    ];
    const { asked, unproven } = await check({ ok: true, files: published }, published, newcomers);
    assert.deepEqual([asked, unproven], [['a@1.0.0 /p', '@s/b@1.0.0 /p'], []]);
  });

  it('asks for nothing where the manager compares by itself, and where nothing was fetched', async () => {
    const wrong: TarballAnswer = { ok: false, reason: 'other-content', message: '' };
    assert.deepEqual((await check(wrong, published, undefined, { trustsFirstFetch: false })).asked, []);
    assert.deepEqual((await check(wrong, undefined, undefined, { fetchedFiles: async () => undefined })).asked, []);
  });

  const differing: readonly (readonly [what: string, files: readonly (readonly [string, string])[]])[] = [
    [
      'another file',
      [
        ['package.json', 'aa'],
        ['index.js', 'cc'],
      ],
    ],
    ['a file less', [['package.json', 'aa']]],
    ['a file more', [...published, ['evil.js', 'dd']]],
    [
      'another name',
      [
        ['package.json', 'aa'],
        ['Index.js', 'bb'],
      ],
    ],
    ['nothing', []],
  ];
  for (const [what, files] of differing) {
    it(`refuses what has ${what}`, async () => {
      const failure = check({ ok: true, files: published }, new Map(files));
      await assert.rejects(failure, { code: 'QM_INTEGRITY', message: /a 1\.0\.0/ });
    });
  }

  const faults: readonly (readonly [reason: Extract<TarballAnswer, { ok: false }>['reason'], code: string])[] = [
    ['other-content', 'QM_INTEGRITY'],
    ['unreachable', 'QM_REGISTRY_UNREACHABLE'],
    ['unauthorized', 'QM_REGISTRY_AUTH'],
    ['failed', 'QM_REGISTRY_FAILED'],
    ['malformed', 'QM_REGISTRY_FAILED'],
    ['not-found', 'QM_REGISTRY_FAILED'],
  ];
  for (const [reason, code] of faults) {
    it(`says ${code} where the answer is ${reason}`, async () => {
      await assert.rejects(check({ ok: false, reason, message: 'why' }), { code, details: 'why' });
    });
  }

  it('names what the registry announces no hash of', async () => {
    const answer = { ok: false, reason: 'unannounced', message: 'x' } as const;
    assert.deepEqual((await check(answer, published, [newcomer('a'), newcomer('b')])).unproven, ['a', 'b']);
  });

  it('downloads eight at once, and stops when told to', async () => {
    let running = 0;
    let most = 0;
    const registry = {
      async tarball() {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return { ok: true, files: published };
      },
    };
    const driver = { ...fakeDriver(async () => undefined), trustsFirstFetch: true };
    const newcomers = Array.from({ length: 20 }, (_, index) => newcomer(`p${index}`));
    const shadow = answering({}).context;
    await checkFirstFetch({ registry } as unknown as EngineContext, driver, shadow, newcomers, never);
    assert.equal(most, 8);
    const stopped = { tarball: () => Promise.reject(new CancelledError()) };
    const failure = checkFirstFetch(
      { registry: stopped } as unknown as EngineContext,
      driver,
      shadow,
      newcomers,
      never,
    );
    await assert.rejects(failure, CancelledError);
  });
});
