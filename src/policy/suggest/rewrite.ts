import type { ImportForm } from '../../model/import-site.ts';
import type { Suggestion } from '../../model/suggestion.ts';

/** Forms in which the module is loaded or erased: Node's own serves there as a package does. */
const takesBuiltins: ReadonlySet<ImportForm> = new Set([
  'import',
  'export-from',
  'dynamic-import',
  'require',
  'import-equals',
  'import-type',
]);

/**
 * The specifier that uses a suggestion in the place of `name`; undefined where more than that would have to change: something
 * stands behind the name that is not there under the other one, the place is no import, or there is no module to import.
 */
export function rewrittenSpecifier(
  suggestion: Suggestion,
  { specifier, name, form }: { readonly specifier: string; readonly name: string; readonly form: ImportForm },
): string | undefined {
  if (specifier !== name && !specifier.startsWith(`${name}/`)) return undefined;
  const behind = specifier.slice(name.length);
  if (suggestion.kind === 'builtin') return takesBuiltins.has(form) ? suggestion.specifier : undefined;
  // A program, and a short form of a tool's own, are called by other rules.
  if (form === 'script') return undefined;
  return behind === '' || suggestion.keepsPaths ? suggestion.package + behind : undefined;
}
