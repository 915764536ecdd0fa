import { named } from '../names/named.ts';
import { jestEnvironment, vitestEnvironment } from '../names/shorthands.ts';
import type { Placed } from '../placed.ts';
import { headComments } from './head-comments.ts';

const pragma = /@(jsxImportSource|jest-environment|vitest-environment)[ \t]{1,20}([^\s*]{1,214})/g;

/**
 * Packages that comments at the head of a file name: `@jsxImportSource` (TypeScript handbook, "JSX"), `@jest-environment` (Jest
 * documentation, "testEnvironment") and `@vitest-environment`, for which Vitest takes the other one as well (Vitest
 * documentation, "Test Environment").
 */
export function docblockNames(text: string): readonly Placed[] {
  if (!text.includes('@jsxImportSource') && !text.includes('-environment')) return [];
  return [...headComments(text)].flatMap(({ comment, start: statement }) =>
    [...comment.matchAll(pragma)].flatMap(({ 0: whole, 1: kind = '', 2: value = '', index }): readonly Placed[] => {
      const packages = packagesOf(kind, value);
      const end = statement + index + whole.length;
      const start = end - value.length;
      const specifier = named(packages);
      return packages.length === 0
        ? []
        : [{ specifier, form: 'docblock', typeOnly: false, certainty: 'unsure', start, end, statement }];
    }),
  );
}

function packagesOf(kind: string, value: string): readonly string[] {
  if (kind === 'jsxImportSource') return [value];
  if (kind === 'vitest-environment') return vitestEnvironment(value);
  return jestEnvironment(value).flatMap((name) => (value === 'jsdom' ? [name, 'jsdom'] : [name]));
}
