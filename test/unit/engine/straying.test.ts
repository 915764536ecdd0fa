import assert from 'node:assert/strict';
import { strayingOf } from '../../../src/engine/straying.ts';
import { broughtIn, type LockedPackage, type Lockfile } from '../../../src/model/lockfile.ts';
import type { Registry } from '../../../src/ports/registry.ts';
import { popularList } from '../../support/model.ts';

const popular = popularList({ lodash: [400_000_000, '4.18.1'], '@types/node': [200_000_000, '26.0.0'] });
const locked = (name: string, host?: string, version = '1.0.0'): LockedPackage => ({
  ...{ name, version, source: 'registry', integrity: undefined, host },
});
const lockfile = (...packages: readonly LockedPackage[]): Lockfile => ({ version: () => undefined, packages });

/** What strays of a lockfile's change, where the configuration takes all from `now`. */
async function straying(before: readonly LockedPackage[], after: LockedPackage, now = 'public', isPublic = true) {
  const registry = { origin: async () => ({ host: now, isPublic }) } as unknown as Registry;
  const [newcomer] = broughtIn(lockfile(...before), lockfile(...before, after));
  assert.ok(newcomer !== undefined);
  const found = await strayingOf({ registry, popular, root: '/w' }, { root: '' }, newcomer);
  return found === undefined ? undefined : `${found.of} ${found.from} ${found.to}`;
}

describe('strayingOf', () => {
  const own = locked('@corp/a', 'private');
  const rows: readonly (readonly [string, Parameters<typeof straying>, string | undefined])[] = [
    ['a new version of a private name', [[own], locked('@corp/a', 'public', '2.0.0')], 'name private public'],
    ['another name of a private scope', [[own], locked('@corp/b')], 'scope private public'],
    [
      'a private name without a scope',
      [[locked('corp-a', 'private')], locked('corp-a', 'public', '2.0.0')],
      'name private public',
    ],
    ['another name without a scope', [[locked('corp-a', 'private')], locked('corp-b')], undefined],
    ['another scope', [[own], locked('@corporate/b')], undefined],
    ['the private registry itself', [[own], locked('@corp/b'), 'private', false], undefined],
    ['another private registry', [[own], locked('@corp/b'), 'other', false], undefined],
    ['what came from the public one before', [[locked('@corp/a', 'public')], locked('@corp/b')], undefined],
    ['a lockfile that says no hosts', [[locked('@corp/a')], locked('@corp/b')], undefined],
    ['a mirror, which has what everybody knows', [[own, locked('lodash', 'private')], locked('@corp/b')], undefined],
    ['a name that everybody knows', [[locked('@types/x', 'private')], locked('@types/node')], undefined],
  ];
  for (const [what, args, expected] of rows) {
    it(`${expected === undefined ? 'leaves' : 'tells'} ${what}`, async () =>
      assert.equal(await straying(...args), expected));
  }
});
