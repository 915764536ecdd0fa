// Bundles: extension and cli are small and start fast; what is heavy (pacote, execa, TypeScript) is a bundle of its
// own that they load when it is first needed. See docs/decisions/004-lazy-bundles.md.
import { build } from 'esbuild';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, 'dist');

/** Modules that are a bundle of their own, by the path of their source. */
const lazy = {
  execa: 'src/node/lazy/execa.ts',
  'lockfile-parsers': 'src/managers/lazy/lockfile-parsers.ts',
  'npm-client': 'src/node/lazy/npm-client.ts',
  parser: 'src/scan/confirm/parse.ts',
};

/** The parser's code is loaded by a little bundle that has the parser's name and remembers the compiled code. */
const lazyFiles = { ...lazy, parser: 'src/node/lazy/compiled-parser.ts', 'parser-code': lazy.parser };

/** A dynamic import of one of them stays an import, of the file beside the bundle. */
const lazyBundles = {
  name: 'lazy-bundles',
  setup({ onResolve }) {
    const names = new Map(Object.entries(lazy).map(([name, file]) => [join(root, file), name]));
    onResolve({ filter: /\.ts$/ }, ({ path, kind, resolveDir }) => {
      const name = kind === 'dynamic-import' ? names.get(join(resolveDir, path)) : undefined;
      return name === undefined ? undefined : { path: `./${name}.js`, external: true };
    });
  },
};

/**
 * V8 reads a function twice, once to find its end and once when it is called, unless a bracket before it says that it is
 * called at once. TypeScript is one function of 3.5 MB: the bracket saves 200 ms of the first run.
 * @param {string} file
 */
function compileTypeScriptAtOnce(file) {
  const head = /(=[\w$]+\()(\([\w$]+,[\w$]+\)=>\{var [\w$]+=\{\};\([\w$]+=>\{"use strict";)/g;
  const tail = /(\}\)\(\{get exports\(\)\{return [\w$]+\},set exports\([\w$]+\)\{[^{}]+\}\}\)\})(\))/g;
  const code = readFileSync(file, 'utf8');
  if ([...code.matchAll(head)].length !== 1 || [...code.matchAll(tail)].length !== 1) {
    throw new Error(`${file}: TypeScript's wrapper is not what it was; look at compileTypeScriptAtOnce.`);
  }
  writeFileSync(file, code.replace(head, '$1($2').replace(tail, '$1)$2'));
}

/** @type {import('esbuild').BuildOptions} */
const node = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  // A CommonJS bundle loads its neighbours by require: import() would go through the editor's ESM hooks.
  supported: { 'dynamic-import': false },
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: false,
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [lazyBundles],
  absWorkingDir: root,
};

rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, 'codicons'), { recursive: true });

await Promise.all([
  build({ ...node, entryPoints: ['src/hosts/vscode/extension.ts'], outdir: dist, external: ['vscode'] }),
  // Without `external: vscode`: an import of it that leaks into the command line fails the build.
  build({
    ...node,
    entryPoints: { cli: 'src/hosts/cli/main.ts' },
    outdir: dist,
    banner: { js: '#!/usr/bin/env node' },
  }),
  build({ ...node, entryPoints: { 'scan-worker': 'src/hosts/scan-worker/main.ts' }, outdir: dist }),
  build({ ...node, entryPoints: lazyFiles, outdir: dist, external: ['node-gyp/*'] }),
  build({
    entryPoints: [
      { in: 'src/webview/main.ts', out: 'webview' },
      { in: 'src/webview/dashboard.css', out: 'webview' },
    ],
    outdir: dist,
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: root,
  }),
]);

compileTypeScriptAtOnce(join(dist, 'parser-code.js'));
for (const name of ['codicon.css', 'codicon.ttf']) {
  copyFileSync(join(root, 'node_modules/@vscode/codicons/dist', name), join(dist, 'codicons', name));
}
mkdirSync(join(dist, 'data'), { recursive: true });
copyFileSync(join(root, 'data/npm-popular.txt'), join(dist, 'data', 'npm-popular.txt'));
writeFileSync(join(dist, 'package.json'), '{"type":"commonjs"}\n');
chmodSync(join(dist, 'cli.js'), 0o755);

if (process.argv.includes('--sizes')) {
  for (const name of readdirSync(dist).filter((file) => file.endsWith('.js'))) {
    console.log(`${name.padEnd(20)} ${(statSync(join(dist, name)).size / 1024).toFixed(0).padStart(6)} KB`);
  }
}
