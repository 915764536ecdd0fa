import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { CancelledError } from '../../../src/base/errors.ts';
import { OsvAdvisories } from '../../../src/node/osv-advisories.ts';
import { fixtureOsvRecords } from '../../registry/fixtures.ts';
import { startOsv, type Osv } from '../../registry/osv.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { startAnswering } from '../../support/answering-server.ts';
import { never, useHermeticProcess } from '../../support/engine.ts';

describe('OsvAdvisories', () => {
  useHermeticProcess();
  let osv: Osv;
  before(async () => {
    osv = await startOsv({ records: fixtureOsvRecords, pageSize: 1 });
  });
  afterEach(() => {
    osv.setFault();
    osv.setRecords(fixtureOsvRecords);
  });
  after(() => osv.stop());

  const clock = new FakeClock();
  const checkedAt = clock.now().toISOString();
  const ofOsv = (address: string) => new OsvAdvisories(address, undefined, clock);
  const vulnerable = { name: 'fx-vuln', version: '1.0.1' };
  const mended = { name: 'fx-vuln', version: '1.0.2' };
  const known = { id: 'GHSA-fxfx-0001-vuln', severity: 'high', summary: 'Prototype pollution in fx-vuln' };

  it('knows the advisories of exact versions, and asks for each record once', async () => {
    const other = { name: 'fx-vuln', version: '1.0.0' };
    const asked = osv.requests.length;
    assert.deepEqual(await ofOsv(osv.url).affecting([vulnerable, mended, other], never), {
      ok: true,
      versions: [
        { ...vulnerable, advisories: [known], checkedAt },
        { ...mended, advisories: [], checkedAt },
        { ...other, advisories: [known], checkedAt },
      ],
    });
    assert.deepEqual(osv.requests.slice(asked), ['POST /v1/querybatch', 'GET /v1/vulns/GHSA-fxfx-0001-vuln']);
  });

  it('reads an answer in pages to its end', async () => {
    const [first] = fixtureOsvRecords;
    assert.ok(first);
    osv.setRecords([first, { ...first, id: 'MAL-2026-1', database_specific: {} }]);
    const answer = await ofOsv(osv.url).affecting([mended, vulnerable], never);
    assert.ok(answer.ok);
    assert.deepEqual(
      answer.versions.map(({ advisories }) => advisories.map(({ id, severity }) => [id, severity])),
      [
        [],
        [
          [known.id, 'high'],
          ['MAL-2026-1', undefined],
        ],
      ],
    );
  });

  it('leaves out what was withdrawn', async () => {
    osv.setRecords(fixtureOsvRecords.map((record) => ({ ...record, withdrawn: '2026-07-01T00:00:00Z' })));
    const answer = await ofOsv(osv.url).affecting([vulnerable], never);
    assert.deepEqual(answer, { ok: true, versions: [{ ...vulnerable, advisories: [], checkedAt }] });
  });

  const faults = [
    [{ kind: 'status', status: 503 }, 'failed'],
    [{ kind: 'status', status: 429 }, 'busy'],
    [{ kind: 'reset' }, 'unreachable'],
    [{ kind: 'html' }, 'malformed'],
    [{ kind: 'status', status: 500, match: /vulns/ }, 'failed'],
  ] as const;
  for (const [fault, reason] of faults) {
    it(`never takes silence for an answer: ${JSON.stringify(fault)}`, async () => {
      osv.setFault(fault);
      const answer = await ofOsv(osv.url).affecting([vulnerable], never);
      assert.equal(answer.ok ? 'ok' : answer.reason, reason);
    });
  }

  it('believes no answer that is not one for each question, and none without an end', async () => {
    const server = await startAnswering();
    try {
      for (const body of [{ results: [] }, {}, { results: [5] }, { results: [{ next_page_token: 'x' }] }, '"x"']) {
        server.answer(200, body);
        const answer = await ofOsv(server.url).affecting([vulnerable], never);
        assert.equal(answer.ok ? 'ok' : answer.reason, 'malformed', JSON.stringify(body));
      }
    } finally {
      await server.stop();
    }
  });

  it('asks nobody where the address is empty', async () => {
    const answer = await ofOsv('').affecting([vulnerable], never);
    assert.equal(answer.ok ? 'ok' : answer.reason, 'off');
  });

  describe('behind a proxy of the user', () => {
    let proxy: http.Server;
    let address: string;
    const passed: string[] = [];
    before(async () => {
      // What it is asked for is an address as a whole: it stands for every host.
      proxy = http.createServer((request, response) => {
        passed.push(`${request.method} ${request.url}`);
        const { pathname } = new URL(request.url ?? '', osv.url);
        const options = { method: request.method, headers: { ...request.headers, host: new URL(osv.url).host } };
        request.pipe(http.request(`${osv.url}${pathname}`, options, (answer) => answer.pipe(response)));
      });
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/`;
    });
    after(() => new Promise((resolve) => proxy.close(resolve)));
    beforeEach(() => passed.splice(0));

    const configure = (text: string): void => fs.writeFileSync(String(process.env['npm_config_userconfig']), text);

    it('goes the way that their own npm configuration names, and takes no token along', async () => {
      configure(`proxy=${address}\n//osv.test/:_authToken=secret\n`);
      const answer = await ofOsv('http://osv.test').affecting([vulnerable], never);
      assert.deepEqual(answer, { ok: true, versions: [{ ...vulnerable, advisories: [known], checkedAt }] });
      const expected = ['POST http://osv.test/v1/querybatch', `GET http://osv.test/v1/vulns/${known.id}`];
      assert.deepEqual(passed, expected);
    });

    it('goes around it where they say so', async () => {
      configure(`proxy=${address}\nnoproxy=127.0.0.1\n`);
      assert.equal((await ofOsv(osv.url).affecting([mended], never)).ok, true);
      assert.deepEqual(passed, []);
    });

    it('says that nobody answers where the proxy does not', async () => {
      configure('https-proxy=http://127.0.0.1:9/\n');
      const answer = await ofOsv('http://osv.test').affecting([mended], never);
      assert.equal(answer.ok ? 'ok' : answer.reason, 'unreachable');
    });
  });

  it('rejects when nobody wants to know any more', async () => {
    osv.setFault({ kind: 'hang' });
    const controller = new AbortController();
    const asking = ofOsv(osv.url).affecting([vulnerable], controller.signal);
    controller.abort();
    await assert.rejects(asking, CancelledError);
  });

  it('knows what is on this machine', () => {
    const at = (address: string): boolean => new OsvAdvisories(address).isElsewhere;
    const here = ['http://127.0.0.1:80', 'http://localhost', 'http://[::1]:5/x', ''];
    assert.deepEqual(here.map(at), [false, false, false, false]);
    const elsewhere = ['https://osv.test', 'https://127.0.0.1.osv.test', 'https://localhost.osv.test'];
    assert.deepEqual(elsewhere.map(at), [true, true, true]);
  });
});
