import { builtinHost, type BuiltinHost } from './builtins.ts';
import { parsePackageName, type PackageName } from './package-name.ts';

/** Why a bare specifier cannot be the name of a package that npm would accept today. */
export type InvalidReason =
  | 'empty'
  /** `@scope` without a name. */
  | 'scope-only'
  /** npm takes no capital letters any more; a few old packages have them. */
  | 'uppercase'
  /** A file by its looks (`foo.js?raw`): a path whose `./` was forgotten. */
  | 'file-name'
  | 'too-long'
  /** Anything else npm refuses: spaces, shell signs, a leading dot, reserved names. */
  | 'name';

/** What the text between the quotes of an import names. Only `package` ever leads to a registry. */
export type Specifier =
  | {
      readonly kind: 'package';
      readonly name: PackageName;
      /** Behind the name, without slash; '' for the package itself. */ readonly subpath: string;
    }
  | { readonly kind: 'builtin'; readonly host: BuiltinHost }
  | { readonly kind: 'relative' }
  | { readonly kind: 'absolute' }
  /** `#name`, resolved by `imports` of package.json. */
  | { readonly kind: 'imports' }
  /** Fetched by address, or by another registry's scheme: `https:`, `data:`, `npm:`, `jsr:`. */
  | { readonly kind: 'url'; readonly scheme: string }
  /** Made by a bundler or framework: `virtual:x`, `astro:x`, `~/x`, `@/x`, `$app/x`, `raw!./x`. */
  | { readonly kind: 'virtual' }
  | { readonly kind: 'invalid'; readonly reason: InvalidReason };

const addressSchemes: ReadonlySet<string> = new Set(['http', 'https', 'data', 'file', 'blob', 'npm', 'jsr']);
/** Endings of a file when a bundler's query (`?raw`, `?url`) stands behind a name without a folder. */
const fileEnding =
  /\.(?:[cm]?[jt]sx?|json5?|css|s[ac]ss|less|styl|svg|png|jpe?g|gif|webp|html?|mdx?|txt|wasm|vue|svelte)$/;

/**
 * Specifier to package name, before anything else looks at it: npm itself would read `lodash/fp` as
 * `github:lodash/fp` and `~/utils` as a folder (npm-package-arg).
 */
export function classifySpecifier(text: string): Specifier {
  return shapeOf(text) ?? bare(text);
}

function shapeOf(text: string): Specifier | undefined {
  if (text === '') return { kind: 'invalid', reason: 'empty' };
  if (text === '.' || text === '..' || /^\.\.?[/\\]/.test(text)) return { kind: 'relative' };
  if (/^(?:[/\\]|[a-z]:[/\\])/i.test(text)) return { kind: 'absolute' };
  if (text.startsWith('#')) return { kind: 'imports' };
  const host = builtinHost(text);
  if (host !== undefined) return { kind: 'builtin', host };
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined) return addressSchemes.has(scheme) ? { kind: 'url', scheme } : { kind: 'virtual' };
  if (/^(?:\0|[~$]|@(?:\/|$))/.test(text) || isLoaderChain(text)) return { kind: 'virtual' };
  return undefined;
}

/** webpack's inline loaders: `!!raw!./x`, `style-loader!css-loader!./x.css`. */
function isLoaderChain(text: string): boolean {
  return text.startsWith('!') || /^[^\s!]+!./.test(text);
}

function bare(text: string): Specifier {
  const query = text.indexOf('?');
  const path = query < 0 ? text : text.slice(0, query);
  const parts = path.split('/');
  const scoped = path.startsWith('@');
  if (scoped && (parts[1] ?? '') === '') return { kind: 'invalid', reason: 'scope-only' };
  const name = parts.slice(0, scoped ? 2 : 1).join('/');
  const subpath = parts.slice(scoped ? 2 : 1).join('/');
  if (query >= 0 && subpath === '' && fileEnding.test(name)) return { kind: 'invalid', reason: 'file-name' };
  const parsed = parsePackageName(name);
  return parsed === undefined
    ? { kind: 'invalid', reason: whyInvalid(name) }
    : { kind: 'package', name: parsed, subpath };
}

function whyInvalid(name: string): InvalidReason {
  if (name.length > 214) return 'too-long';
  return name !== name.toLowerCase() && parsePackageName(name.toLowerCase()) !== undefined ? 'uppercase' : 'name';
}
