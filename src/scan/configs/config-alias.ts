import * as v from 'valibot';

/** What a configuration makes of bare specifiers, for the files below its folder. */
export type ConfigAlias =
  /** `itself`: that very specifier; `below`: its subpaths too, as webpack and Vite do; `beginning`: all that begins so. */
  | { readonly kind: 'itself' | 'below' | 'beginning'; readonly name: string }
  /** A folder, relative to the configuration's own, in which bare specifiers are looked up. */
  | { readonly kind: 'folder'; readonly name: string }
  /** A package that the page brings as a global: it may be needed all the same, for its types or for tests. */
  | { readonly kind: 'provided'; readonly name: string };

export const configAliasSchema = v.object({
  kind: v.picklist(['itself', 'below', 'beginning', 'folder', 'provided']),
  name: v.string(),
});

/** True where one of them covers the specifier; folders are not asked, and what is provided is no alias. */
export function isAliased(aliases: readonly ConfigAlias[], specifier: string): boolean {
  return aliases.some(({ kind, name }) => {
    if (kind === 'folder' || kind === 'provided') return false;
    if (kind === 'beginning') return specifier.startsWith(name);
    return specifier === name || (kind === 'below' && specifier.startsWith(`${name}/`));
  });
}

const special = /[\\^$.*+?()[\]{}|]/;
const anything = /^(?:\(?\[?\.\]?[*+]\??\)?\??)?\$?$/;

/**
 * What a regular expression of a configuration covers, as far as that can be said without running it: it is a stranger's,
 * and may take for ever. Undefined where it does not begin with plain text.
 */
export function aliasOfPattern(source: string): ConfigAlias | undefined {
  if (!source.startsWith('^')) return undefined;
  let name = '';
  let at = 1;
  while (at < source.length) {
    const character = source[at] as string;
    if (character === '\\' && /[^\w]/.test(source[at + 1] ?? 'a')) {
      name += source[at + 1];
      at += 2;
    } else if (special.test(character)) break;
    else {
      name += character;
      at += 1;
    }
  }
  const rest = source.slice(at);
  if (name === '' || !anything.test(rest)) return undefined;
  return { kind: rest === '$' ? 'itself' : 'beginning', name };
}
