import { errorText } from '../base/errors.ts';
import { absolute } from '../base/path.ts';
import type { FormerHost, LockedPackage, Newcomer } from '../model/lockfile.ts';
import type { PrivateHost } from '../model/private-host.ts';
import type { Project } from '../model/project.ts';
import type { EngineContext } from './context.ts';

/** Names of one host that are kept: no project has more packages of its own. */
const mostNames = 2_000;

type Remembering = Pick<EngineContext, 'registry' | 'popular' | 'user' | 'root' | 'log'>;

/**
 * What would come in, also with the private registries that this user has had the same names from, or others of their scope, in this
 * project: many lockfiles name no hosts.
 */
export async function withFormerHosts(
  { user, root }: Pick<EngineContext, 'user' | 'root'>,
  project: Pick<Project, 'root'>,
  newcomers: readonly Newcomer[],
): Promise<readonly Newcomer[]> {
  const known = await user.privateHosts(absolute(root, project.root));
  if (known.length === 0) return newcomers;
  return newcomers.map((newcomer) => ({
    ...newcomer,
    former: [...newcomer.former, ...known.flatMap((host) => formerOf(host, newcomer.name) ?? [])],
  }));
}

function formerOf({ host, names }: PrivateHost, name: string): FormerHost | undefined {
  if (names.includes(name)) return { host, of: 'name', serves: names };
  const scope = /^@[^/]+\//.exec(name)?.[0];
  const isKin = scope !== undefined && names.some((other) => other.startsWith(scope));
  return isKin ? { host, of: 'scope', serves: names } : undefined;
}

/**
 * Remembers with the user which packages of a lockfile come from private registries, by the project's configuration of now. A registry
 * that has well-known packages too may be a mirror of npm's, and is not remembered. Nothing that is remembered is forgotten because
 * a configuration names it no more: that is when it is needed. Never rejects.
 */
export async function rememberPrivateHosts(
  { registry, popular, user, root, log }: Remembering,
  project: Pick<Project, 'root'>,
  packages: readonly LockedPackage[],
): Promise<void> {
  const folder = absolute(root, project.root);
  try {
    const served = new Map<string, { readonly names: string[]; isMirror: boolean }>();
    const origins = new Map<string, Awaited<ReturnType<typeof registry.origin>>>();
    for (const { name, source, host: told } of packages) {
      if (source !== 'registry' || told !== undefined) continue;
      // A configuration names registries by scope alone.
      const scope = /^@[^/]+/.exec(name)?.[0] ?? '';
      const origin = origins.get(scope) ?? (await registry.origin(name, folder));
      origins.set(scope, origin);
      if (origin.isPublic) continue;
      const host = served.get(origin.host) ?? { names: [], isMirror: false };
      served.set(origin.host, host);
      if (popular.find(name) === undefined) host.names.push(name);
      else host.isMirror = true;
    }
    const before = await user.privateHosts(folder);
    const after = merged(before, served);
    if (JSON.stringify(after) !== JSON.stringify(before)) await user.setPrivateHosts(folder, after);
  } catch (error) {
    log.warn(`private registries could not be remembered: ${errorText(error)}`);
  }
}

function merged(
  before: readonly PrivateHost[],
  served: ReadonlyMap<string, { readonly names: readonly string[]; readonly isMirror: boolean }>,
): readonly PrivateHost[] {
  const hosts = new Set([...before.map(({ host }) => host), ...served.keys()]);
  return [...hosts].flatMap((host) => {
    const now = served.get(host);
    if (now?.isMirror === true) return [];
    const old = before.find((each) => each.host === host)?.names ?? [];
    const names = [...new Set([...old, ...(now?.names ?? [])])].slice(0, mostNames);
    return names.length === 0 ? [] : [{ host, names }];
  });
}
