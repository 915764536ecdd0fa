import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { popular, type Drawn } from './draw.ts';

/** What somebody typed that makes no sense: said in one line, without a stack. */
export class UsageError extends Error {}

export type DemoArguments =
  | { readonly kind: 'demo'; readonly seed: number; readonly packages: readonly [Drawn, Drawn] | undefined }
  /** `folder`: real path; undefined: a copy of the sample. */
  | { readonly kind: 'open'; readonly folder: string | undefined };

const usage = 'usage: npm run demo [-- --packages a,b | --seed N | --open [DIR]]';

/** Throws {@link UsageError}. `seed`: where none is given. */
export function parseDemoArguments(args: readonly string[], seed: number): DemoArguments {
  const { values, positionals } = parse(args);
  const [folder, extra] = positionals;
  if (extra !== undefined || (folder !== undefined && values.open !== true)) {
    throw new UsageError(`"${extra ?? folder}" is one word too many.\n${usage}`);
  }
  if (values.open === true) return { kind: 'open', folder: folder === undefined ? undefined : realFolder(folder) };
  return {
    kind: 'demo',
    seed: values.seed === undefined ? seed : wholeNumber(values.seed),
    packages: values.packages === undefined ? undefined : listed(values.packages),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { packages: { type: 'string' }, seed: { type: 'string' }, open: { type: 'boolean' } },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(number) && number >= 0) return number;
  throw new UsageError(`--seed takes a whole number, not "${text}".`);
}

function listed(text: string): readonly [Drawn, Drawn] {
  const names = text.split(',').map((name) => name.trim());
  const [one, two, ...more] = names;
  if (one === undefined || two === undefined || one === two || more.length > 0) {
    throw new UsageError(`--packages takes two names with a comma between them, not "${text}".`);
  }
  const list = popular();
  const find = (name: string): Drawn => {
    const found = list.find((entry) => entry.name === name);
    if (found !== undefined) return found;
    throw new UsageError(
      `"${name}" is not in data/npm-popular.txt, and autopilot installs only names and versions of that list.`,
    );
  };
  return [find(one), find(two)];
}

function realFolder(folder: string): string {
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UsageError(`--open takes a folder: there is none at ${folder}.`);
  }
  return fs.realpathSync(folder);
}
