import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

export type FileContents = Readonly<Record<string, string | Buffer>>;

const blockSize = 512;
// npm's own fixed time, 1985-10-26, as seconds since 1970.
const modified = 499162500;

/** A package's tarball, byte for byte the same for the same files, so that its integrity is too. */
export function packTarball(files: FileContents): Buffer {
  const blocks = Object.entries(files).flatMap(([name, contents]) => {
    const data = Buffer.from(contents);
    const padding = Buffer.alloc((blockSize - (data.length % blockSize)) % blockSize);
    return [fileHeader(`package/${name}`, data.length), data, padding];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * blockSize)]), { level: 1 });
}

/** The value of `dist.integrity`. */
export function integrityOf(tarball: Buffer): string {
  return `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
}

/** The value of `dist.shasum`. */
export function shasumOf(tarball: Buffer): string {
  return createHash('sha1').update(tarball).digest('hex');
}

/** A ustar header; offsets and widths as in POSIX pax, "ustar Interchange Format". */
function fileHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(blockSize);
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;
  header.write(name, 0, 100);
  header.write(octal(name.startsWith('package/bin/') ? 0o755 : 0o644, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(size, 11), 124);
  header.write(octal(modified, 11), 136);
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  const checksum = header.reduce((sum, byte) => sum + byte, 0);
  header.write(`${checksum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
