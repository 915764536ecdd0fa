import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { CancelledError } from '../../src/base/errors.ts';
import { NpmRegistry } from '../../src/node/npm-registry.ts';
import { systemClock } from '../../src/node/system-clock.ts';
import type { Fault } from '../registry/faults.ts';
import { startRegistry, type Registry } from '../registry/registry.ts';
import { never, useHermeticProcess } from '../support/engine.ts';
import { startAnswering } from '../support/answering-server.ts';
import { freshCaches } from '../support/environment.ts';
import { tempFolder, useTempProjects } from '../support/temp-project.ts';
import { until } from '../support/until.ts';

describe("a published package's tarball", () => {
  const makeProject = useTempProjects();
  useHermeticProcess();
  let registry: Registry;
  before(async () => {
    registry = await startRegistry();
  });
  beforeEach(() => {
    Object.assign(process.env, freshCaches(tempFolder('cache-')));
  });
  afterEach(() => registry.setFault());
  after(() => registry.stop());
  const ask = (name: string, version: string, signal = never) =>
    new NpmRegistry(systemClock).tarball(name, version, makeProject({ registry }).folder, signal);

  it('has each of its files by its hash', async () => {
    const answer = await ask('@fx/util', '1.0.1');
    assert.ok(answer.ok);
    assert.deepEqual([...answer.files.keys()].toSorted(), ['CHANGELOG.md', 'README.md', 'index.js', 'package.json']);
    const content = 'module.exports = "@fx/util@1.0.1";\n';
    assert.equal(answer.files.get('index.js'), createHash('sha512').update(content).digest('hex'));
  });

  it('may be large', async () => {
    const answer = await ask('fx-heavy', '1.0.0');
    assert.equal(answer.ok && answer.files.size, 405);
  });

  const faults: readonly (readonly [what: string, fault: Fault, reason: string])[] = [
    ['another one', { kind: 'corrupt', match: /tgz/ }, 'other-content'],
    ['a page', { kind: 'html', match: /tgz/ }, 'other-content'],
    ['half of it', { kind: 'truncate', match: /tgz/ }, 'unreachable'],
    ['reset connections', { kind: 'reset', match: /tgz/ }, 'unreachable'],
    ['an error', { kind: 'status', status: 500, match: /tgz/ }, 'failed'],
    ['a refusal', { kind: 'status', status: 403, match: /tgz/ }, 'unauthorized'],
    ['nothing', { kind: 'hang', match: /tgz/ }, 'unreachable'],
  ];
  for (const [what, fault, reason] of faults) {
    it(`is told from ${what}`, async () => {
      registry.setFault(fault);
      const started = performance.now();
      const answer = await ask('fx-tiny', '1.2.0');
      assert.equal(answer.ok ? 'ok' : answer.reason, reason, JSON.stringify(answer));
      assert.ok(performance.now() - started < 30_000);
    });
  }

  it('is not there for a version or a package that nobody has', async () => {
    for (const [name, version] of [
      ['fx-tiny', '9.9.9'],
      ['fx-nobody', '1.0.0'],
    ] as const) {
      const answer = await ask(name, version);
      assert.equal(answer.ok ? 'ok' : answer.reason, 'not-found');
    }
  });

  it('proves nothing where its hash is not announced', async () => {
    const version = {
      name: 'x',
      version: '1.0.0',
      dist: { tarball: 'http://127.0.0.1:9/x.tgz', shasum: 'a'.repeat(40) },
    };
    const server = await startAnswering();
    server.answer(200, { versions: { '1.0.0': version }, 'dist-tags': { latest: '1.0.0' } });
    try {
      const { folder } = makeProject({ registry: server });
      const answer = await new NpmRegistry(systemClock).tarball('x', '1.0.0', folder, never);
      assert.equal(answer.ok ? 'ok' : answer.reason, 'unannounced', JSON.stringify(answer));
    } finally {
      await server.stop();
    }
  });

  it('is not waited for once nobody wants it', async () => {
    registry.setFault({ kind: 'hang', match: /tgz/ });
    const controller = new AbortController();
    registry.requests.length = 0;
    const answer = ask('fx-tiny', '1.2.0', controller.signal);
    await until(() => registry.requests.some((line) => line.endsWith('.tgz')));
    controller.abort();
    await assert.rejects(answer, CancelledError);
  });
});
