import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { ShownPackage } from '../model/build.ts';
import { canonicalJson } from './rules-hash.ts';

/**
 * SHA-256, lower-case hexadecimal, of all that somebody is shown who has a package built: which one it is, in which bytes, where it
 * stands, and its scripts in their order.
 */
export function hashOfBuild({ project, name, version, integrity, scripts, places }: ShownPackage): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson({ project, name, version, integrity, scripts, places }))));
}
