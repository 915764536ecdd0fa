import fs from 'node:fs';
import path from 'node:path';
import { toolFolder } from './tool-folder.mjs';
import { SetupError } from './progress.mjs';
import { npm } from './run-command.mjs';

// Type stripping without a warning, and what the VS Code server asks for (module.registerHooks).
const oldestNode = [24, 15];
const nodeVersion = '24.21.0';

/** Whether this process can run the tasks itself. */
export function isNodeRecentEnough() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

/**
 * The folder that holds a recent `node`, to be put first on PATH.
 * @returns {Promise<string>}
 */
export async function ensureNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = await toolFolder({
    name: 'node',
    version: `${name}@${nodeVersion}`,
    title: `Node ${nodeVersion}`,
    fill: (staging) => installNode(name, staging),
  });
  return path.join(folder, 'node_modules', name, 'bin');
}

/**
 * The platform packages carry the binary itself; the package called `node` needs its install script.
 * @param {string} name
 * @param {string} folder
 */
async function installNode(name, folder) {
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  try {
    await npm(['install', `${name}@${nodeVersion}`], { cwd: folder });
  } catch (error) {
    throw new SetupError(
      `npm could not install ${name}@${nodeVersion}. Install Node ${oldestNode.join('.')} or later yourself and run this again.`,
      { cause: error },
    );
  }
  for (const unused of ['include', 'share', 'lib']) {
    fs.rmSync(path.join(folder, 'node_modules', name, unused), { recursive: true, force: true });
  }
}
