import { Random } from '../editor/random.ts';

/** A name that somebody may type, or register, for a real one. */
export interface Mutated {
  readonly name: string;
  readonly target: string;
  readonly slip: string;
}

type Slip = (name: string, random: Random) => string | undefined;

const npmName = /^(?:@[a-z0-9-][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;

/**
 * So many names, each one slip away from one of the targets, the same for the same seed. None of them is a real one and
 * none comes twice.
 */
export function mutate(
  targets: readonly string[],
  isReal: (name: string) => boolean,
  count: number,
  seed: number,
): readonly Mutated[] {
  const random = new Random(seed);
  const made = new Map<string, Mutated>();
  while (made.size < count) {
    const target = random.pick(targets);
    const slip = random.pick(weighted);
    const name = slips[slip]?.(target, random);
    if (name === undefined || name === target || !npmName.test(name) || isReal(name)) continue;
    made.set(name, { name, target, slip });
  }
  return [...made.values()];
}

const keyRows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const drawnAlike = ['l1', '1l', 'i1', 'il', 'li', 'o0', '0o', 'm rn', 'rn m', 's5', 'w vv'].map(
  (pair): readonly [string, string] =>
    pair.includes(' ') ? (pair.split(' ') as [string, string]) : [pair.charAt(0), pair.charAt(1)],
);

const slips: Readonly<Record<string, Slip>> = {
  swapped: (name, random) => {
    const at = letterAt(name, random, (index) => isLetter(name.charAt(index + 1)));
    return at === undefined ? undefined : put(name, at, 2, name.charAt(at + 1) + name.charAt(at));
  },
  missing: (name, random) => edit(name, random, () => ''),
  doubled: (name, random) => edit(name, random, (letter) => letter + letter),
  'next key': (name, random) => edit(name, random, (letter) => besideOf(letter, random)),
  'next key too': (name, random) => edit(name, random, (letter) => letter + besideOf(letter, random)),
  'drawn alike': (name, random) => {
    const [real, alike] = random.pick(drawnAlike);
    const places = [...name.matchAll(new RegExp(real, 'g'))].map((match) => match.index);
    return places.length === 0 ? undefined : put(name, random.pick(places), real.length, alike);
  },
  'any letter': (name, random) => edit(name, random, () => random.pick([...'abcdefghijklmnopqrstuvwxyz'])),
  'separator left out': (name, random) => atSeparator(name, random, ''),
  'other separator': (name, random) => atSeparator(name, random, random.pick(['_', '.', '-'])),
  plural: (name) => (name.endsWith('s') ? name.slice(0, -1) : `${name}s`),
  'js added': (name, random) => name + random.pick(['-js', '.js', 'js']),
  'node added': (name, random) =>
    name.startsWith('@') ? `${name}-node` : random.pick([`node-${name}`, `${name}-node`, `node${name}`]),
  'word added': (name, random) => name + random.pick(['-npm', '-cli', '-core', '-official', '-latest', '2', '-v2']),
  'scope mark left out': (name) => (name.startsWith('@') ? name.slice(1).replace('/', '-') : undefined),
  'scope misspelt': (name, random) => {
    const [scope = '', base] = name.split('/');
    return base === undefined
      ? undefined
      : `${edit(scope, random, random.pick([() => '', (letter: string) => letter + letter]))}/${base}`;
  },
  'words swapped': (name) => {
    const words = name.split('-');
    return name.startsWith('@') || words.length !== 2 ? undefined : words.reverse().join('-');
  },
};

/** How often each is tried, as hands and attackers do them. */
const weighted: readonly string[] = Object.entries({
  swapped: 3,
  missing: 3,
  doubled: 2,
  'next key': 2,
  'next key too': 1,
  'drawn alike': 2,
  'any letter': 1,
  'separator left out': 3,
  'other separator': 1,
  plural: 2,
  'js added': 3,
  'node added': 2,
  'word added': 1,
  'scope mark left out': 3,
  'scope misspelt': 2,
  'words swapped': 2,
}).flatMap(([slip, weight]) => Array.from({ length: weight }, () => slip));

function edit(name: string, random: Random, change: (letter: string) => string): string | undefined {
  const at = letterAt(name, random, () => true);
  return at === undefined ? undefined : put(name, at, 1, change(name.charAt(at)));
}

function atSeparator(name: string, random: Random, separator: string): string | undefined {
  const places = [...name.matchAll(/[a-z0-9][._-][a-z0-9]/g)].map((match) => match.index + 1);
  return places.length === 0 ? undefined : put(name, random.pick(places), 1, separator);
}

function letterAt(name: string, random: Random, fits: (index: number) => boolean): number | undefined {
  const places = [...name].map((_, index) => index).filter((index) => isLetter(name.charAt(index)) && fits(index));
  return places.length === 0 ? undefined : random.pick(places);
}

function put(name: string, at: number, length: number, text: string): string {
  return name.slice(0, at) + text + name.slice(at + length);
}

function besideOf(letter: string, random: Random): string {
  const row = keyRows.find((keys) => keys.includes(letter));
  if (row === undefined) return letter;
  const at = row.indexOf(letter);
  return random.pick([row.charAt(at - 1), row.charAt(at + 1)].filter((key) => key !== ''));
}

function isLetter(character: string): boolean {
  return /^[a-z]$/.test(character);
}
