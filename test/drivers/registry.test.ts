import assert from 'node:assert/strict';
import { createHash, createVerify } from 'node:crypto';
import { fixtureOsvRecords } from '../registry/fixtures.ts';
import { startOsv, type Osv } from '../registry/osv.ts';
import { startRegistry, type Registry } from '../registry/registry.ts';
import { hermeticEnvironment } from '../support/environment.ts';
import { run } from '../support/run-command.ts';
import { useTempProjects, type TempProject } from '../support/temp-project.ts';

const dayMs = 86_400_000;

describe('the local registry', () => {
  const project = useTempProjects();
  let registry: Registry;

  before(async () => {
    registry = await startRegistry();
  });
  afterEach(() => registry.setFault());
  after(() => registry.stop());

  const emptyProject = () => project({ registry, files: { 'package.json': { name: 'app', private: true } } });
  const npm = (folder: TempProject, ...args: string[]) =>
    run('npm', args, { cwd: folder.folder, env: hermeticEnvironment({ home: folder.path('home'), registry }) });
  const get = async (url: string, headers = {}) => (await fetch(`${registry.url}${url}`, { headers })).json();

  it('serves npm an install with dependencies', async () => {
    const app = emptyProject();
    const { code, stderr } = await npm(app, 'install', 'fx-with-deps', '@fx/core@1.0.0', 'fx-esm');
    assert.equal(code, 0, stderr);
    const { dependencies } = app.readJson('package.json');
    assert.deepEqual(dependencies, { '@fx/core': '^1.0.0', 'fx-esm': '^1.0.0', 'fx-with-deps': '^1.0.0' });
    assert.ok(app.exists('node_modules/fx-tiny/index.js'), 'the dependency of a dependency');
    assert.ok(registry.requests.includes('GET /@fx/core/-/core-1.0.0.tgz'));
  });

  it('runs an install script only where npm is told to', async () => {
    const app = emptyProject();
    await npm(app, 'install', '--ignore-scripts', 'fx-script');
    assert.equal(app.exists('node_modules/fx-script/postinstall-ran.txt'), false);
    await npm(app, 'rebuild', 'fx-script', '--ignore-scripts=false');
    assert.equal(app.exists('node_modules/fx-script/postinstall-ran.txt'), true);
  });

  it('answers an audit', async () => {
    const app = emptyProject();
    await npm(app, 'install', 'fx-vuln@1.0.0', 'fx-vuln-nofix');
    const { code, stdout } = await npm(app, 'audit', '--json');
    assert.equal(code, 1);
    const { vulnerabilities } = JSON.parse(stdout);
    assert.deepEqual(Object.keys(vulnerabilities).sort(), ['fx-vuln', 'fx-vuln-nofix']);
    assert.equal(vulnerabilities['fx-vuln'].via[0].title, 'Prototype pollution in fx-vuln');
  });

  it('refuses two peers that exclude each other', async () => {
    const { code, stderr } = await npm(emptyProject(), 'install', 'fx-host@2', 'fx-plugin@1');
    assert.equal(code, 1);
    assert.match(stderr, /ERESOLVE/);
  });

  it('keeps publication times out of abbreviated packuments, as npm does', async () => {
    const full = await get('/fx-young');
    assert.ok(Date.now() - Date.parse(full.time['1.0.0']) < dayMs);
    const abbreviated = await get('/fx-young', { accept: 'application/vnd.npm.install-v1+json' });
    assert.equal('time' in abbreviated, false);
    assert.equal(abbreviated.modified, full.time['1.0.0']);
  });

  it('signs versions with the key that it publishes, unless told not to', async () => {
    const { keys } = await get('/-/npm/v1/keys');
    const key = { key: Buffer.from(keys[1].key, 'base64'), format: 'der', type: 'spki' } as const;
    const isSigned = async (name: string) => {
      const { dist } = await get(`/${name}/1.0.0`);
      const signature = dist.signatures?.[0];
      const verify = createVerify('SHA256').update(`${name}@1.0.0:${dist.integrity}`);
      return signature && verify.verify(key, signature.sig, 'base64');
    };
    assert.ok(Date.parse(keys[0].expires) < Date.now());
    assert.equal(await isSigned('fx-tiny'), true);
    assert.equal(await isSigned('fx-badsig'), false);
    assert.equal(await isSigned('fx-unsigned'), undefined);
  });

  it('shows what is published while it runs, and counts downloads', async () => {
    registry.publish({ name: 'fx-late', versions: { '1.0.0': {} }, weeklyDownloads: 7 });
    registry.publish({ name: 'fx-late', versions: { '1.1.0': { deprecated: 'no more' } } });
    const packument = await get('/fx-late');
    assert.deepEqual(Object.keys(packument.versions), ['1.0.0', '1.1.0']);
    assert.equal(packument.versions['1.1.0'].deprecated, 'no more');
    assert.equal((await get('/downloads/point/last-week/fx-late')).downloads, 7);
    assert.equal((await get('/downloads/point/last-week/@fx/core')).downloads, 1000);
    assert.equal((await get('/downloads/point/last-week/fx-unknown')).error, 'not found');
  });

  it('gives the same tarball for the same files', async () => {
    const second = await startRegistry();
    const tarball = async ({ url }: Registry) => {
      const bytes = await (await fetch(`${url}/axios/-/axios-1.21.1.tgz`)).arrayBuffer();
      return createHash('sha512').update(Buffer.from(bytes)).digest('base64');
    };
    const digest = await tarball(registry);
    assert.equal(digest, await tarball(second));
    assert.equal((await get('/axios/1.21.1')).dist.integrity, `sha512-${digest}`);
    await second.stop();
  });
});

describe('the local registry at fault', () => {
  let registry: Registry;

  before(async () => {
    registry = await startRegistry();
  });
  afterEach(() => registry.setFault());
  after(() => registry.stop());

  const tarball = '/fx-tiny/-/fx-tiny-1.0.0.tgz';
  const request = (url: string, init = {}) => fetch(`${registry.url}${url}`, init);

  it('limits a fault to what matches, and to some times', async () => {
    registry.setFault({
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '1' },
      match: /^GET \/fx-tiny$/,
      times: 1,
    });
    assert.equal((await request('/fx-major')).status, 200);
    const limited = await request('/fx-tiny');
    assert.deepEqual([limited.status, limited.headers.get('retry-after')], [429, '1']);
    assert.equal((await request('/fx-tiny')).status, 200);
  });

  it('asks for a token', async () => {
    registry.setFault({ kind: 'auth', token: 'secret', match: /@fx\// });
    assert.equal((await request('/@fx%2fcore')).status, 401);
    assert.notEqual((await request('/@fx%2fcore', { headers: { authorization: 'Bearer secret' } })).status, 401);
  });

  it('hangs until the client gives up', async () => {
    registry.setFault({ kind: 'hang' });
    await assert.rejects(request('/fx-tiny', { signal: AbortSignal.timeout(200) }), { name: 'TimeoutError' });
  });

  it('answers late', async () => {
    registry.setFault({ kind: 'latency', ms: 200 });
    const started = performance.now();
    assert.equal((await request('/fx-tiny')).status, 200);
    assert.ok(performance.now() - started >= 200);
  });

  it('resets, cuts off and falsifies', async () => {
    registry.setFault({ kind: 'reset', times: 1 }, { kind: 'truncate', times: 1 }, { kind: 'corrupt' });
    await assert.rejects(request(tarball), { name: 'TypeError' });
    await assert.rejects(async () => (await request(tarball)).arrayBuffer(), { name: 'TypeError' });
    const corrupt = Buffer.from(await (await request(tarball)).arrayBuffer());
    registry.setFault();
    assert.notDeepEqual(corrupt, Buffer.from(await (await request(tarball)).arrayBuffer()));
  });

  it('sends a page instead of metadata', async () => {
    registry.setFault({ kind: 'html' });
    const response = await request('/fx-tiny');
    assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'text/html']);
  });
});

describe('the local OSV server', () => {
  let osv: Osv;

  before(async () => {
    osv = await startOsv({ records: fixtureOsvRecords });
  });
  after(() => osv.stop());

  const post = async (route: string, body: object) =>
    (await fetch(`${osv.url}${route}`, { method: 'POST', body: JSON.stringify(body) })).json();
  const npmPackage = (name: string) => ({ name, ecosystem: 'npm' });

  it('answers one query with whole records', async () => {
    const { vulns } = await post('/v1/query', { package: npmPackage('fx-vuln'), version: '1.0.1' });
    assert.deepEqual(
      vulns.map(({ id, aliases }: { id: string; aliases: string[] }) => [id, ...aliases]),
      [['GHSA-fxfx-0001-vuln', 'CVE-2026-90001']],
    );
    assert.deepEqual(await post('/v1/query', { package: { purl: 'pkg:npm/fx-vuln@1.0.2' } }), {});
  });

  it('answers a batch in its order, with ids alone', async () => {
    const queries = [
      { package: npmPackage('fx-tiny'), version: '1.0.0' },
      { package: npmPackage('fx-vuln-nofix'), version: '1.0.0' },
    ];
    const { results } = await post('/v1/querybatch', { queries });
    assert.deepEqual(results, [{}, { vulns: [{ id: 'GHSA-fxfx-0003-vuln', modified: '2026-06-01T00:00:00Z' }] }]);
  });

  it('knows its records by id', async () => {
    const record = await fetch(`${osv.url}/v1/vulns/GHSA-fxfx-0002-vuln`);
    assert.equal((await record.json()).summary, 'Remote code execution in fx-vuln-major');
    assert.equal((await fetch(`${osv.url}/v1/vulns/GHSA-none`)).status, 404);
  });
});
