import assert from 'node:assert/strict';
import { pnpmProgress } from '../../../src/managers/pnpm/progress.ts';
import { berryProgress, classicProgress } from '../../../src/managers/yarn/progress.ts';
import type { ProgressReader } from '../../../src/ports/manager-driver.ts';

describe('what a manager says of its progress', () => {
  const words = (read: ProgressReader, lines: readonly string[]): readonly string[] =>
    lines.flatMap((line) => {
      const found = read(`${line}\n`);
      return found === undefined ? [] : [`${found.phase} ${found.done} ${found.of}`];
    });
  const pnpm = (status: string): string => `{"name":"pnpm:progress","level":"debug","status":"${status}"}`;

  it('is counted by pnpm, the last phase to begin going before', () => {
    const lines = [
      '{"name":"pnpm:stage","stage":"importing_started"}',
      ...[pnpm('resolved'), pnpm('resolved'), pnpm('found_in_store'), pnpm('imported'), pnpm('fetched')],
      ...['no JSON', pnpm('imported'), pnpm('something_new')],
    ];
    assert.deepEqual(words(pnpmProgress(), lines), [
      ...['resolving 1 undefined', 'resolving 2 undefined', 'fetching 1 2'],
      ...['linking 1 2', 'linking 1 2', 'linking 2 2'],
    ]);
  });

  it('is told by pieces as by lines', () => {
    const read = pnpmProgress();
    const [head, tail] = [pnpm('resolved').slice(0, 20), pnpm('resolved').slice(20)];
    assert.equal(read(head), undefined);
    assert.equal(read(tail), undefined);
    assert.deepEqual(read(`\n${head}`), { phase: 'resolving', done: 1, of: undefined });
  });

  it('is a phase in both Yarns, and never an earlier one again', () => {
    const classic = (message: string): string =>
      `{"type":"step","data":{"message":"${message}","current":1,"total":4}}`;
    const steps = ['Resolving packages', 'Fetching packages', 'Resolving packages', 'Linking dependencies', 'Other'];
    const expected = ['resolving undefined undefined', 'fetching undefined undefined', 'linking undefined undefined'];
    assert.deepEqual(words(classicProgress(), steps.map(classic)), expected);
    const berry = (name: string): string =>
      `{"type":"info","name":null,"displayName":"YN0000","indent":"","data":"┌ ${name} step"}`;
    const stepNames = ['Resolution', 'Fetch', 'Resolution', 'Link', 'Post-install'];
    assert.deepEqual(words(berryProgress(), stepNames.map(berry)), expected);
  });
});
