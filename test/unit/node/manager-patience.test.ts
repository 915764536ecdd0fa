import assert from 'node:assert/strict';
import { bunDriver } from '../../../src/managers/bun/driver.ts';
import { npmDriver } from '../../../src/managers/npm/driver.ts';
import { pnpmDriver } from '../../../src/managers/pnpm/driver.ts';
import { yarnBerryDriver } from '../../../src/managers/yarn/berry/driver.ts';
import { yarnClassicDriver } from '../../../src/managers/yarn/classic/driver.ts';
import { managerPatience } from '../../../src/node/manager-patience.ts';
import { useTempProjects } from '../../support/temp-project.ts';

describe('how long a package manager waits by its own settings', () => {
  const useProject = useTempProjects();

  const drivers = {
    npm: npmDriver,
    pnpm: pnpmDriver,
    yarn: yarnBerryDriver,
    'yarn 1': yarnClassicDriver,
    bun: bunDriver,
  };
  type Name = keyof typeof drivers;

  const files: readonly (readonly [Name, name: string, text: string, expected: number | undefined])[] = [
    ['yarn', '.yarnrc.yml', 'nodeLinker: pnp\nhttpTimeout: 300000\n', 300_000],
    ['yarn', '.yarnrc.yml', 'httpTimeout: 5m\n', 300_000],
    ['yarn 1', '.yarnrc', 'network-timeout 600000\n', 600_000],
    ['yarn 1', '.yarnrc', '--network-timeout "600000"\n', 600_000],
    ['yarn 1', '.yarnrc', '# network-timeout 600000\n', undefined],
    ['pnpm', 'pnpm-workspace.yaml', 'packages: [a]\nfetchTimeout: 120000\n', 120_000],
    ['npm', '.yarnrc', 'network-timeout 600000\n', undefined],
    ['bun', '.yarnrc.yml', 'httpTimeout: 300000\n', undefined],
  ];
  for (const [manager, name, text, expected] of files) {
    it(`is ${expected ?? 'not said'} for ${manager} by ${JSON.stringify(text)} in ${name}, there or above`, async () => {
      const { folder, path } = useProject({ files: { [name]: text, 'inner/package.json': '{}' } });
      assert.equal(await managerPatience(folder, drivers[manager].patience, {}), expected);
      assert.equal(await managerPatience(path('inner'), drivers[manager].patience, {}), expected);
    });
  }

  const variables: readonly (readonly [Name, name: string, value: string, expected: number | undefined])[] = [
    ['yarn', 'YARN_HTTP_TIMEOUT', '90000', 90_000],
    ['yarn 1', 'YARN_NETWORK_TIMEOUT', '90000', 90_000],
    ['pnpm', 'pnpm_config_fetch_timeout', '90000', 90_000],
    ['bun', 'BUN_CONFIG_HTTP_IDLE_TIMEOUT', '90', 90_000],
    ['bun', 'BUN_CONFIG_HTTP_IDLE_TIMEOUT', 'long', undefined],
    ['npm', 'YARN_HTTP_TIMEOUT', '90000', undefined],
  ];
  for (const [manager, name, value, expected] of variables) {
    it(`is ${expected ?? 'not said'} for ${manager} by the variable ${name}=${value}`, async () => {
      const { folder } = useProject({ files: {} });
      assert.equal(await managerPatience(folder, drivers[manager].patience, { [name]: value }), expected);
    });
  }

  it("is the longest of all, the user's own files among them", async () => {
    const app = useProject({
      files: { 'pnpm-workspace.yaml': 'fetchTimeout: 70000\n', 'user/pnpm/rc': 'fetch-timeout=80000\n' },
    });
    const env = { XDG_CONFIG_HOME: app.path('user'), PNPM_CONFIG_FETCH_TIMEOUT: '60000' };
    assert.equal(await managerPatience(app.folder, pnpmDriver.patience, env), 80_000);
  });
});
