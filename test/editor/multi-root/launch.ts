import type { SuiteLaunch } from '../../support/suite-launch.ts';

const project = (name: string): object => ({ name, version: '1.0.0', private: true, type: 'module' });
const folders = ['shop', 'site', 'gone'];

export const launch: SuiteLaunch = {
  workspaceFile: 'all.code-workspace',
  files: {
    'all.code-workspace': { folders: folders.map((path) => ({ path })) },
    ...Object.fromEntries(folders.map((name) => [`${name}/package.json`, project(name)])),
    ...Object.fromEntries(folders.map((name) => [`${name}/index.js`, "import 'fx-tiny';\n"])),
  },
};
