import type { Advisory } from '../../src/model/advisory.ts';
import type { Advisories } from '../../src/ports/advisories.ts';

/** A database on this machine that knows these advisories, by `name@version`, and answers at this time. */
export function fakeAdvisories(
  known: Readonly<Record<string, readonly Advisory[]>> = {},
  checkedAt = '2026-11-23T10:00:00.000Z',
): Advisories {
  return {
    isElsewhere: false,
    affecting: async (versions) => ({
      ok: true,
      versions: versions.map(({ name, version }) => {
        return { name, version, advisories: known[`${name}@${version}`] ?? [], checkedAt };
      }),
    }),
  };
}
