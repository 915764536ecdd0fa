import type { RelativePath } from '../base/path.ts';

/** 1-based, columns in UTF-16 units, the end exclusive: the specifier's text between its quotes. */
export interface SourceRange {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export const importForms = [
  'import',
  'export-from',
  'dynamic-import',
  'require',
  'require-resolve',
  'import-equals',
  'import-type',
  'reference-types',
  /** `@import`, `@use`, `@forward`, `@plugin` and `@reference` of a style sheet. */
  'style-import',
  /** Types that a JSDoc comment takes from a module, by `import()` or `@import`. */
  'jsdoc-import',
  /** A comment at the head of a file that sets its JSX, or the environment of its tests. */
  'docblock',
  /** A string of a configuration that its tool makes a package of: `extends` of ESLint, `presets` of Babel. */
  'config',
  /** `types` of a tsconfig. */
  'config-types',
  /** A program that a script of package.json runs. */
  'script',
] as const;

export type ImportForm = (typeof importForms)[number];

/** One place in a source file that names a module or, in a style sheet, what a bundler makes of one. */
export interface ImportSite {
  /** Relative to the folder that was scanned. */
  readonly file: RelativePath;
  readonly specifier: string;
  readonly range: SourceRange;
  readonly form: ImportForm;
  /** Erased by the compiler: `import type`, `import { type X }` alone, `import('x').T`, triple-slash. */
  readonly typeOnly: boolean;
}
