import type { SuiteLaunch } from '../../support/suite-launch.ts';

const project = (name: string): object => ({ name, version: '1.0.0', private: true, type: 'module' });
const folders = ['broken', 'two', 'locked', 'odd', 'files'];

/** The folder itself has no package.json; below it, one for each kind of bad input. */
export const launch: SuiteLaunch = {
  files: {
    ...Object.fromEntries(folders.map((name) => [`${name}/package.json`, project(name)])),
    'broken/index.js': "import 'fx-tiny';\n",
    'none/index.js': "import 'fx-tiny';\n",
    'two/package-lock.json': { name: 'two', version: '1.0.0', lockfileVersion: 3, packages: {} },
    'two/yarn.lock': '# yarn lockfile v1\n',
    'two/index.js': "import 'fx-tiny';\n",
    'locked/index.js': "import 'fx-tiny';\n",
  },
};
