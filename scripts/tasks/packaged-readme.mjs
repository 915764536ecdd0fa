import fs from 'node:fs';
import path from 'node:path';
import { root } from '../setup/paths.mjs';
import { SetupError } from '../setup/progress.mjs';

/** What README says to whoever works on the product: it leads to files that are not shipped. */
const forClones = /^## From a clone\n[\s\S]*?(?=^## )/m;

/**
 * The README as it is shipped. Nothing there is an address of the internet, so what it links to has to come along.
 * @param {string} text
 * @returns {string}
 */
export function packagedReadme(text) {
  if (!forClones.test(text)) throw new SetupError('README.md has no section "From a clone" with another behind it.');
  return text.replace(forClones, '');
}

/**
 * The files of ours that a text links to, pictures among them.
 * @param {string} text
 * @returns {string[]}
 */
export function linkedFiles(text) {
  const targets = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map((match) => match[1] ?? '');
  return [...new Set(targets.filter((target) => !/^[a-z]+:/i.test(target)))];
}

/**
 * Writes the shipped README and all that it links to into a folder.
 * @param {string} folder
 */
export function shipReadme(folder) {
  const text = packagedReadme(fs.readFileSync(path.join(root, 'README.md'), 'utf8'));
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'README.md'), text);
  for (const file of linkedFiles(text)) fs.cpSync(path.join(root, file), path.join(folder, file), { recursive: true });
}
