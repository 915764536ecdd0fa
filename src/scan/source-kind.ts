import { baseNameOf, type RelativePath } from '../base/path.ts';

/** Endings of style sheets. */
const styleEndings: readonly string[] = ['css', 'scss', 'sass', 'less', 'pcss', 'postcss'];

/**
 * Endings, without the dot, of files whose imports are read: scripts, what holds scripts among other things, and style
 * sheets.
 */
export const sourceEndings: readonly string[] = [
  ...['js', 'jsx', 'ts', 'tsx', 'mjs', 'cjs', 'mts', 'cts'],
  ...['vue', 'svelte', 'astro', 'mdx', 'html'],
  ...styleEndings,
];

const ending = new RegExp(String.raw`\.(?:${sourceEndings.join('|')})$`);
const styleEnding = new RegExp(String.raw`\.(?:${styleEndings.join('|')})$`);

export function isSource(path: RelativePath): boolean {
  return ending.test(path) || isJsonConfig(path);
}

/** Names of configurations in JSON that name packages, as globs. */
export const jsonConfigNames: readonly string[] = [
  ...['babelrc', 'eslintrc', 'postcssrc', 'prettierrc', 'stylelintrc'].flatMap((name) => [`.${name}`, `.${name}.json`]),
  ...['angular.json', 'babel.config.json', 'jest.config.json', 'postcss.config.json'],
  ...['tsconfig.json', 'tsconfig.*.json', 'jsconfig.json', 'jsconfig.*.json'],
];

const jsonConfig = new RegExp(
  String.raw`(?:^|/)(?:${jsonConfigNames.map((name) => name.replaceAll('.', String.raw`\.`).replace('*', '[^/]+')).join('|')})$`,
);

export function isJsonConfig(path: RelativePath): boolean {
  return (path.endsWith('.json') || path.endsWith('rc')) && jsonConfig.test(path);
}

/** What is read for what it names, and what declares it. */
export function isSourceOrManifest(path: RelativePath): boolean {
  return isSource(path) || baseNameOf(path) === 'package.json';
}

export function isStyleSheet(path: RelativePath): boolean {
  return styleEnding.test(path);
}

export function isTypeScript(path: RelativePath): boolean {
  return /\.(?:[cm]?ts|tsx)$/.test(path);
}

/** A file whose imports may be of types alone. */
export function mayHaveTypes(path: RelativePath): boolean {
  return isTypeScript(path) || /\.(?:vue|svelte|astro)$/.test(path);
}

/** Declarations: everything they import is erased. */
export function isDeclaration(path: RelativePath): boolean {
  return /\.d\.(?:[^/]+\.)?[cm]?ts$/.test(path);
}

/** What a program wrote, by its name alone: build output, and the code by which Node finds Yarn's packages. */
export function isGeneratedName(path: RelativePath): boolean {
  return /[.-]min\.(?:[cm]?js|css)$|^\.pnp\.(?:c?js|loader\.mjs)$/.test(baseNameOf(path));
}
