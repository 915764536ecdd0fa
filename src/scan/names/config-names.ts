import { baseNameOf, type RelativePath } from '../../base/path.ts';
import type { Placed } from '../placed.ts';
import { pathOf, type Literal } from './literal.ts';
import { named } from './named.ts';
import type { Place, Tool } from './place.ts';
import { tools } from './tools.ts';

/** The tools whose configuration a file is. */
export function toolsOf(path: RelativePath): readonly Tool[] {
  return mayBeConfig(path) ? tools.filter(({ files }) => files.test(path)) : [];
}

/** Most files are none, which the first look tells. */
function mayBeConfig(path: RelativePath): boolean {
  const name = baseNameOf(path);
  return name.startsWith('.') || /config|webpack|^main\.|^angular\.json$|^vite/.test(name);
}

/**
 * The packages that the strings of a configuration name. `certainty`: of the reading of its text. `under`: the key that the
 * configuration stands under, in a package.json.
 */
export function namesIn(
  tool: Tool,
  literals: readonly Literal[],
  certainty: Placed['certainty'],
  under?: string,
): readonly Placed[] {
  return literals.flatMap((literal) => {
    const own = under === undefined ? literal : below(literal, under);
    const place = own === undefined ? undefined : placeOf(tool, own);
    const packages = place === undefined || isFile(literal.text) ? [] : place.reading(literal.text);
    if (place === undefined || packages.length === 0 || packages.some((name) => name === '')) return [];
    return {
      specifier: place.isTypes ? literal.text : named(packages, tool.name),
      form: place.isTypes ? ('config-types' as const) : ('config' as const),
      typeOnly: place.isTypes,
      certainty,
      start: literal.start,
      end: literal.end,
      statement: literal.start,
    };
  });
}

function below(literal: Literal, key: string): Literal | undefined {
  return literal.keys[0] === key ? { ...literal, keys: literal.keys.slice(1) } : undefined;
}

function placeOf({ places }: Tool, literal: Literal): Place | undefined {
  const path = pathOf(literal);
  if (path === undefined) return undefined;
  const isAlone = literal.keys.length === 0;
  return places.find(({ at }) => at.some((pattern) => (pattern === '' ? isAlone : !isAlone && covers(pattern, path))));
}

/** Keys have dots of their own, so they are compared one by one. */
function covers(pattern: string, path: readonly string[]): boolean {
  const wanted = pattern.split('.');
  return (
    wanted.length === path.length &&
    wanted.every((one, index) => {
      const key = path[index] ?? '';
      return one === key || (one === '*' && !key.endsWith(':')) || (one === '*:' && key.endsWith(':'));
    })
  );
}

/** A path, or a pattern of the tool for one: `./x`, `/x`, `C:\x`, `<rootDir>/x`, `~/x`, `@/x`, `$x`; or no name at all. */
function isFile(text: string): boolean {
  return /^(?:[./<~$#]|@\/)|[\s*\\]/.test(text) || text.length > 300;
}
