import { baseNameOf, type RelativePath } from '../base/path.ts';

/** Endings, without the dot, of files whose imports are read: scripts, and what holds scripts among other things. */
export const sourceEndings: readonly string[] = [
  ...['js', 'jsx', 'ts', 'tsx', 'mjs', 'cjs', 'mts', 'cts'],
  ...['vue', 'svelte', 'astro', 'mdx', 'html'],
];

const ending = new RegExp(String.raw`\.(?:${sourceEndings.join('|')})$`);

export function isSource(path: RelativePath): boolean {
  return ending.test(path);
}

export function isTypeScript(path: RelativePath): boolean {
  return /\.(?:[cm]?ts|tsx)$/.test(path);
}

/** A file whose imports may be of types alone. */
export function mayHaveTypes(path: RelativePath): boolean {
  return isTypeScript(path) || /\.(?:vue|svelte|astro)$/.test(path);
}

/** Declarations: everything they import is erased. */
export function isDeclaration(path: RelativePath): boolean {
  return /\.d\.(?:[^/]+\.)?[cm]?ts$/.test(path);
}

/** What a program wrote, by its name alone: build output, and the code by which Node finds Yarn's packages. */
export function isGeneratedName(path: RelativePath): boolean {
  return /[.-]min\.[cm]?js$|^\.pnp\.(?:c?js|loader\.mjs)$/.test(baseNameOf(path));
}
