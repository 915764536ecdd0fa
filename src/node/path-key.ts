import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * A path as the name of a file: the first half of its SHA-256, lower-case hexadecimal. Not by node:crypto, whose load takes
 * a tenth of the time of a scan in which nothing changed.
 */
export function pathKey(path: string): string {
  return bytesToHex(sha256(utf8ToBytes(path))).slice(0, 32);
}
