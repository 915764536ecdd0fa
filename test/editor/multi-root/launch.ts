import type { SuiteLaunch } from '../../support/suite-launch.ts';

const project = (name: string): object => ({ name, version: '1.0.0', private: true, type: 'module' });
/** The last one imports nothing yet. */
const folders = ['shop', 'site', 'gone', 'quiet', 'leaving'];

export const launch: SuiteLaunch = {
  workspaceFile: 'all.code-workspace',
  settings: { 'quartermaster.ignorePackages': ['fx-mine'] },
  files: {
    'all.code-workspace': { folders: folders.map((path) => ({ path })) },
    ...Object.fromEntries(folders.map((name) => [`${name}/package.json`, project(name)])),
    ...Object.fromEntries(folders.slice(0, -1).map((name) => [`${name}/index.js`, "import 'fx-tiny';\n"])),
  },
};
