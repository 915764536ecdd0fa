import fs from 'node:fs';
import path from 'node:path';
import { toolFolder } from './tool-folder.mjs';
import { npm } from './run-command.mjs';

/** What the drivers are tested with: label, npm package and version. Both lines of those that changed their ways. */
const managers = {
  'npm-11': 'npm@11.19.1',
  'npm-12': 'npm@12.2.0',
  'pnpm-10': 'pnpm@10.34.8',
  'pnpm-12': 'pnpm@12.20.0',
  'yarn-1': 'yarn@1.22.22',
  'yarn-4': '@yarnpkg/cli-dist@4.18.1',
  'bun-1': 'bun@1.4.5',
};

/**
 * The real package managers, each in a folder of its own named by its label.
 * @returns {Promise<string>} the folder that holds them
 */
export function ensurePackageManagers() {
  return toolFolder({
    name: 'managers',
    version: Object.values(managers).join(' '),
    title: 'package managers for the driver tests',
    fill: async (folder) => {
      for (const [label, spec] of Object.entries(managers)) {
        const own = path.join(folder, label);
        fs.mkdirSync(own);
        fs.writeFileSync(path.join(own, 'package.json'), '{ "private": true }\n');
        await npm(['install', spec, '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: own });
      }
    },
  });
}
