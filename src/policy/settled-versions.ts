import type { Packument } from '../ports/registry.ts';
import { earlierVersions, isOldEnough } from './published.ts';

/**
 * The versions that automation may take of a package, the best first: the current one where it has been there for a while, and
 * what was current before; where nobody can tell, or all are too young, the one that the bundled list knows, if the registry has
 * it. Empty where there is none of them.
 */
export function settledVersions(packument: Packument, listed: string | undefined, now: Date): readonly string[] {
  const latest = packument.distTags.get('latest');
  if (latest === undefined) return [];
  const known = listed !== undefined && packument.versions.has(listed) ? [listed] : [];
  const isSettled = isOldEnough(packument, latest, now);
  if (isSettled === undefined) return known;
  const earlier = earlierVersions(packument, latest)
    .filter(({ version }) => !version.includes('-') && isOldEnough(packument, version, now) === true)
    .map(({ version }) => version);
  const settled = isSettled ? [latest, ...earlier] : earlier;
  return settled.length > 0 ? settled : known;
}

/** Those of the best one's line of development: another major version is another decision. */
export function sameLine(versions: readonly string[]): readonly string[] {
  const major = versions[0]?.split('.', 1)[0];
  return versions.filter((version) => version.split('.', 1)[0] === major);
}
