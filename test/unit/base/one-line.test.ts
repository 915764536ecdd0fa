import assert from 'node:assert/strict';
import { oneLine } from '../../../src/base/one-line.ts';

describe('oneLine', () => {
  const table: readonly (readonly [text: string, line: string])[] = [
    ['plain', 'plain'],
    [' two\n  lines\t ', 'two lines'],
    ['red \u001B[31m\u202Eand back', 'red [31m and back'],
    ['far too long for it', 'far too long'],
  ];
  for (const [text, line] of table) {
    it(JSON.stringify(text), () => assert.equal(oneLine(text, text.startsWith('far') ? 12 : 100), line));
  }
});
