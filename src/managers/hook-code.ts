import { directoryOf, joinRelative, type RelativePath } from '../base/path.ts';
import type { ReadConfig } from '../ports/manager-driver.ts';

/** More files than any hook is made of. */
const mostFiles = 100;

/**
 * A file of code and all that it loads of the repository by a relative path, itself first; undefined where that cannot be
 * told: a file that is not there or outside, or one whose name is made up as it runs. Packages of node_modules are not
 * the repository's. What code reads by other means than loading it cannot be seen.
 */
export async function codeFrom(read: ReadConfig, file: RelativePath): Promise<readonly RelativePath[] | undefined> {
  const found = new Set([file]);
  for (const path of found) {
    const text = (await read(path)) ?? '';
    if (found.size > mostFiles || loadsByOtherMeans(text)) return undefined;
    for (const specifier of relativeSpecifiers(text)) {
      const loaded = await resolved(read, joinRelative(directoryOf(path), specifier));
      if (loaded === undefined) return undefined;
      found.add(loaded);
    }
  }
  return [...found];
}

/** `require`, `import` and `export … from` of a literal that begins with a dot. */
function relativeSpecifiers(text: string): readonly string[] {
  const loads = /(?:\brequire\s*\(\s*|\bimport\s*\(\s*|\bfrom\s*|\bimport\s*)(["'`])(\.[^"'`]*)\1/g;
  return [...text.matchAll(loads)].map(([, , specifier = '']) => specifier);
}

/** By a name that is made up as it runs, or by another function. Words of a comment may look the same: then nobody is asked. */
function loadsByOtherMeans(text: string): boolean {
  return [
    /\brequire\b(?!\s*\(\s*["'`])/,
    /\bimport\s*\(\s*(?!["'`])/,
    /\b(?:require|import)\s*\(\s*`[^`]*\$\{/,
    /\b(?:require|import)\s*\(\s*(["'`])[^"'`]*\1\s*[^)\s,]/,
    /\bcreateRequire\b|\bmodule\s*\.\s*(?:require|constructor)\b|\bmainModule\b|\beval\b|\bFunction\s*\(/,
  ].some((pattern) => pattern.test(text));
}

async function resolved(read: ReadConfig, path: RelativePath | undefined): Promise<RelativePath | undefined> {
  if (path === undefined) return undefined;
  for (const ending of ['', '.js', '.cjs', '.mjs', '.json', '/index.js', '/index.cjs']) {
    if ((await read(`${path}${ending}`)) !== undefined) return `${path}${ending}`;
  }
  return undefined;
}
