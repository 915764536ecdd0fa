import { lt, parse, satisfies } from 'semver';
import type { BumpKind } from '../model/rule.ts';

/**
 * How far `to` is from `from`, as a caret sees it (npm documentation, "semver", caret ranges): what `^from` does not
 * take is `major`, so that 0.2 to 0.3, 0.0.3 to 0.0.4 and any step to another prerelease are breaking. Undefined where
 * one of them is no version, or both are the same.
 */
export function bumpBetween(from: string, to: string): BumpKind | undefined {
  const [before, after] = [parse(from), parse(to)];
  if (before === null || after === null || before.compare(after) === 0) return undefined;
  if (lt(after, before)) return 'downgrade';
  if (!satisfies(after, `^${before.version}`)) return 'major';
  return after.minor === before.minor ? 'patch' : 'minor';
}
