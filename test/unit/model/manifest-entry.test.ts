import assert from 'node:assert/strict';
import { manifestEntryAt } from '../../../src/model/manifest-entry.ts';

/** What is found at the mark. */
function at(text: string): string | undefined {
  const offset = text.indexOf('|');
  const entry = manifestEntryAt(text.replace('|', ''), offset);
  return entry && `${entry.field} ${entry.name}`;
}

describe('manifestEntryAt', () => {
  for (const [text, expected] of [
    ['{"dependencies": {|"x": "1"}}', 'dependencies x'],
    ['{"dependencies": {"x|": "1"}}', 'dependencies x'],
    ['{"dependencies": {"x":| "1"}}', 'dependencies x'],
    ['{"dependencies": {"x": "1"|}}', 'dependencies x'],
    ['{"devDependencies": {"@a/x": "1", "y": "|2"}}', 'devDependencies y'],
    ['{"devDependencies": {"x": "1", |}}', undefined],
    ['{"devDependencies": {"x": "1"\n|\n}}', undefined],
    ['{"dev|Dependencies": {"x": "1"}}', undefined],
    ['{"peerDependencies": {"|x": "1"}}', undefined],
    ['{"optionalDependencies": {"|x": "1"}}', undefined],
    ['{"x": {"dependencies": {"|y": "1"}}}', undefined],
    ['{"dependencies": {"|x": 1}}', undefined],
    ['{"dependencies": {"x": {"y": "|1"}}}', undefined],
    ['{"dependencies": {"|x"', undefined],
    ['{"dependencies": {"|x": "1",', 'dependencies x'],
    ['|', undefined],
  ] as const) {
    it(`finds ${expected ?? 'none'} in ${text.replaceAll('\n', '⏎')}`, () => assert.equal(at(text), expected));
  }
});
