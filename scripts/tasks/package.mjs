import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../setup/paths.mjs';
import { SetupError, setUp } from '../setup/progress.mjs';
import { mustRun, npm } from '../setup/run-command.mjs';
import { shipReadme } from './packaged-readme.mjs';

/** @type {Readonly<Record<string, () => Promise<unknown>>>} */
const packages = { vsix: packExtension, cli: packCommandLine };

/** What the extension alone needs of the bundles. */
const editorOnly = ['extension.js', 'scan-worker.js', 'webview.js', 'webview.css', 'codicons'];

/**
 * Builds and packs the extension (out/quartermaster-<version>.vsix) and the command line for npm
 * (out/quartermaster-cli-<version>.tgz), or the one that is named. `--no-build` packs the bundles that are there.
 * @param {string[]} args
 */
export async function runTask(args) {
  const options = /** @type {const} */ ({ 'no-build': { type: 'boolean', default: false } });
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const unknown = positionals.find((name) => !(name in packages));
  if (unknown !== undefined) {
    throw new SetupError(`There is no package "${unknown}". Known: ${Object.keys(packages).join(', ')}.`);
  }
  if (!values['no-build']) await setUp('bundles', () => runNode(['esbuild.config.mjs']));
  for (const [name, pack] of Object.entries(packages)) {
    if (positionals.length === 0 || positionals.includes(name)) await pack();
  }
  return 0;
}

/** Packs the bundles that are there, which hold every dependency; returns the path of the VSIX. */
export async function packExtension() {
  const target = `out/quartermaster-${readJson('package.json').version}.vsix`;
  const readme = path.join(root, 'out/vsix-readme');
  shipReadme(readme);
  // There is no repository address yet against which relative links could be made absolute: what they lead to is shipped.
  const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '-o', target];
  flags.push('--readme-path', path.relative(root, path.join(readme, 'README.md')));
  await setUp(target, () => runNode(['node_modules/@vscode/vsce/vsce', 'package', ...flags]));
  return path.join(root, target);
}

async function packCommandLine() {
  const { version } = readJson('package.json');
  const target = `out/quartermaster-cli-${version}.tgz`;
  await setUp(target, async () => {
    const staging = path.join(root, 'out/cli-package');
    fs.rmSync(staging, { recursive: true, force: true });
    fs.cpSync(path.join(root, 'dist'), path.join(staging, 'dist'), {
      recursive: true,
      filter: (source) => !editorOnly.includes(path.relative(path.join(root, 'dist'), source)),
    });
    shipReadme(staging);
    fs.copyFileSync(path.join(root, 'LICENSE'), path.join(staging, 'LICENSE'));
    fs.writeFileSync(path.join(staging, 'package.json'), `${JSON.stringify(commandLineManifest(), null, 2)}\n`);
    await npm(['pack', '--pack-destination', path.join(root, 'out')], { cwd: staging });
    fs.renameSync(path.join(root, `out/quartermaster-${version}.tgz`), path.join(root, target));
  });
}

function commandLineManifest() {
  const { version, license } = readJson('package.json');
  const { description } = readJson('package.nls.json');
  return {
    name: 'quartermaster',
    version,
    description,
    license,
    bin: { quartermaster: 'dist/cli.js' },
    engines: { node: '>=22.13' },
    files: ['dist', 'docs'],
  };
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));
}

/** @param {readonly string[]} args */
function runNode([script = '', ...args]) {
  if (!fs.existsSync(path.join(root, script))) throw new SetupError(`There is no ${script}.`);
  return mustRun(process.execPath, [script, ...args], { cwd: root });
}
