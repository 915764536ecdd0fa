import assert from 'node:assert/strict';
import type { BumpKind } from '../../../src/model/rule.ts';
import { bumpBetween } from '../../../src/policy/bump.ts';

describe('the bump', () => {
  const table: readonly (readonly [from: string, to: string, bump: BumpKind | undefined])[] = [
    ['1.2.3', '1.2.4', 'patch'],
    ['1.2.3', '1.3.0', 'minor'],
    ['1.2.3', '1.3.9', 'minor'],
    ['1.2.3', '2.0.0', 'major'],
    ['0.2.3', '0.2.4', 'patch'],
    ['0.2.3', '0.3.0', 'major'],
    ['0.0.3', '0.0.4', 'major'],
    ['0.9.0', '1.0.0', 'major'],
    ['1.2.3', '1.3.0-beta.1', 'major'],
    ['2.0.0-rc.1', '2.0.0-rc.2', 'patch'],
    ['2.0.0-rc.1', '2.0.0', 'patch'],
    ['2.0.0-rc.1', '2.1.0', 'minor'],
    ['1.3.0', '1.2.9', 'downgrade'],
    ['2.0.0', '2.0.0-rc.1', 'downgrade'],
    ['1.2.3', '1.2.3', undefined],
    ['1.2.3', '1.2.3+build', undefined],
    ['latest', '1.2.3', undefined],
    ['1.2.3', '^2.0.0', undefined],
    ['1.2.3', '', undefined],
  ];
  for (const [from, to, bump] of table) {
    it(`from ${from} to ${to} is ${bump ?? 'not known'}`, () => assert.equal(bumpBetween(from, to), bump));
  }
});
