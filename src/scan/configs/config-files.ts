import { baseNameOf, directoryOf, type RelativePath } from '../../base/path.ts';

/**
 * Configurations of bundlers, frameworks and test runners, by their names: what may say that a bare specifier is a file.
 * `vite.config.ts`, `webpack.common.js`, `.babelrc.js`, `gatsby-node.js`, `.storybook/main.ts`. A page may have a map.
 */
const configName = new RegExp(
  [
    /\.config(?:\.[\w-]+)?\.[cm]?[jt]s$/,
    /^webpack[\w.-]*\.[cm]?[jt]s$/,
    /^\.babelrc\.[cm]?js$/,
    /^(?:gatsby-(?:config|node)|config-overrides|ember-cli-build|karma\.conf)\.[cm]?[jt]s$/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

export function isConfig(path: RelativePath): boolean {
  const name = baseNameOf(path);
  return (
    configName.test(name) || name === 'package.json' || jsonConfigs.has(name) || isStorybookMain(path) || isPage(path)
  );
}

/** Names of those that are JSON and count where they stand beside a package.json, which may have configurations in it too. */
export const jsonConfigs: ReadonlySet<string> = new Set([
  ...['.babelrc', '.babelrc.json'],
  ...['deno.json', 'deno.jsonc', 'import_map.json', 'importmap.json'],
]);

/** The folder whose files it speaks of. */
export function reachOfConfig(path: RelativePath): RelativePath {
  return isStorybookMain(path) ? directoryOf(directoryOf(path)) : directoryOf(path);
}

/** It may have a map of imports for the modules that it loads (HTML standard, "Import maps"). */
export function isPage(path: RelativePath): boolean {
  return path.endsWith('.html');
}

/** Nothing but a map of imports, or Deno's configuration with one in it. */
export function isImportMap(path: RelativePath): boolean {
  return /^(?:deno\.jsonc?|import_?map\.json)$/.test(baseNameOf(path));
}

function isStorybookMain(path: RelativePath): boolean {
  return /(?:^|\/)\.storybook\/main\.[cm]?[jt]s$/.test(path);
}

/** Most configurations say nothing of specifiers, and need no parser. */
export function maySayAliases(path: RelativePath, text: string): boolean {
  if (isPage(path)) return text.includes('importmap');
  return /alias|externals|moduleNameMapper|extraNodeModules|resolveId|\bvirtual\(|\bmodule(?:s|Paths|Directories)\b|"imports"/i.test(
    text,
  );
}
