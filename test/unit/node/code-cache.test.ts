import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { loadCompiled } from '../../../src/node/code-cache.ts';
import { tempFolder } from '../../support/temp-project.ts';

interface Sample {
  double(value: number): number;
}

describe('node/code-cache', () => {
  let folder: string;
  let file: string;
  let cache: string;

  beforeEach(() => {
    folder = tempFolder('code-');
    file = path.join(folder, 'sample.js');
    cache = path.join(folder, 'cache');
    fs.writeFileSync(file, "const { two } = require('./two.js'); exports.double = (value) => value * two;\n");
    fs.writeFileSync(path.join(folder, 'two.js'), 'exports.two = 2;\n');
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  const kept = (): readonly string[] => (fs.existsSync(cache) ? fs.readdirSync(cache) : []);

  it('loads a bundle as require does, and keeps nothing before it is told to', () => {
    assert.equal(loadCompiled<Sample>(file, cache).exports.double(4), 8);
    assert.deepEqual(kept(), []);
  });

  it('keeps what was compiled, once', async () => {
    await loadCompiled<Sample>(file, cache).remember();
    const first = kept();
    assert.equal(first.length, 1);
    const again = loadCompiled<Sample>(file, cache);
    assert.equal(again.exports.double(3), 6);
    await again.remember();
    assert.deepEqual(kept(), first);
  });

  it('believes nothing that was cut off or altered', async () => {
    await loadCompiled<Sample>(file, cache).remember();
    const stored = path.join(cache, kept()[0] ?? '');
    const bytes = fs.readFileSync(stored);
    fs.writeFileSync(stored, bytes.subarray(0, bytes.length - 1));
    assert.equal(loadCompiled<Sample>(file, cache).exports.double(5), 10);
    bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
    fs.writeFileSync(stored, bytes);
    assert.equal(loadCompiled<Sample>(file, cache).exports.double(6), 12);
  });

  it('knows another text for another', async () => {
    await loadCompiled<Sample>(file, cache).remember();
    fs.writeFileSync(file, 'exports.double = (value) => value + value + 1;\n');
    assert.equal(loadCompiled<Sample>(file, cache).exports.double(1), 3);
  });

  it('goes on where nothing can be stored', async () => {
    fs.writeFileSync(cache, 'a file where a folder should be');
    await assert.doesNotReject(loadCompiled<Sample>(file, cache).remember());
  });
});
