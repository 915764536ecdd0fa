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
] as const;

export type ImportForm = (typeof importForms)[number];

/** One place in a source file that names a module. */
export interface ImportSite {
  /** Relative to the folder that was scanned. */
  readonly file: RelativePath;
  readonly specifier: string;
  readonly range: SourceRange;
  readonly form: ImportForm;
  /** Erased by the compiler: `import type`, `import { type X }` alone, `import('x').T`, triple-slash. */
  readonly typeOnly: boolean;
}
