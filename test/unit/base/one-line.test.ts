import assert from 'node:assert/strict';
import { oneLine, spelledOut } from '../../../src/base/one-line.ts';

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

describe('spelledOut', () => {
  for (const [text, shown] of [
    ['node build.js', 'node build.js'],
    ['a  b é 漢 🎉', 'a  b é 漢 🎉'],
    ['node evil.js\r\u001b[2Knode build.js', 'node evil.js\\u{d}\\u{1b}[2Knode build.js'],
    ['a\nb\tc\u2028', 'a\\u{a}b\\u{9}c\\u{2028}'],
    ['\u202Esj.live\u200B', '\\u{202e}sj.live\\u{200b}'],
  ] as const) {
    it(JSON.stringify(text), () => assert.equal(spelledOut(text), shown));
  }
});
