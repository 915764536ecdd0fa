import { typesPackageOf, type PackageName } from '../model/package-name.ts';

/**
 * Names that TypeScript code imports and that only DefinitelyTyped serves; what the registry has under the plain name
 * is something else (`aws-lambda` deploys, `node` is a binary, `hast` is a placeholder). Source: DefinitelyTyped.
 */
const typesOnly: ReadonlySet<string> = new Set([
  'aws-lambda',
  'estree',
  'estree-jsx',
  'geojson',
  'har-format',
  'hast',
  'json-schema',
  'mdast',
  'nlcst',
  'node',
  'topojson-specification',
  'trusted-types',
  'unist',
  'xast',
]);

/** The `@types` package that stands for the name, or undefined. */
export function typesOnlyPackage(name: PackageName): PackageName | undefined {
  return typesOnly.has(name) ? typesPackageOf(name) : undefined;
}
