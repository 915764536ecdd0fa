import type { EngineContext } from './context.ts';
import { inTime, type Limits } from './in-time.ts';

/**
 * Whether the name of a package may be told to a service: to one of this machine every name, to others what everybody can see.
 * A name of the bundled list is everybody's, whichever registry it comes from. `folder`: absolute, of the project. Rejects only on
 * cancellation.
 */
export async function mayTell(
  { popular, registry }: Pick<EngineContext, 'popular' | 'registry'>,
  service: { readonly isElsewhere: boolean },
  folder: string,
  name: string,
  limits: Limits,
): Promise<boolean> {
  if (!service.isElsewhere || popular.find(name) !== undefined) return true;
  return inTime(registry.isPublic(name, folder, limits.limit), false, limits);
}
