/** How the text of a configuration becomes packages that may be meant, the most likely first; none: it needs nothing. */
export type Reading = (text: string) => readonly string[];

/** As it stands; a query or further loaders behind it are no part of it. */
export const asIs: Reading = (text) => [text.split(/[?!]/, 1)[0] ?? ''];

/** As it stands, unless the tool has it. */
export function unless(builtins: readonly string[], reading: Reading = asIs): Reading {
  return (text) => (builtins.includes(text) ? [] : reading(text));
}

/** With a prefix that may be left out: Jest's runners, environments and watch plugins. */
export function optionallyPrefixed(prefix: string): Reading {
  return (text) => (text.startsWith(prefix) || /^@|[/.]/.test(text) ? asIs(text) : [`${prefix}${text}`, text]);
}

/** Jest documentation, "testEnvironment". It brings that of Node along. */
export const jestEnvironment = unless(['node', 'jest-environment-node'], optionallyPrefixed('jest-environment-'));

/** Vitest documentation, "environment". */
export const vitestEnvironment: Reading = (text) => {
  if (text === 'node') return [];
  if (text === 'edge-runtime') return ['@edge-runtime/vm'];
  return text === 'jsdom' || text === 'happy-dom' ? [text] : optionallyPrefixed('vitest-environment-')(text);
};

/** ESLint documentation, "Share Configurations" and "Configure Plugins": `x`, `@s`, `@s/x`, each with a part left out. */
function forEslint(kind: 'config' | 'plugin'): Reading {
  const prefix = `eslint-${kind}`;
  return (text) => {
    const [scope, name, ...rest] = text.startsWith('@') ? text.split('/') : [undefined, ...text.split('/')];
    const subpath = rest.length === 0 ? '' : `/${rest.join('/')}`;
    const isFull = name === prefix || name?.startsWith(`${prefix}-`) === true;
    const full = name === undefined || name === '' ? prefix : isFull ? name : `${prefix}-${name}`;
    return [`${scope === undefined ? '' : `${scope}/`}${full}${subpath}`];
  };
}

export const eslintPlugin = forEslint('plugin');

/** `eslint:recommended` is ESLint's own; `plugin:x/y` is the configuration y of a plugin. */
export const eslintExtends: Reading = (text) => {
  if (text.startsWith('eslint:')) return [];
  if (!text.startsWith('plugin:')) return forEslint('config')(text);
  return eslintPlugin(text.slice('plugin:'.length, Math.max(text.lastIndexOf('/'), 0)));
};

/** Babel documentation, "Options", "Name Normalization". */
export function forBabel(kind: 'preset' | 'plugin'): Reading {
  const prefix = `babel-${kind}`;
  return (text) => {
    if (text.startsWith('module:')) return [text.slice('module:'.length)];
    const [first = '', second, ...rest] = text.split('/');
    if (!text.startsWith('@'))
      return [second !== undefined || first.startsWith(`${prefix}-`) ? text : `${prefix}-${text}`];
    if (second === undefined) return [`${first}/${prefix}`];
    if (rest.length > 0) return [text];
    const marker = first === '@babel' ? `${kind}-` : `${prefix}-`;
    const isFull = first === '@babel' ? second.startsWith(marker) : second.includes(prefix);
    return [isFull ? text : `${first}/${marker}${second}`];
  };
}

/** Angular workspace configuration: `@angular/build:application`. */
export const beforeColon: Reading = (text) => [text.split(':', 1)[0] ?? ''];

/** Angular's paths lead into node_modules, or begin with a package. */
export const inNodeModules: Reading = (text) => [text.replace(/^(?:\.?\/)?node_modules\//, '')];
