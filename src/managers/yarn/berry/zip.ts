/** A file of an archive. */
export interface ZippedFile {
  readonly name: string;
  /** Its bytes, unpacked. */
  read(): Promise<Uint8Array>;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
/** The longest that the end of an archive can be: its fixed part and a comment. */
const longestEnd = 22 + 0xffff;

/**
 * The files of an archive as Yarn writes them: stored or deflated, below 4 GB, one disk (PKWARE, "APPNOTE.TXT"). Throws
 * for anything else.
 */
export function filesOf(archive: Uint8Array): readonly ZippedFile[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = endOf(view);
  const files: ZippedFile[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (view.getUint32(at, true) !== entrySignature) throw new TypeError('not an entry of an archive');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      view.getUint16(at + offset, true),
    ) as [number, number, number];
    const name = new TextDecoder().decode(archive.subarray(at + 46, at + 46 + nameLength));
    const entry = at;
    if (!name.endsWith('/')) files.push({ name, read: () => contentOf(archive, view, entry) });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}

function endOf(view: DataView): number {
  const first = Math.max(0, view.byteLength - longestEnd);
  for (let at = view.byteLength - 22; at >= first; at--) if (view.getUint32(at, true) === endSignature) return at;
  throw new TypeError('not an archive');
}

async function contentOf(archive: Uint8Array, view: DataView, entry: number): Promise<Uint8Array> {
  const method = view.getUint16(entry + 10, true);
  const size = view.getUint32(entry + 20, true);
  const local = view.getUint32(entry + 42, true);
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const packed = archive.slice(start, start + size);
  if (method === 0) return packed;
  if (method !== 8) throw new TypeError(`unknown compression ${method}`);
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}
