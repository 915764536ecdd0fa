import { nodeModules } from '../../model/builtins.ts';
import { squashed } from '../name-forms.ts';
import { slipBetween } from '../name-slips.ts';

/**
 * Packages that are a copy of one of Node's modules, or export the same by the same names, so that nothing but the specifier
 * has to change: their READMEs say so.
 */
const copies: ReadonlyMap<string, string> = new Map([
  ['readable-stream', 'node:stream'],
  ['safe-buffer', 'node:buffer'],
  ['safer-buffer', 'node:buffer'],
  ['path-posix', 'node:path/posix'],
]);

/** Well downloaded by mistake alone: npm's security team holds the name, and there is nothing in it. */
export const emptyStandIns: ReadonlySet<string> = new Set(['child-process']);

/** Shorter names without separators are near to many, and mean them. */
const shortestEqual = 5;
const shortestSlipped = 8;

/** The module of Node that a package copies. */
export function copiedBuiltin(name: string): string | undefined {
  return copies.get(name);
}

/**
 * The module of Node that a specifier means which is written another way (`child-process`, `fs-promises`), or, with `slips`, by a
 * slip (`worker_thread`). Undefined for what names one as it is.
 */
export function meantBuiltin(specifier: string, slips: boolean): string | undefined {
  if (specifier.length > 30 || nodeModules.has(specifier)) return undefined;
  const form = squashed(specifier);
  for (const name of nodeModules) {
    if (name.startsWith('_')) continue;
    const listed = squashed(name);
    const isSame = listed === form && form.length >= shortestEqual;
    const isNear = slips && listed.length >= shortestSlipped && slipBetween(form, listed) !== undefined;
    if (isSame || isNear) return `node:${name}`;
  }
  return undefined;
}
