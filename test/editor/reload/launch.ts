import type { SuiteLaunch } from '../../support/suite-launch.ts';

export const launch: SuiteLaunch = {
  windowPerFile: true,
  files: {
    'package.json': { name: 'reload', version: '1.0.0', private: true, type: 'module' },
    'index.js': "import 'fx-tiny';\n",
    'left.js': "import 'fx-major';\n",
    'auto.js': '\n',
  },
};
