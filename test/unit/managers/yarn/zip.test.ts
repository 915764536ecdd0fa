import assert from 'node:assert/strict';
import { crc32, deflateRawSync } from 'node:zlib';
import { filesOf } from '../../../../src/managers/yarn/berry/zip.ts';

/** An archive of these files; compressed where that is asked for (PKWARE, "APPNOTE.TXT"). */
function zip(files: Readonly<Record<string, string>>, { deflate = false, comment = '' } = {}): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = Buffer.from(text);
    const packed = deflate ? deflateRawSync(data) : data;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(deflate ? 8 : 0, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed]);
    const more = Buffer.alloc(14);
    more.writeUInt32LE(offset, 10);
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02\0\0'), fields, more, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, directory, end, Buffer.from(comment)]);
}

describe("an archive of Yarn's", () => {
  const contents = async (archive: Uint8Array): Promise<Readonly<Record<string, string>>> => {
    const read = filesOf(archive).map(
      async (file) => [file.name, new TextDecoder().decode(await file.read())] as const,
    );
    return Object.fromEntries(await Promise.all(read));
  };
  const files = { 'node_modules/ä/index.js': 'x'.repeat(5000), 'node_modules/ä/empty': '' };

  it('gives its files, stored or deflated, folders left out', async () => {
    for (const options of [{}, { deflate: true }, { comment: 'PK said' }]) {
      assert.deepEqual(await contents(zip({ 'node_modules/': '', ...files }, options)), files);
    }
  });

  it('may be a part of a larger buffer', async () => {
    const archive = zip(files);
    const padded = Buffer.concat([Buffer.alloc(7), archive]);
    assert.deepEqual(await contents(padded.subarray(7)), files);
  });

  it('is none in anything else', async () => {
    const archive = zip(files, { deflate: true });
    for (const broken of [Buffer.alloc(0), Buffer.from('x'.repeat(100)), archive.subarray(0, -30)]) {
      assert.throws(() => filesOf(broken));
    }
    const directory = archive.indexOf('PK\x01\x02', 0, 'latin1');
    archive.writeUInt16LE(12, directory + 10);
    await assert.rejects(contents(archive), /unknown compression 12/);
  });
});
