import { absolute } from '../base/path.ts';
import type { Project } from '../model/project.ts';
import { publishedAt } from '../policy/published.ts';
import type { Packument, Registry, SignatureAnswer } from '../ports/registry.ts';
import type { EngineContext } from './context.ts';

/** What would land. `integrity`: of its archive, where a lockfile has it and not only the registry's word. */
interface Landing {
  readonly packument: Packument | undefined;
  readonly version: string | undefined;
  readonly integrity?: string | undefined;
}

/** What the registry's keys say about the version that would land; undefined where none is known. */
export async function askSignature(
  { root, clock }: Pick<EngineContext, 'root' | 'clock'>,
  registry: Pick<Registry, 'signature'>,
  project: Pick<Project, 'root'>,
  { packument, version, integrity }: Landing,
  signal: AbortSignal,
): Promise<SignatureAnswer | undefined> {
  const published = packument?.versions.get(version ?? '');
  if (packument === undefined || published === undefined) return undefined;
  const time = publishedAt(packument, published.version, clock.now());
  const content = integrity === undefined ? published : { ...published, integrity };
  const signed = { name: packument.name, published: content, publishedAt: time };
  return registry.signature(signed, absolute(root, project.root), signal);
}
