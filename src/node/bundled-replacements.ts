import { readFileSync } from 'node:fs';
import type { Replacement, Replacements } from '../ports/replacements.ts';

/** In the folder of the shipped data files. */
export const replacementsFileName = 'replacements.txt';

/** By the first part of a link: how module-replacements (MIT) makes addresses of them. */
const sites: Readonly<Record<string, string>> = {
  mdn: 'https://developer.mozilla.org/docs/',
  node: 'https://nodejs.org/',
  e18e: 'https://e18e.dev/docs/replacements/',
};

/**
 * What scripts/build-replacements.mjs made of module-replacements. First line: its name, version, licence, and how many lines
 * follow of `kind TAB text TAB first Node TAB link`; then lines of `numbers of those TAB link TAB names`. Read at the first
 * question.
 */
export class BundledReplacements implements Replacements {
  readonly #file: string;
  #byName: ReadonlyMap<string, readonly Replacement[]> | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  of(name: string): readonly Replacement[] {
    this.#byName ??= parse(readFileSync(this.#file, 'utf8'));
    return this.#byName.get(name) ?? [];
  }
}

function parse(text: string): ReadonlyMap<string, readonly Replacement[]> {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const count = Number(head.split(' ')[3]);
  const all = lines.slice(0, count).map(toReplacement);
  const byName = new Map<string, readonly Replacement[]>();
  for (const line of lines.slice(count)) {
    const [numbers = '', link = '', names = ''] = line.split('\t');
    const url = addressOf(link);
    const replacements = numbers.split(',').flatMap((number) => {
      const one = all[Number(number)];
      return one === undefined ? [] : { ...one, url: one.url ?? url };
    });
    for (const name of names.split(' ')) byName.set(name, replacements);
  }
  return byName;
}

function toReplacement(line: string): Replacement | undefined {
  const [kind, text = '', node = '', link = ''] = line.split('\t');
  if (kind !== 'native' && kind !== 'package' && kind !== 'code') return undefined;
  return { kind, text, node: node === '' ? undefined : node, url: addressOf(link) };
}

function addressOf(link: string): string | undefined {
  if (link.startsWith('https://')) return link;
  const colon = link.indexOf(':');
  const site = Object.hasOwn(sites, link.slice(0, colon)) ? sites[link.slice(0, colon)] : undefined;
  return site === undefined ? undefined : site + link.slice(colon + 1);
}
