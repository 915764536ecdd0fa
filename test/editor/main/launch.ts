import type { SuiteLaunch } from '../../support/suite-launch.ts';

const project = (name: string, more: object = {}): object => ({
  name,
  version: '1.0.0',
  private: true,
  type: 'module',
  ...more,
});

/** A package.json for each group of tests: what one installs or leaves missing never meets another's. */
const folders = ['scan', 'fixes', 'install', 'types', 'autopilot', 'watch', 'removed', 'saving', 'terminal'];

export const launch: SuiteLaunch = {
  files: {
    'package.json': project('suite'),
    ...Object.fromEntries(folders.map((name) => [`${name}/package.json`, project(name)])),
    'types/tsconfig.json': { compilerOptions: { module: 'nodenext', target: 'es2022', strict: true, types: [] } },
    'declared/package.json': project('declared', { dependencies: { 'fx-tiny': '^1.0.0' } }),
    'declared/node_modules/other/package.json': project('other'),
    'conflict/package.json': project('conflict'),
    'conflict/package-lock.json': { name: 'conflict', version: '1.0.0', lockfileVersion: 3, packages: {} },
    'conflict/yarn.lock': '# yarn lockfile v1\n',
    'removed/package.json': project('removed', { dependencies: { react: '19.3.1' } }),
    // As much of git as a switch of the branch changes.
    '.git/HEAD': 'ref: refs/heads/main\n',
    'clone/package.json': project('clone', {
      dependencies: { 'fx-tiny': '1.1.0', 'fx-major': '^1.0.0', '@fx/core': '^1.0.0', 'fx-typed': '^1.0.0' },
    }),
    'clone/src/index.js': ['fx-tiny', 'fx-major', '@fx/core', 'fx-typed'].map((name) => `import '${name}';\n`).join(''),
  },
};
