import type { SuiteLaunch } from '../../support/suite-launch.ts';
import { manifest } from '../support/manifest.ts';

/** A package.json for each group of tests: what one installs or leaves missing never meets another's. */
const folders = ['scan', 'fixes', 'install', 'types', 'watch', 'terminal', 'builtin', 'foreign', 'slip', 'picked'];

export const launch: SuiteLaunch = {
  files: {
    'package.json': manifest('suite'),
    ...Object.fromEntries(folders.map((name) => [`${name}/package.json`, manifest(name)])),
    'types/tsconfig.json': { compilerOptions: { module: 'nodenext', target: 'es2022', strict: true, types: [] } },
    'declared/package.json': manifest('declared', { dependencies: { 'fx-tiny': '^1.0.0' } }),
    'declared/node_modules/other/package.json': manifest('other', { dependencies: { 'other-needs': '1.0.0' } }),
    'move/package.json': manifest('move', {
      dependencies: { 'fx-tiny': '~1.1.0' },
      devDependencies: { 'fx-esm': '*' },
      peerDependencies: { 'fx-peer': '*' },
      peerDependenciesMeta: { 'fx-peer': { optional: true } },
      optionalDependencies: { 'fx-typed': '*' },
      overrides: { 'fx-override': '1.0.0' },
    }),
    'conflict/package.json': manifest('conflict', { devDependencies: { 'fx-esm': '*' } }),
    'conflict/package-lock.json': { name: 'conflict', version: '1.0.0', lockfileVersion: 3, packages: {} },
    'conflict/yarn.lock': '# yarn lockfile v1\n',
    'clone/package.json': manifest('clone', {
      dependencies: { 'fx-tiny': '1.1.0', 'fx-major': '^1.0.0', '@fx/core': '^1.0.0', 'fx-typed': '^1.0.0' },
    }),
    'clone/src/index.js': ['fx-tiny', 'fx-major', '@fx/core', 'fx-typed'].map((name) => `import '${name}';\n`).join(''),
  },
};
