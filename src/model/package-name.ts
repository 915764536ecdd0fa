import validate from 'validate-npm-package-name';

declare const brand: unique symbol;

/** A name that npm would accept for a new package, or that an old one has: checked once, at the edge. */
export type PackageName = string & { readonly [brand]: 'PackageName' };

/**
 * Packages with capital letters, which npm takes no more, that are in use still: those of the bundled list of well-known
 * ones. Any other such name is a file or an alias, or a slip.
 */
const withCapitals: ReadonlySet<string> = new Set([
  ...['Base64', 'CSSselect', 'CSSwhat', 'JSONSelect', 'JSONStream', 'JSV'],
  ...['SimpleQueue', 'URIjs', 'jxLoader', 'localStorage', 'objectFitPolyfill'],
]);

/**
 * The name, or undefined where npm would refuse to publish it today, a few old ones excepted.
 * Rule: npm documentation, "package.json", field `name`, through npm's own validator. On top of that
 * `__proto__` and the like are refused, since names become keys of objects in every lockfile.
 */
export function parsePackageName(text: string): PackageName | undefined {
  if (withCapitals.has(text)) return text as PackageName;
  // Half of a surrogate pair: npm's validator throws at it.
  if (text in Object.prototype || !text.isWellFormed()) return undefined;
  const { validForNewPackages, warnings } = validate(text);
  // Builtin names ("fs") are warned about, yet packages such as "punycode" and "events" do exist.
  const onlyBuiltin = warnings?.every((warning) => warning.includes('core module')) ?? false;
  return validForNewPackages || (validate(text).validForOldPackages && onlyBuiltin) ? (text as PackageName) : undefined;
}

/** `lodash` -> `@types/lodash`, `@fx/core` -> `@types/fx__core` (DefinitelyTyped's rule for scoped names). */
export function typesPackageOf(name: PackageName): PackageName {
  const flat = name.startsWith('@') ? name.slice(1).replace('/', '__') : name;
  return `@types/${flat}` as PackageName;
}
