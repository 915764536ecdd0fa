import type { SuiteLaunch } from '../../support/suite-launch.ts';

/** Nobody listens where the registry should be, and there is no npm on PATH. */
export const launch: SuiteLaunch = {
  registry: false,
  osv: false,
  env: {
    PATH: '/nowhere/bin',
    // Keeps VS Code from asking a login shell for the PATH of its extensions.
    VSCODE_CLI: '1',
  },
  files: {
    'package.json': { name: 'offline', version: '1.0.0', private: true, type: 'module' },
    'index.js': "import 'fx-tiny';\n",
    'clone/package.json': { name: 'clone', version: '1.0.0', private: true, dependencies: { 'fx-tiny': '^1.0.0' } },
    'clone/index.js': "require('fx-tiny');\n",
  },
};
