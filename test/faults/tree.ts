import type { FixturePackage } from '../registry/fixture-package.ts';

/**
 * Enough that a package manager is a while at it: below `tree-top` alone stand 165 packages, with `tree-half` and
 * `tree-mover` 213, and no operation takes `tree-top` out.
 */
const size = 165;

const name = (prefix: string, index: number): string => `${prefix}-${String(index).padStart(3, '0')}`;

function leaves(prefix: string, count: number, version = '1.0.0'): readonly FixturePackage[] {
  return Array.from({ length: count }, (_, index) => ({
    name: name(prefix, index),
    versions: {
      [version]: { files: { 'lib/a.js': 'exports.a = 1;\n'.repeat(40), 'lib/b/c.js': 'exports.c = 2;\n'.repeat(80) } },
    },
  }));
}

function all(prefix: string, count: number, range = '^1.0.0'): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [name(prefix, index), range]));
}

/** A package that is nothing but its dependencies. */
function bundle(own: string, versions: Readonly<Record<string, Readonly<Record<string, string>>>>): FixturePackage {
  return {
    name: own,
    versions: Object.fromEntries(
      Object.entries(versions).map(([version, dependencies]) => [version, { manifest: { dependencies } }]),
    ),
  };
}

/** Leaves half of what it makes, and is a while before it makes the rest. */
const build = `
  const fs = require('node:fs');
  fs.mkdirSync('build', { recursive: true });
  fs.writeFileSync('build/half.o', 'half');
  setTimeout(() => fs.writeFileSync('build/out.node', 'native'), 400);
`;

/** A tree that stands (`tree-top`), what is installed into it, moved in it, built in it and taken out of it. */
export const treePackages: readonly FixturePackage[] = [
  ...leaves('leaf', size),
  ...leaves('extra', 40),
  ...leaves('half', 30),
  ...leaves('old', 15),
  ...leaves('new', 15),
  bundle('tree-top', { '1.0.0': all('leaf', size) }),
  bundle('tree-half', { '1.0.0': all('half', 30) }),
  bundle('tree-mover', { '1.0.0': all('old', 15), '2.0.0': all('new', 15) }),
  bundle('tree-extra', { '1.0.0': all('extra', 40) }),
  {
    name: 'tree-native',
    versions: { '1.0.0': { manifest: { scripts: { install: 'node build.js' } }, files: { 'build.js': build } } },
  },
];

/** Every package that stands at the beginning: 213 of them. */
export const standing: readonly string[] = treePackages
  .map((each) => each.name)
  .filter((each) => !/^(?:extra-|new-|tree-extra|tree-native)/.test(each));

/** What package.json of the standing tree declares. */
export const treeTop = ['tree-half', 'tree-mover', 'tree-top'] as const;
