import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { BundledPopularList } from '../../../src/node/bundled-popular-list.ts';
import { tempFolder } from '../../support/temp-project.ts';

describe('the list of popular packages', () => {
  const listOf = (text: string): BundledPopularList => {
    const file = path.join(tempFolder('popular-'), 'npm-popular.txt');
    fs.writeFileSync(file, text);
    return new BundledPopularList(file);
  };

  it('knows each line, with or without a line end behind the last', () => {
    for (const end of ['', '\n', '\n\n']) {
      const list = listOf(`2026-11-18 100004\nbbb 7.8.6 2399\naaaa 1.0.0-rc.1 20\nccc 3.0.0 100${end}`);
      assert.deepEqual([list.date, list.floor], ['2026-11-18', 100_004]);
      assert.deepEqual(list.find('bbb'), { name: 'bbb', version: '7.8.6', downloadsPerMonth: 2_399_000 });
      assert.deepEqual(list.find('ccc'), { name: 'ccc', version: '3.0.0', downloadsPerMonth: 100_000 });
      assert.deepEqual(
        [3, 4, 5, 0].map((length) => [...list.ofLength(length)].map(({ name }) => name)),
        [['bbb', 'ccc'], ['aaaa'], [], []],
      );
    }
  });

  it('knows nothing of what is no name of a line of its own', () => {
    const list = listOf('2026-11-18 100004\nbbb 7.8.6 2399\n\nbroken\nccc 3.0.0 100\n');
    const strangers = ['', 'bb', 'bbb 7.8.6', 'broken', 'broken\nccc', '2026-11-18', '__proto__', '7.8.6'];
    assert.deepEqual(
      strangers.filter((name) => list.find(name) !== undefined),
      [],
    );
    assert.equal(list.find('ccc')?.version, '3.0.0');
  });

  it('that ships is sorted by downloads, which its readers rely on', () => {
    const list = new BundledPopularList(path.join(import.meta.dirname, '../../../data/npm-popular.txt'));
    for (let length = 1; length <= 30; length++) {
      const downloads = [...list.ofLength(length)].map(({ downloadsPerMonth }) => downloadsPerMonth);
      assert.ok(downloads.length > 0);
      assert.deepEqual(
        downloads,
        downloads.toSorted((a, b) => b - a),
      );
    }
  });
});
