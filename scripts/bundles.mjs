import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './setup/paths.mjs';

// What the bundles are made of. Extension and cli are small and start fast; what is heavy (pacote, execa, TypeScript) is
// a bundle of its own that they load when it is first needed. See docs/decisions/004-lazy-bundles.md.

export const dist = join(root, 'dist');

/** Modules that are a bundle of their own, by the path of their source. */
const lazy = {
  'bulk-advisories': 'src/node/lazy/bulk-advisories.ts',
  'cli-program': 'src/hosts/cli/program.ts',
  drivers: 'src/managers/list.ts',
  execa: 'src/node/lazy/execa.ts',
  'install-plan': 'src/plan/install-plan.ts',
  'lockfile-parsers': 'src/managers/lazy/lockfile-parsers.ts',
  'manifest-entry': 'src/model/manifest-entry.ts',
  'manager-command': 'src/model/manager-command.ts',
  mismatched: 'src/scan/mismatched.ts',
  'npm-client': 'src/node/lazy/npm-client.ts',
  operations: 'src/engine/operations.ts',
  'osv-client': 'src/node/lazy/osv-client.ts',
  'package-trees': 'src/node/lazy/disk-package-trees.ts',
  'packument-worker': 'src/node/lazy/packument-worker.ts',
  parser: 'src/scan/confirm/parse.ts',
  'proc-foreign-runs': 'src/node/lazy/proc-foreign-runs.ts',
  'rule-book': 'src/engine/rule-book.ts',
  suggesting: 'src/engine/suggesting.ts',
  unused: 'src/scan/unused/unused.ts',
  'tool-locator': 'src/node/tool-locator.ts',
};

/** The parser's code is loaded by a little bundle that has the parser's name and remembers the compiled code. */
const lazyFiles = {
  ...lazy,
  parser: 'src/node/lazy/compiled-parser.ts',
  'parser-code': lazy.parser,
  // Many bundles need one of these, and each is shipped once.
  yaml: 'node_modules/yaml/dist/index.js',
  semver: 'node_modules/semver/index.js',
  'yarn-parsers': 'node_modules/@yarnpkg/parsers/lib/index.js',
};

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

const sources = join(root, 'src');
const errors = join(sources, 'base/errors.ts');

/** What bundles must have in common is one file beside them; see src/base/shared.ts. */
const sharedBundle = {
  name: 'shared-bundle',
  setup({ onResolve }) {
    const shared = { path: './shared.js', external: true };
    onResolve({ filter: /^@vscode\/l10n$/ }, () => shared);
    onResolve({ filter: /^yaml$/ }, () => ({ path: './yaml.js', external: true }));
    onResolve({ filter: /^@yarnpkg\/parsers$/ }, () => ({ path: './yarn-parsers.js', external: true }));
    // Dependencies have the version that they ask for.
    onResolve({ filter: /^semver$/ }, ({ resolveDir }) =>
      resolveDir.startsWith(sources) ? { path: './semver.js', external: true } : undefined,
    );
    onResolve({ filter: /errors\.ts$/ }, ({ path, resolveDir }) =>
      join(resolveDir, path) === errors ? shared : undefined,
    );
  },
};

/**
 * typescript-estree imports the whole of TypeScript in twenty modules, and each would copy its 2,500 names into an object of
 * its own, since a module that does not say that it was one of ECMAScript is not taken as it is: 60 ms of each start.
 */
const wholeTypeScript = {
  name: 'whole-typescript',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]typescript[/\\]lib[/\\]typescript\.js$/ }, async ({ path }) => ({
      contents: `${await readFile(path, 'utf8')}
for (const [name, value] of [['__esModule', true], ['default', module.exports]])
  Object.defineProperty(module.exports, name, { value });`,
      loader: 'js',
    }));
  },
};

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
  plugins: [lazyBundles, sharedBundle, wholeTypeScript],
  absWorkingDir: root,
};

/**
 * Every bundle that is shipped. The extension alone may leave `vscode` out: an import of it that leaks into any other
 * fails the build.
 * @satisfies {Record<string, import('esbuild').BuildOptions>}
 */
export const bundles = {
  extension: { ...node, entryPoints: ['src/hosts/vscode/extension.ts'], outdir: dist, external: ['vscode'] },
  cli: {
    ...node,
    entryPoints: { cli: 'src/hosts/cli/main.ts' },
    outdir: dist,
    banner: { js: '#!/usr/bin/env node' },
  },
  'scan-worker': { ...node, entryPoints: { 'scan-worker': 'src/hosts/scan-worker/main.ts' }, outdir: dist },
  shared: { ...node, entryPoints: { shared: 'src/base/shared.ts' }, outdir: dist, plugins: [] },
  lazy: { ...node, entryPoints: lazyFiles, outdir: dist, external: ['node-gyp/*'] },
  webview: {
    entryPoints: [
      { in: 'src/webview/main.ts', out: 'webview' },
      { in: 'src/webview/dashboard.css', out: 'webview' },
    ],
    outdir: dist,
    bundle: true,
    platform: /** @type {const} */ ('browser'),
    format: /** @type {const} */ ('esm'),
    target: 'es2022',
    minify: true,
    legalComments: /** @type {const} */ ('none'),
    logLevel: /** @type {const} */ ('warning'),
    absWorkingDir: root,
  },
};
