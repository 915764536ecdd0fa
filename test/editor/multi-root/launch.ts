import path from 'node:path';
import type { SuiteLaunch } from '../../support/suite-launch.ts';

const project = (name: string): object => ({ name, version: '1.0.0', private: true, type: 'module' });
/** `leaving` imports nothing yet. `around/member` is one of a workspace whose root is not open. */
const folders = ['shop', 'site', 'gone', 'quiet', 'leaving', 'around/member'];

export const launch: SuiteLaunch = {
  workspaceFile: 'all.code-workspace',
  settings: { 'quartermaster.ignorePackages': ['fx-mine'] },
  files: {
    'all.code-workspace': { folders: folders.map((path) => ({ path })) },
    ...Object.fromEntries(folders.map((name) => [`${name}/package.json`, project(path.basename(name))])),
    'around/package.json': { ...project('around'), workspaces: ['member'] },
    ...Object.fromEntries(
      folders.filter((name) => name !== 'leaving').map((name) => [`${name}/index.js`, "import 'fx-tiny';\n"]),
    ),
  },
};
