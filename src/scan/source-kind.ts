import { baseNameOf, type RelativePath } from '../base/path.ts';

const sourceEnding = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** A file whose imports are read: .js .jsx .ts .tsx .mjs .cjs .mts .cts. */
export function isSource(path: RelativePath): boolean {
  return sourceEnding.test(path);
}

export function isTypeScript(path: RelativePath): boolean {
  return /\.(?:[cm]?ts|tsx)$/.test(path);
}

/** Declarations: everything they import is erased. */
export function isDeclaration(path: RelativePath): boolean {
  return /\.d\.(?:[^/]+\.)?[cm]?ts$/.test(path);
}

/** What a program wrote, by its name alone: build output, and the code by which Node finds Yarn's packages. */
export function isGeneratedName(path: RelativePath): boolean {
  return /[.-]min\.[cm]?js$|^\.pnp\.(?:c?js|loader\.mjs)$/.test(baseNameOf(path));
}
