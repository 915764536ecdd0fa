import type { SuiteLaunch } from '../../support/suite-launch.ts';
import { startSpy } from './spy.ts';

const spy = await startSpy();

/** The repository names the registry that it would have asked. The real one is not known to anybody before trust is. */
export const launch: SuiteLaunch = {
  workspaceTrust: true,
  osv: false,
  env: { npm_config_registry: `${spy.url}/`, OSV_API: spy.url, QM_TEST_SPY: spy.url },
  files: {
    '.npmrc': `registry=${spy.url}/\n`,
    'package.json': { name: 'untrusted', version: '1.0.0', private: true, type: 'module' },
    'index.js': "import 'fx-tiny';\nimport 'lodahs';\n",
    'clone/package.json': { name: 'clone', version: '1.0.0', private: true, dependencies: { 'fx-tiny': '^1.0.0' } },
    'clone/index.js': "require('fx-tiny');\n",
  },
};
