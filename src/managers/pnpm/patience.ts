import type { PatienceSettings } from '../../ports/manager-driver.ts';

const yaml = /^\s*["']?fetchTimeout["']?\s*:\s*["']?(\d+)/m;

/** Source: pnpm's documentation, "Settings", `fetchTimeout`, and the file of the user's own configuration. */
export const pnpmPatience: PatienceSettings = {
  variables: [
    ['pnpm_config_fetch_timeout', 1],
    ['PNPM_CONFIG_FETCH_TIMEOUT', 1],
  ],
  files: [['pnpm-workspace.yaml', yaml]],
  userFiles: [
    ['pnpm/rc', /^\s*fetch-timeout\s*=\s*(\d+)/m],
    ['pnpm/config.yaml', yaml],
  ],
};
