import fs from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { check } from './check.ts';
import { run } from '../support/run-command.ts';
import { tempFolder } from '../support/temp-project.ts';

/** How far down the list of popular packages a draw may go. */
const depth = 2_000;

export interface Drawn {
  readonly name: string;
  /** The version that the list has. */
  readonly version: string;
}

/** Names and versions of the whole list, most downloaded first. */
export function popular(): readonly Drawn[] {
  const file = path.join(import.meta.dirname, '../../data/npm-popular.txt');
  const lines = fs.readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.slice(1).map((line) => {
    const [name = '', version = ''] = line.split(' ');
    return { name, version };
  });
}

/** mulberry32: the same seed draws the same packages on every machine. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Draws packages that a JavaScript file can import. Plain npm tries each in a scratch project first: one that it cannot
 * install, or that Node cannot load on its own, shows nothing about us; it is named and drawn again.
 */
export async function draw(
  count: number,
  seed: number,
  env: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<readonly Drawn[]> {
  const list = popular().slice(0, depth);
  const random = randomOf(seed);
  const drawn: Drawn[] = [];
  while (drawn.length < count) {
    const candidate = list[Math.floor(random() * list.length)] as Drawn;
    if (drawn.some(({ name }) => name === candidate.name)) continue;
    const fault = await unusable(candidate, env);
    if (fault === undefined) drawn.push(candidate);
    else say(`drawn again instead of ${candidate.name}: ${fault}`);
  }
  return drawn;
}

export async function unusable(
  { name, version }: Drawn,
  env: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  if (builtinModules.includes(name)) return 'an import of it means the module of Node';
  if (name.startsWith('@types/')) return 'it holds types alone';
  const folder = tempFolder('scratch-');
  try {
    fs.mkdirSync(path.join(folder, 'src'));
    fs.writeFileSync(path.join(folder, 'package.json'), '{"name":"scratch","version":"1.0.0","type":"module"}\n');
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--', `${name}@^${version}`];
    const { code } = await run('npm', args, { cwd: folder, env: { ...process.env, ...env } });
    if (code !== 0) return 'npm cannot install it here';
    return (await check(folder, [name])).packages[name]?.loads === true ? undefined : 'Node cannot load it on its own';
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
