import { typesPackageOf, type PackageName } from '../model/package-name.ts';
import type { PopularList } from '../ports/popular-list.ts';

/**
 * A `@types` package that is used by fewer than this share of those who use the package itself is the stub that was left
 * when the package brought types of its own (cypress 8 %, axios 1 %; jest 91 %, jquery 21 %).
 */
const stubShare = 1 / 8;

/** The `@types` package that well-known code takes the types of a package from; undefined where it brings its own. */
export function knownTypesOf(name: PackageName, popular: PopularList): PackageName | undefined {
  const types = popular.find(typesPackageOf(name));
  const itself = popular.find(name);
  if (types === undefined) return undefined;
  const isStub = itself !== undefined && types.downloadsPerMonth < itself.downloadsPerMonth * stubShare;
  return isStub ? undefined : types.name;
}
