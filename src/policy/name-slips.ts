/**
 * One slip of the hand or the eye. `swapped`: two neighbours; `doubled`: a letter too often; `alike`: drawn alike;
 * `undoubled`: one of two
 * equal letters left out; `beside`: a neighbouring key for or next to the right one; `missing`: any other letter; `vowel`: one for another; `digit`: one
 * more, less or another; `extra`: any other letter too many; `other`: any other letter for the right one.
 */
export type Slip =
  'swapped' | 'doubled' | 'undoubled' | 'alike' | 'beside' | 'missing' | 'vowel' | 'digit' | 'extra' | 'other';

/** The slip that lies between what was written and the real name; undefined for equal names and for more than one. */
export function slipBetween(written: string, real: string): Slip | undefined {
  const more = written.length - real.length;
  if (more > 1 || more < -1) return undefined;
  const start = equalAtStart(written, real);
  const end = equalAtEnd(written, real, Math.min(written.length, real.length) - start);
  if (written.length - start - end > 2) return undefined;
  const here = written.slice(start, written.length - end);
  const there = real.slice(start, real.length - end);
  if (more === 1) return there === '' ? added(written, start) : undefined;
  if (more === -1) return here === '' ? leftOut(real, start) : undefined;
  if (here.length === 1) return replaced(here, there);
  return here.length === 2 && here[0] === there[1] && here[1] === there[0] ? 'swapped' : undefined;
}

function equalAtStart(left: string, right: string): number {
  const most = Math.min(left.length, right.length);
  let count = 0;
  while (count < most && left.charCodeAt(count) === right.charCodeAt(count)) count++;
  return count;
}

function equalAtEnd(left: string, right: string, most: number): number {
  let count = 0;
  while (count < most && left.charCodeAt(left.length - 1 - count) === right.charCodeAt(right.length - 1 - count))
    count++;
  return count;
}

function added(written: string, at: number): Slip {
  const letter = written.charAt(at);
  const neighbours = [written.charAt(at - 1), written.charAt(at + 1)];
  if (neighbours.includes(letter)) return 'doubled';
  if (isDigit(letter)) return 'digit';
  return neighbours.some((neighbour) => isBeside(letter, neighbour)) ? 'beside' : 'extra';
}

function leftOut(real: string, at: number): Slip {
  const letter = real.charAt(at);
  if (letter === real.charAt(at - 1) || letter === real.charAt(at + 1)) return 'undoubled';
  return isDigit(letter) ? 'digit' : 'missing';
}

function replaced(letter: string, real: string): Slip {
  if (alike.has(letter + real) || alike.has(real + letter)) return 'alike';
  if (isDigit(letter) || isDigit(real)) return 'digit';
  if (isBeside(letter, real)) return 'beside';
  return vowels.has(letter) && vowels.has(real) ? 'vowel' : 'other';
}

const alike = new Set(['1l', '1i', 'il', '0o', '5s', 'nm', 'uv', 'vw']);
const vowels = new Set('aeiouy');

/** The rows of letters of a keyboard, each half a key further to the right than the one above it. */
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const keys = new Map(
  rows.flatMap((letters, row) => [...letters].map((letter, at) => [letter, { row, column: at + row / 2 }] as const)),
);

function isBeside(left: string, right: string): boolean {
  const [a, b] = [keys.get(left), keys.get(right)];
  return a !== undefined && b !== undefined && Math.abs(a.row - b.row) <= 1 && Math.abs(a.column - b.column) <= 1;
}

function isDigit(letter: string): boolean {
  return letter >= '0' && letter <= '9';
}
