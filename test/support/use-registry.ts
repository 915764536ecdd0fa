import { startRegistry, type Registry } from '../registry/registry.ts';

/** To be called in a `describe`: a registry with the usual packages, there from before its tests on and without a fault in each. */
export function useRegistry(): Registry {
  const registry = {} as Registry;
  before(async () => {
    Object.assign(registry, await startRegistry());
  });
  afterEach(() => registry.setFault());
  after(() => registry.stop());
  return registry;
}
