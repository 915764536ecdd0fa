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

/** Build output by its name alone. */
export function isMinifiedName(path: RelativePath): boolean {
  return /[.-]min\.[cm]?js$/.test(baseNameOf(path));
}
