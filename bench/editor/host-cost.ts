import type { Profiler } from 'node:inspector/promises';

/**
 * Milliseconds of the host's thread after each key, up to the next, in which a function of `bundle` was on the
 * stack: its own work and what it called in VS Code and Node. Collections of garbage are nobody's and not in it.
 */
export function costPerKey(profile: Profiler.Profile, keys: readonly number[], bundle: string): readonly number[] {
  const ours = nodesBelow(profile, bundle);
  const costs = keys.map(() => 0);
  let at = profile.startTime;
  let key = -1;
  profile.samples?.forEach((node, index) => {
    // A sample stands for the time until the next one.
    at += profile.timeDeltas?.[index] ?? 0;
    while (key + 1 < keys.length && at >= (keys[key + 1] as number)) key++;
    const length = profile.timeDeltas?.[index + 1] ?? 0;
    if (key >= 0 && ours.has(node)) costs[key] = (costs[key] as number) + length / 1000;
  });
  return costs;
}

function nodesBelow(profile: Profiler.Profile, bundle: string): ReadonlySet<number> {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const below = new Set<number>();
  const visit = (node: Profiler.ProfileNode, isBelow: boolean): void => {
    const isOurs = isBelow || node.callFrame.url.endsWith(bundle);
    if (isOurs) below.add(node.id);
    for (const child of node.children ?? []) {
      const next = nodes.get(child);
      if (next !== undefined) visit(next, isOurs);
    }
  };
  const [root] = profile.nodes;
  if (root !== undefined) visit(root, false);
  return below;
}
