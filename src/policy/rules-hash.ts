import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { RuleRow } from '../model/rule.ts';

/**
 * SHA-256 of what rules say, lower-case hexadecimal. Neither the order of keys nor that of the rules counts, nor comments
 * and spaces of the file; every value does, the names too, since they are what a person read.
 */
export function hashOfRules(rules: readonly RuleRow[]): string {
  const said = rules
    .map(({ id, name, kind, priority, enabled, conditions }) => ({ id, name, kind, priority, enabled, conditions }))
    .toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(said))));
}

/** A value of JSON as one text, with the keys of each object in order; '' for undefined. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`).join(',')}}`;
}
