import assert from 'node:assert/strict';
import type { EngineContext } from '../../../src/engine/context.ts';
import { rememberPrivateHosts, withFormerHosts } from '../../../src/engine/private-hosts.ts';
import type { LockedPackage, Newcomer } from '../../../src/model/lockfile.ts';
import type { PrivateHost } from '../../../src/model/private-host.ts';
import { popularList } from '../../support/model.ts';

const project = { root: 'app' };

/** A user, and a configuration that has these scopes from these hosts; '' is for names without one. */
function world(scopes: Readonly<Record<string, string>>, kept: readonly PrivateHost[] = []) {
  const state = { kept, writes: 0, warned: [] as string[] };
  const context = {
    root: '/w',
    popular: popularList({ react: [100_000_000, '19.0.0'], '@babel/core': [50_000_000, '7.0.0'] }),
    log: { warn: (message: string) => state.warned.push(message) },
    registry: {
      origin: async (name: string) => {
        const host = scopes[/^@[^/]+/.exec(name)?.[0] ?? ''];
        return host === undefined ? { host: 'public.test', isPublic: true } : { host, isPublic: false };
      },
    },
    user: {
      privateHosts: async (folder: string) => (folder === '/w/app' ? state.kept : []),
      setPrivateHosts: async (_: string, hosts: readonly PrivateHost[]) => {
        state.kept = hosts;
        state.writes += 1;
      },
    },
  } as unknown as EngineContext;
  return { context, state };
}

const locked = (name: string, over: Partial<LockedPackage> = {}): LockedPackage => ({
  name,
  version: '1.0.0',
  source: 'registry',
  integrity: undefined,
  ...over,
});
const newcomer = (name: string, over: Partial<Newcomer> = {}): Newcomer => ({
  ...locked(name),
  isNewName: true,
  former: [],
  ...over,
});

describe('private registries of a project', () => {
  it('are remembered by the names that the configuration has from there', async () => {
    const { context, state } = world({ '@corp': 'corp.test', '': 'own.test' });
    const packages = ['@corp/a', '@corp/b', 'secret', '@other/x'].map((name) => locked(name));
    await rememberPrivateHosts(context, project, packages);
    const hosts = [
      { host: 'corp.test', names: ['@corp/a', '@corp/b'] },
      { host: 'own.test', names: ['secret'] },
    ];
    assert.deepEqual(state.kept, hosts);
    await rememberPrivateHosts(context, project, packages);
    assert.equal(state.writes, 1, 'nothing is written where nothing changed');
  });

  it('are not those that have well-known packages too, nor what a lockfile or another source tells itself', async () => {
    const { context, state } = world({ '@corp': 'mirror.test', '': 'mirror.test' }, [
      { host: 'mirror.test', names: ['@corp/old'] },
    ]);
    await rememberPrivateHosts(context, project, [locked('@corp/a'), locked('react')]);
    assert.deepEqual(state.kept, [], 'what was taken for private before is forgotten');
    await rememberPrivateHosts(context, project, [
      locked('@corp/a', { host: 'told.test' }),
      locked('@corp/b', { source: 'git' }),
      locked('@corp/c', { source: 'workspace' }),
    ]);
    assert.deepEqual(state.kept, []);
  });

  it('stay where a configuration names them no more, and are bounded', async () => {
    const kept = [{ host: 'corp.test', names: ['@corp/a'] }];
    const lost = world({}, kept);
    await rememberPrivateHosts(lost.context, project, [locked('@corp/a')]);
    assert.deepEqual([lost.state.kept, lost.state.writes], [kept, 0]);
    const many = world({ '@corp': 'corp.test' }, kept);
    const packages = Array.from({ length: 3_000 }, (_, index) => locked(`@corp/n${index}`));
    await rememberPrivateHosts(many.context, project, packages);
    assert.equal(many.state.kept[0]?.names.length, 2_000);
    assert.equal(many.state.kept[0]?.names[0], '@corp/a');
  });

  it('stop nothing where they cannot be kept', async () => {
    const { context, state } = world({ '@corp': 'corp.test' });
    Object.assign(context.user, { setPrivateHosts: () => Promise.reject(new Error('disk full')) });
    await rememberPrivateHosts(context, project, [locked('@corp/a')]);
    assert.match(state.warned[0] ?? '', /could not be remembered: disk full/);
  });

  it('stand with what comes in of the same name or scope, after what the lockfile tells', async () => {
    const { context } = world({}, [{ host: 'corp.test', names: ['@corp/a', 'secret'] }]);
    const told = { host: 'told.test', of: 'name', serves: ['@corp/b'] } as const;
    const found = await withFormerHosts(context, project, [
      newcomer('@corp/a'),
      newcomer('@corp/b', { former: [told] }),
      newcomer('secret'),
      newcomer('@other/x'),
      newcomer('secret-not'),
    ]);
    assert.deepEqual(
      found.map(({ former }) => former.map(({ host, of }) => `${host} ${of}`)),
      [['corp.test name'], ['told.test name', 'corp.test scope'], ['corp.test name'], [], []],
    );
  });
});
