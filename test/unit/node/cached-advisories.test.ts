import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { CachedAdvisories } from '../../../src/node/cached-advisories.ts';
import type { PackageVersion } from '../../../src/model/advisory.ts';
import type { Advisories, AdvisoryAnswer } from '../../../src/ports/advisories.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { never } from '../../support/engine.ts';
import { tempFolder } from '../../support/temp-project.ts';

const [minute, hour] = [60_000, 3_600_000];
const bad = { name: 'x', version: '1.0.0' };
const good = { name: '@s/y', version: '2.0.0' };
const malware = { id: 'MAL-2026-1', severity: undefined, summary: 'Sends tokens away' };

describe('CachedAdvisories', () => {
  let file: string;
  let clock: FakeClock;
  let asked: PackageVersion[][];
  let fault: Extract<AdvisoryAnswer, { ok: false }> | undefined;
  const silent = { ok: false, reason: 'unreachable', message: 'no answer', remembered: [] } as const;

  beforeEach(() => {
    file = path.join(tempFolder('cache-'), 'made/advisories.json');
    clock = new FakeClock();
    asked = [];
    fault = undefined;
  });

  const source: Advisories = {
    isElsewhere: true,
    async affecting(versions) {
      asked.push([...versions]);
      if (fault !== undefined) return fault;
      const checkedAt = clock.now().toISOString();
      const of = ({ name }: PackageVersion) => (name === 'x' ? [malware] : []);
      return { ok: true, versions: versions.map((each) => ({ ...each, advisories: of(each), checkedAt })) };
    },
  };
  const open = (): CachedAdvisories => new CachedAdvisories(source, file, clock);
  const idsOf = (answer: AdvisoryAnswer) =>
    (answer.ok ? answer.versions : answer.remembered).map(({ name, advisories }) => [
      name,
      ...advisories.map(({ id }) => id),
    ]);

  it('asks once for a quick fix and the install that follows, in another process too', async () => {
    const first = await open().affecting([bad, good], never);
    assert.deepEqual(idsOf(first), [['x', 'MAL-2026-1'], ['@s/y']]);
    clock.advance(9 * minute);
    assert.deepEqual(await open().affecting([good, bad], never), {
      ok: true,
      versions: first.ok ? first.versions.toReversed() : [],
    });
    assert.equal(asked.length, 1);
    clock.advance(2 * minute);
    await open().affecting([bad], never);
    assert.deepEqual(asked[1], [bad]);
  });

  it('asks for what it does not know alone', async () => {
    const unit = open();
    await unit.affecting([bad], never);
    assert.deepEqual(idsOf(await unit.affecting([bad, good], never)), [['x', 'MAL-2026-1'], ['@s/y']]);
    assert.deepEqual(asked, [[bad], [good]]);
  });

  it('answers for a day by what it remembers where nobody answers, with the time of that', async () => {
    const before = await open().affecting([bad], never);
    fault = silent;
    clock.advance(23 * hour);
    assert.deepEqual(await open().affecting([bad], never), before);
    assert.deepEqual(await open().affecting([bad, good], never), {
      ...silent,
      remembered: before.ok ? before.versions : [],
    });
    clock.advance(2 * hour);
    assert.deepEqual(await open().affecting([bad], never), silent);
  });

  it('leaves who could not be reached alone for a moment, and for no other reason', async () => {
    const unit = open();
    fault = silent;
    assert.deepEqual(await unit.affecting([bad], never), silent);
    fault = undefined;
    clock.advance(14_999);
    assert.deepEqual(await unit.affecting([good], never), silent);
    assert.equal(asked.length, 1);
    clock.advance(1);
    assert.deepEqual(idsOf(await unit.affecting([good], never)), [['@s/y']]);
    fault = { ...silent, reason: 'failed' };
    await unit.affecting([bad], never);
    fault = undefined;
    assert.deepEqual(idsOf(await unit.affecting([bad], never)), [['x', 'MAL-2026-1']]);
  });

  it('tells nothing where the user wants nobody to be asked', async () => {
    await open().affecting([bad], never);
    clock.advance(hour);
    fault = { ...silent, reason: 'off' };
    assert.deepEqual(await open().affecting([bad], never), fault);
  });

  it('believes no time to come, and no file that is damaged', async () => {
    await open().affecting([bad], never);
    const text = fs.readFileSync(file, 'utf8');
    const [key, entry] = JSON.parse(text).answers[0];
    const of = (over: object) => JSON.stringify({ answers: [[key, { ...entry, ...over }]] });
    const damaged = [
      text.slice(0, -5),
      '[]',
      of({ checkedAt: '2999-01-01T00:00:00.000Z', advisories: [] }),
      of({ advisories: [{ id: 1 }] }),
      of({ advisories: undefined }),
    ];
    for (const each of damaged) {
      fs.writeFileSync(file, each);
      assert.deepEqual(idsOf(await open().affecting([bad], never)), [['x', 'MAL-2026-1']]);
    }
    assert.equal(asked.length, 1 + damaged.length);
  });

  it('works where nothing can be kept, and keeps no more than the newest', async () => {
    fs.writeFileSync(path.dirname(file), 'no folder');
    assert.deepEqual(idsOf(await open().affecting([bad], never)), [['x', 'MAL-2026-1']]);
    fs.rmSync(path.dirname(file));
    const many = Array.from({ length: 5_001 }, (_, index) => ({ name: `n${index}`, version: '1.0.0' }));
    await open().affecting(many, never);
    const { answers } = JSON.parse(fs.readFileSync(file, 'utf8')) as { answers: [string, PackageVersion][] };
    const names = answers.map(([, { name }]) => name);
    assert.deepEqual([names.length, names[0], names.at(-1)], [5_000, 'n1', 'n5000']);
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
  });
});
