import { baseNameOf, directoryOf, type RelativePath } from '../base/path.ts';
import type { DependencyType } from '../model/manifest.ts';

/** Files that only development runs, by name. */
const developmentFiles: readonly RegExp[] = [
  /\.(?:test|spec|e2e|e2e-spec|cy|stories|story|bench)\.[^.]+$/,
  /\.(?:test|spec)-d\.[^.]+$/,
  /^(?:test|tests|spec)\.[^.]+$/,
  /\.config\.[^.]+$/,
  /\.config\.[^.]+\.[^.]+$/,
  // .eslintrc.cjs, .prettierrc.js, .mocharc.cjs
  /^\./,
  /^(?:gulpfile|gruntfile|karma\.conf|wdio\.conf|protractor\.conf)\b/i,
];

/** Folders that only development runs, as any segment below the owning manifest. */
const developmentFolders: ReadonlySet<string> = new Set([
  '__fixtures__',
  '__mocks__',
  '__snapshots__',
  '__tests__',
  'cypress',
  'e2e',
  'spec',
  'test',
  'tests',
  '.storybook',
]);

/** By its own name. */
export function isTestFolder(name: string): boolean {
  return developmentFolders.has(name);
}

/**
 * Where a package belongs that is imported here. `file` is relative to the owning manifest's folder, so that a whole
 * package below `test/` still has dependencies of its own.
 */
export function belongsIn(file: RelativePath, typeOnly: boolean): DependencyType {
  return typeOnly || isOfDevelopment(file) ? 'devDependencies' : 'dependencies';
}

/** What a test runner loads for its tests, where its mocks stand in for modules; no mock itself. `file` as above. */
export function isTest(file: RelativePath): boolean {
  const folders = directoryOf(file).split('/');
  if (folders.includes('__mocks__')) return false;
  return (
    /\.(?:test|spec)\.[^.]+$|^(?:test|tests|spec)\.[^.]+$/.test(baseNameOf(file)) ||
    folders.some((folder) => /^(?:__tests__|tests?|spec)$/.test(folder))
  );
}

/** A test, a story, a configuration: nothing that is shipped. `file` as for {@link belongsIn}. */
export function isOfDevelopment(file: RelativePath): boolean {
  const name = baseNameOf(file);
  return (
    developmentFiles.some((pattern) => pattern.test(name)) ||
    directoryOf(file)
      .split('/')
      .some((segment) => developmentFolders.has(segment))
  );
}
