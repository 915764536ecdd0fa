/**
 * Tools that load packages by a part of their name, by a preset or by what stands in node_modules: what they load is named
 * nowhere. Sources: the documentation of each.
 */
const loadingTools: ReadonlySet<string> = new Set([
  ...['astro', 'babel', 'capacitor', 'commitlint', 'cordova', 'cspell', 'cypress', 'docusaurus'],
  ...['electron', 'ember', 'esbuild', 'eslint', 'expo', 'gatsby', 'grunt', 'gulp', 'hardhat', 'hexo'],
  ...['jest', 'karma', 'mocha', 'nest', 'next', 'nuxt', 'nx', 'parcel', 'playwright', 'postcss'],
  ...['prettier', 'react-native', 'rehype', 'release-it', 'remark', 'rollup', 'semantic-release'],
  ...['serverless', 'storybook', 'stylelint', 'svelte', 'tailwindcss', 'textlint', 'tsup', 'typedoc'],
  ...['unified', 'vite', 'vitest', 'wdio', 'webpack', 'yeoman'],
]);

/** Words in a name by which something else loads it. */
const loadedBy =
  /(?:^|[/-])(?:adapters?|addons?|browserify|configs?|connectors?|contrib|dialect|drivers?|env|environment|formatters?|integration|loaders?|parsers?|plugins?|polyfills?|presets?|processors?|providers?|reporters?|resolvers?|runners?|serializer|stubs|themes?|transformers?)(?:-|$)/;

/** What compilers write into the code that they make, and what is there for its effect on others. */
const implied: ReadonlySet<string> = new Set([
  ...['tslib', 'core-js', 'regenerator-runtime', '@babel/runtime', '@babel/runtime-corejs3'],
  ...['@swc/helpers', 'typescript', 'ts-node', 'tsx', 'esm', 'coffeescript', 'source-map-support'],
  ...['encoding', 'bufferutil', 'utf-8-validate', 'node-gyp', 'sharp', 'loader.js', 'broccoli-asset-rev'],
  ...['process', 'buffer', 'assert', 'events', 'util', 'url', 'punycode', 'querystring-es3', 'stream-http'],
  ...['crypto-js', 'conventional-changelog-conventionalcommits'],
]);

/** True for a package that may be used though nothing names it. */
export function mayBeUsedUnnamed(name: string): boolean {
  if (implied.has(name) || loadingTools.has(name) || loadedBy.test(name)) return true;
  // `@storybook/…`, `@astrojs/…`
  const scope = /^@([^/]+)\//.exec(name)?.[1];
  if (scope !== undefined) return isOfTool(scope) || isOfTool(scope.replace(/js$/, ''));
  return isOfTool(name);
}

function isOfTool(name: string): boolean {
  return loadingTools.has(name) || [...loadingTools].some((tool) => name.startsWith(`${tool}-`));
}
