import { baseNameOf, type RelativePath } from '../base/path.ts';

const name = String.raw`((?:@[^\s"'@/:,]+/)?[^\s"'@/:,]+)`;

/** How each lockfile names what it has; aliases (`npm:`) by the name that code uses. */
const patterns: Readonly<Record<string, readonly RegExp[]>> = {
  // Since version 2 by path, before that by name.
  'package-lock.json': [
    new RegExp(String.raw`"(?:[^"\n]*/)?node_modules/${name}"\s*:`, 'g'),
    new RegExp(String.raw`"${name}":\s*\{\s*"version"`, 'g'),
  ],
  // Packages, and what the members declare.
  'pnpm-lock.yaml': [
    new RegExp(String.raw`^ {2}['"]?/?${name}[@/]\d`, 'gm'),
    new RegExp(String.raw`^ {4,8}['"]?${name}['"]?:\r?\n {6,10}specifier:`, 'gm'),
  ],
  'yarn.lock': [new RegExp(String.raw`^"?${name}@`, 'gm')],
  'bun.lock': [new RegExp(String.raw`^\s+"(?:[^"\n]*/)??${name}":\s*\[`, 'gm')],
};

/** The names of the packages that a lockfile has; none of a format that is not text. */
export function lockedNames(lockfile: RelativePath, text: string): ReadonlySet<string> {
  const file = baseNameOf(lockfile);
  const found = patterns[file === 'npm-shrinkwrap.json' ? 'package-lock.json' : file] ?? [];
  return new Set(found.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')));
}
