import { t } from '@vscode/l10n';
import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type { RelativePath } from '../base/path.ts';
import { oneLine } from '../base/one-line.ts';
import { placesIn, type TextPlace } from '../base/text-place.ts';
import { parseNpmrc } from '../model/npmrc.ts';
import { isObject, type SettingPath, type Settings } from '../policy/native/settings.ts';

/** A text that was parsed. Throws what {@link placeOfError} knows the place of. */
export interface Parsed {
  readonly value: unknown;
  placeOf(path: SettingPath): TextPlace;
}

/** Parses the text of a file in one format. */
export type ParseText = (text: string) => Parsed | Promise<Parsed>;

/** Where a text is wrong. */
export class TextError extends Error {
  readonly place: TextPlace;

  constructor(message: string, place: TextPlace) {
    super(message);
    this.place = place;
  }
}

/** Letters of a file of settings: more is none. */
const longest = 4_000_000;

/** The settings of a file. Throws a {@link TextError} where it is not one object of its format. */
export async function parseSettings(
  file: RelativePath,
  project: RelativePath | undefined,
  text: string,
  parse: ParseText,
): Promise<Settings> {
  const start = { line: 1, column: 1 };
  if (text.length > longest) throw new TextError(t('The file is too large: {0} letters.', text.length), start);
  const { value, placeOf } = await tried(text, parse);
  if (value === undefined || value === null) return { file, project, value: {}, placeOf: () => start };
  if (!isObject(value)) throw new TextError(t('The file has to be an object.'), start);
  return { file, project, value, placeOf };
}

/** A parser that runs out of stack, or refuses aliases without end, has found no settings either. */
async function tried(text: string, parse: ParseText): Promise<Parsed> {
  try {
    return await parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof TextError) throw error;
    throw new TextError(t('The text cannot be read.'), { line: 1, column: 1 });
  }
}

/** JSON, comments and trailing commas allowed. */
export const parseJson: ParseText = (text) => {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const at = placesIn(text);
  const [first] = errors;
  if (first !== undefined && root !== undefined) {
    throw new TextError(t('The text is not JSON here: {0}.', printParseErrorCode(first.error)), at(first.offset));
  }
  return {
    value: root === undefined ? undefined : (getNodeValue(root) as unknown),
    placeOf: (path) =>
      at(root === undefined ? 0 : (nearest(path, (part) => findNodeAtLocation(root, part)?.offset) ?? 0)),
  };
};

/** YAML, of which JSON is nearly all. */
export const parseYaml: ParseText = async (text) => {
  const { parseDocument, isYamlScalar } = await import('../managers/lazy/lockfile-parsers.ts');
  const document = parseDocument(text);
  const at = placesIn(text);
  const [error] = document.errors;
  if (error !== undefined) throw new TextError(t('The text is not YAML here.'), at(error.pos[0]));
  const offsetOf = (path: SettingPath): number | undefined => {
    const node = document.getIn(path, true) as { readonly range?: readonly number[] | null } | undefined;
    return isYamlScalar(node) || typeof node === 'object' ? node?.range?.[0] : undefined;
  };
  return { value: document.toJS() as unknown, placeOf: (path) => at(nearest(path, offsetOf) ?? 0) };
};

/** TOML. Places are those of the lines that begin with a key. */
export const parseToml: ParseText = async (text) => {
  const { parseToml: parse } = await import('../managers/lazy/lockfile-parsers.ts');
  try {
    return { value: parse(text), placeOf: (path) => lineOf(text, String(path.at(-1) ?? '')) };
  } catch (error) {
    const { line = 1, column = 1 } = error as { readonly line?: number; readonly column?: number };
    throw new TextError(t('The text is not TOML here.'), { line, column });
  }
};

/** The settings of an .npmrc, each with all its values in their order. */
export const parseIni: ParseText = (text) => {
  const values = Map.groupBy(parseNpmrc(text), ({ key }) => key);
  return {
    value: Object.fromEntries([...values].map(([key, entries]) => [key, entries.map(({ value }) => value)])),
    placeOf: (path) => lineOf(text, String(path[0] ?? '')),
  };
};

/** The first line that begins with a key. */
function lineOf(text: string, key: string): TextPlace {
  const lines = text.split(/\r\n|\r|\n/);
  const found = lines.findIndex((line) => line.trimStart().replace(/^["']/, '').startsWith(oneLine(key, 200)));
  return { line: Math.max(0, found) + 1, column: 1 };
}

/** What is found at a path, or at the longest beginning of it. */
function nearest<T>(path: SettingPath, find: (path: (string | number)[]) => T | undefined): T | undefined {
  for (let length = path.length; length > 0; length--) {
    const found = find(path.slice(0, length));
    if (found !== undefined) return found;
  }
  return undefined;
}
