import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { toolFolder } from './tool-folder.mjs';
import { mustRun, npm } from './run-command.mjs';

// The npm package code-server carries an unmodified VS Code server of the version that its minor and patch name.
const codeServer = '4.139.1';
const vscodeVersion = '1.139.1';
// Changed whenever the trimming or the stubs change, so that older installations are made anew.
const recipe = 2;

const stubs = path.join(path.dirname(fileURLToPath(import.meta.url)), 'stubs');

/** What the tests never use; nearly half of the installation. */
const unused = [
  'extensions/copilot',
  'extensions/mermaid-markdown-features',
  'extensions/ms-vscode.js-debug',
  'extensions/ms-vscode.js-debug-companion',
  'extensions/ms-vscode.vscode-js-profile-table',
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
  'node_modules/@devcontainers',
  'node_modules/kerberos',
  'node_modules/ssh2',
  'node_modules/cpu-features',
  'node_modules/@vscode/sqlite3',
];

/**
 * The VS Code server, without any compiled module.
 * @returns {Promise<string>} the folder that holds out/server-main.js
 */
export function ensureVsCodeServer() {
  return toolFolder({
    name: 'vscode',
    version: `${codeServer} recipe ${recipe}`,
    title: `VS Code server ${vscodeVersion}`,
    fill: installServer,
  });
}

/** @param {string} folder */
async function installServer(folder) {
  const download = path.join(folder, 'download');
  fs.mkdirSync(download);
  // Packed, not installed: code-server's own dependencies belong to a part of it that is not used here.
  await npm(['pack', `code-server@${codeServer}`, '--pack-destination', download]);
  await mustRun('tar', ['-xzf', `code-server-${codeServer}.tgz`, 'package/lib/vscode'], { cwd: download });
  for (const entry of fs.readdirSync(path.join(download, 'package/lib/vscode'))) {
    fs.renameSync(path.join(download, 'package/lib/vscode', entry), path.join(folder, entry));
  }
  fs.rmSync(download, { recursive: true });
  // Not `npm ci`: its shrinkwrap is out of step with its manifest. Optional packages hold prebuilt file watchers.
  await npm(['install', '--omit=dev'], { cwd: folder });
  // The language service for TypeScript and JavaScript, which marks missing modules too.
  await npm(['install', '--omit=dev'], { cwd: path.join(folder, 'extensions') });
  for (const name of unused) fs.rmSync(path.join(folder, name), { recursive: true, force: true });
  removeSourceMaps(folder);
  useStubs(folder);
}

/**
 * Two native modules have no prebuilt binary: one writes log files, the other ends the extension host with its parent.
 * @param {string} folder
 */
function useStubs(folder) {
  for (const name of ['spdlog', 'native-watchdog']) {
    fs.copyFileSync(path.join(stubs, `${name}.cjs`), path.join(folder, 'node_modules/@vscode', name, 'index.js'));
  }
}

/** @param {string} folder */
function removeSourceMaps(folder) {
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.map')) fs.rmSync(path.join(entry.parentPath, entry.name));
  }
}
