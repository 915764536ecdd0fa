// Makes data/replacements.txt from module-replacements: what a platform has of its own, and other packages, in place of one.
// usage: node scripts/build-replacements.mjs
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';

/** @typedef {import('module-replacements').ModuleReplacement} Replacement */
/** @typedef {import('module-replacements').ModuleReplacementMapping} Mapping */

const source = new URL('../node_modules/module-replacements/', import.meta.url);
const target = new URL('../data/', import.meta.url);

/** @param {string} path */
const read = (path) => JSON.parse(readFileSync(new URL(path, source), 'utf8'));

/** Later ones win where two lists have a package: the most careful choice comes last. */
const manifests = ['micro-utilities', 'native', 'preferred'].map((name) => read(`manifests/${name}.json`));
/** @type {Record<string, Replacement>} */
const replacements = Object.assign({}, ...manifests.map((manifest) => manifest.replacements));
/** @type {Record<string, Mapping>} */
const mappings = Object.assign({}, ...manifests.map((manifest) => manifest.mappings));

/** Characters of an example that still fits a line. */
const longestExample = 160;

/**
 * One of `native`, `package` and `code`, and what is told of it; undefined for what says no more than that the package may go,
 * and for what only another runtime than Node or a browser has.
 * @param {Replacement | undefined} replacement
 * @returns {readonly string[] | undefined}
 */
function fieldsOf(replacement) {
  switch (replacement?.type) {
    case 'documented':
      return ['package', replacement.replacementModule, '', ''];
    case 'native': {
      const engines = replacement.engines ?? [];
      const node = engines.find(({ engine }) => engine === 'nodejs')?.minVersion ?? '';
      const isElsewhere = /^(?:bun|deno)\b/i.test(replacement.id) || (node === '' && engines.length > 0);
      return isElsewhere ? undefined : ['native', replacement.id, node, linkOf(replacement.url)];
    }
    case 'simple': {
      const example = (replacement.example ?? '').trim();
      const isLine = example !== '' && example.length <= longestExample && !/[\n\t]/.test(example);
      return isLine ? ['code', example, '', ''] : undefined;
    }
    default:
      return undefined;
  }
}

/** @param {import('module-replacements').KnownUrl | undefined} url */
function linkOf(url) {
  if (url === undefined) return '';
  return typeof url === 'string' ? url : `${url.type}:${url.id}`;
}

/** Packages by what stands in their place: hundreds have the same. @type {Map<string, string[]>} */
const groups = new Map();
/** @type {Set<string>} */
const used = new Set();
for (const { moduleName, replacements: ids, url } of Object.values(mappings)) {
  const told = ids.filter((id) => fieldsOf(replacements[id]) !== undefined);
  if (told.length === 0) continue;
  for (const id of told) used.add(id);
  const key = JSON.stringify([told, linkOf(url)]);
  groups.set(key, [...(groups.get(key) ?? []), moduleName]);
}

const numbers = new Map([...used].toSorted().map((id, index) => [id, index]));
const told = [...numbers.keys()].map((id) => (fieldsOf(replacements[id]) ?? []).join('\t'));
const lines = [...groups].map(([key, names]) => {
  const [ids, link] = JSON.parse(key);
  return [ids.map((/** @type {string} */ id) => numbers.get(id)).join(','), link, names.toSorted().join(' ')].join(
    '\t',
  );
});
const { name, version, license } = read('package.json');
const head = `${name} ${version} ${license} ${told.length}`;
writeFileSync(new URL('replacements.txt', target), `${[head, ...told, ...lines.toSorted()].join('\n')}\n`);
copyFileSync(new URL('LICENSE', source), new URL('replacements.LICENSE.txt', target));
console.log(`${numbers.size} replacements of ${[...groups.values()].flat().length} packages, ${name} ${version}`);
