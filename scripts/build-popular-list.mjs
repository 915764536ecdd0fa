// Makes data/npm-popular.txt from a table of names, versions and downloads a month, most downloaded first.
// usage: node scripts/build-popular-list.mjs TABLE.tsv YYYY-MM-DD
import { readFileSync, writeFileSync } from 'node:fs';

const [table, date] = process.argv.slice(2);
if (table === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(date ?? '')) {
  console.error('usage: node scripts/build-popular-list.mjs TABLE.tsv YYYY-MM-DD');
  process.exit(2);
}

const rows = readFileSync(table, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.split('\t'))
  .filter(([name, version, downloads]) => name && version && Number(downloads) > 0);
const floor = Math.min(...rows.map(([, , downloads]) => Number(downloads)));
const lines = rows.map(([name, version, downloads]) => `${name} ${version} ${rounded(Number(downloads) / 1000)}`);

writeFileSync(new URL('../data/npm-popular.txt', import.meta.url), `${date} ${floor}\n${lines.join('\n')}\n`);
console.log(`${rows.length} names, dated ${date}, at least ${floor} downloads a month`);

/**
 * To two digits: the gate asks for a hundred times as many, never for some more, and the list packs better. Their order is kept:
 * it tells which of two names is the more popular one.
 * @param {number} thousands
 */
function rounded(thousands) {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(thousands)) - 1);
  return Math.round(thousands / unit) * unit;
}
