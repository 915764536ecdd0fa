import assert from 'node:assert/strict';
import { readBulk } from '../../../src/node/lazy/bulk-advisories.ts';

const versions = [
  { name: 'x', version: '1.0.1' },
  { name: 'x', version: '1.0.2' },
  { name: '__proto__', version: '1.0.0' },
];
const row = {
  id: 1096,
  url: 'https://host.test/advisories/GHSA-aaaa-bbbb-cccc',
  title: 'Something\nbad',
  severity: 'high',
  vulnerable_versions: '<1.0.2',
  cwe: ['CWE-79'],
};
const read = { id: 'GHSA-aaaa-bbbb-cccc', severity: 'high', summary: 'Something bad' };

describe('readBulk', () => {
  it('says what holds for each version', () => assert.deepEqual(readBulk({ x: [row] }, versions), [[read], [], []]));

  it('knows nothing against what it does not name', () => assert.deepEqual(readBulk({}, versions), [[], [], []]));

  it('knows malicious code', () => {
    const [[found] = []] = readBulk({ x: [{ ...row, cwe: ['CWE-506'] }] }, versions) ?? [];
    assert.deepEqual(found, { ...read, isMalware: true });
  });

  for (const [what, bad, id, severity] of [
    ['no range', { ...row, vulnerable_versions: undefined }, read.id, 'high'],
    ['a range that is none', { ...row, vulnerable_versions: 'all of them' }, read.id, 'high'],
    ['another kind of range', { ...row, vulnerable_versions: 7 }, read.id, 'high'],
    ['no severity', { id: 3, severity: 'urgent' }, 'npm-3', undefined],
    ['nothing', null, 'npm-?', undefined],
    ['a text', 'advisory', 'npm-?', undefined],
  ] as const) {
    it(`takes a row of ${what} for one that holds for every version`, () => {
      const lists = readBulk({ x: [bad] }, versions);
      assert.deepEqual(
        lists?.map((list) => list.map((each) => [each.id, each.severity])),
        [[[id, severity]], [[id, severity]], []],
      );
    });
  }

  for (const bad of [null, [], 'text', 7, { x: row }, { x: 'all' }]) {
    it(`takes no ${JSON.stringify(bad)?.slice(0, 30)} for an answer`, () => {
      const answer = readBulk(bad, versions);
      // A list is a record of nothing.
      if (Array.isArray(bad)) assert.deepEqual(answer, [[], [], []]);
      else assert.equal(answer, undefined);
    });
  }
});
