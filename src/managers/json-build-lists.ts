import { addItem, removeEntry, removeItem, setEntry } from '../model/json-entry.ts';
import type { BuildList } from '../ports/manager-driver.ts';
import { readJsonObject } from './json.ts';

/** How the entries of a list of builds stand in package.json. */
export type JsonBuildList = Pick<BuildList, 'path' | 'setting' | 'read' | 'edit'>;

/**
 * An object of package.json that says yes or no by entry: `{ "name@1.0.0": true }`. `below`: the key of each entry that
 * has the answer, where that is an object.
 */
export function jsonObjectList(path: readonly [string, ...string[]], below: readonly string[] = []): JsonBuildList {
  return {
    path: 'package.json',
    setting: path.join('.'),
    async read(text) {
      const list = valueAt(readJsonObject(text), path);
      if (typeof list !== 'object' || list === null || Array.isArray(list)) return undefined;
      const answers = Object.entries(list).map(([key, value]) => [key, valueAt(value, below)] as const);
      return new Map(answers.flatMap(([key, answer]) => (isAnswer(answer) ? [[key, answer]] : [])));
    },
    async edit(text, { entry, answer, staysEmpty }) {
      const place: readonly [string, ...string[]] = [...path, entry, ...below];
      return answer === undefined ? removeEntry(text, place, staysEmpty) : setEntry(text, place, answer);
    },
  };
}

/** A list of package.json of what may be built: `["name"]`. */
export function jsonArrayList(path: readonly [string, ...string[]]): JsonBuildList {
  return {
    path: 'package.json',
    setting: path.join('.'),
    async read(text) {
      const list = valueAt(readJsonObject(text), path);
      return Array.isArray(list) ? new Map(list.map((item) => [String(item), true])) : undefined;
    },
    async edit(text, { entry, answer, staysEmpty }) {
      return answer === true ? addItem(text, path, entry) : removeItem(text, path, entry, staysEmpty);
    },
  };
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Readonly<Record<string, unknown>>)[key] : undefined),
    value,
  );
}

/** What is no answer, pnpm's own words for an open question, counts for nothing. */
function isAnswer(value: unknown): value is boolean {
  return typeof value === 'boolean';
}
