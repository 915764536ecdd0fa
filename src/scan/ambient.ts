import { parse } from 'es-module-lexer';

const declaration = /\bdeclare\s+module\s+(?:"([^"\n]{1,300})"|'([^'\n]{1,300})')/g;

/**
 * Names and patterns that a declaration file makes up by `declare module 'x'`. In a file that is itself a module the
 * same words only add to a package that exists (TypeScript handbook, "Module augmentation"), so there they count for
 * nothing. Patterns that begin with `*` describe kinds of files (`*.svg`) and say nothing about packages.
 */
export function ambientModules(text: string): readonly string[] {
  if (!text.includes('module') || isModule(text)) return [];
  const names = [...text.matchAll(declaration)].map((match) => match[1] ?? match[2] ?? '');
  return [...new Set(names.filter((name) => name !== '' && !name.startsWith('*')))];
}

function isModule(text: string): boolean {
  try {
    const [imports, exports, , hasModuleSyntax] = parse(text);
    return hasModuleSyntax || exports.length > 0 || imports.some((found) => found.type === 'static');
  } catch {
    return /^(?:import|export)\b/m.test(text);
  }
}

/** True where one of the patterns (at most one `*` each) covers the specifier. */
export function isAmbient(patterns: readonly string[], specifier: string): boolean {
  return patterns.some((pattern) => {
    const star = pattern.indexOf('*');
    if (star < 0) return pattern === specifier;
    const tail = pattern.slice(star + 1);
    return (
      specifier.length >= pattern.length - 1 && specifier.startsWith(pattern.slice(0, star)) && specifier.endsWith(tail)
    );
  });
}
