import type { RuleRow, RuleSubject } from '../../src/model/rule.ts';

/** A subject of which nothing is known but that a package is to be updated. */
export function ruleSubject(known: Partial<RuleSubject> = {}): RuleSubject {
  return {
    action: 'update',
    package: 'lodash',
    from: undefined,
    to: undefined,
    dependencyType: undefined,
    project: undefined,
    trigger: undefined,
    bump: undefined,
    severity: undefined,
    score: undefined,
    releaseAgeDays: undefined,
    license: undefined,
    at: undefined,
    branch: undefined,
    ...known,
  };
}

/** A rule of the user's, by default one that blocks everything. */
export function ruleRow(id: string, fields: Partial<Omit<RuleRow, 'id'>> = {}): RuleRow {
  return {
    id,
    name: `Rule ${id}`,
    kind: 'block',
    priority: 0,
    enabled: true,
    conditions: {},
    source: 'dashboard',
    ...fields,
  };
}

/** Numbers from 0 up to and without `below`, the same for the same seed. */
export function seededNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    // Mulberry32, public domain.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
