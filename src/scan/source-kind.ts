import { baseNameOf, type RelativePath } from '../base/path.ts';
import { looksLikeJson } from './text.ts';

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
  return ending.test(path) || isDataConfig(path);
}

/** Names of configurations in JSON and YAML that name packages, as globs. Those without an ending may be either. */
export const dataConfigNames: readonly string[] = [
  ...['.babelrc', '.babelrc.json'],
  ...['eslintrc', 'postcssrc', 'prettierrc', 'stylelintrc'].flatMap((name) =>
    ['', '.json', '.yaml', '.yml'].map((end) => `.${name}${end}`),
  ),
  ...['angular.json', 'babel.config.json', 'jest.config.json', 'postcss.config.json'],
  ...['tsconfig.json', 'tsconfig.*.json', 'jsconfig.json', 'jsconfig.*.json'],
];

const dataConfig = new RegExp(
  String.raw`(?:^|/)(?:${dataConfigNames.map((name) => name.replaceAll('.', String.raw`\.`).replace('*', '[^/]+')).join('|')})$`,
);

export function isDataConfig(path: RelativePath): boolean {
  return /(?:\.json|rc|\.ya?ml)$/.test(path) && dataConfig.test(path);
}

/** Of a {@link isDataConfig}: whether it is read as YAML. What has no ending says by its first sign what it is. */
export function isYamlConfig(path: RelativePath, text: string): boolean {
  if (!isDataConfig(path) || path.endsWith('.json') || path.endsWith('.babelrc')) return false;
  return !path.endsWith('rc') || !looksLikeJson(text);
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
