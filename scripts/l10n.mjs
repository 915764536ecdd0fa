// Writes l10n/bundle.l10n.json: every text that the code passes to t(). With --check it only says whether that is so.
import { getL10nJson } from '@vscode/l10n-dev';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const bundle = path.join(root, 'l10n', 'bundle.l10n.json');

/** @returns {Promise<string>} what the bundle must say */
async function bundleText() {
  const files = fs.globSync('src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.d.ts'));
  const texts = await getL10nJson(
    files.map((file) => ({ extension: '.ts', contents: spelledOut(fs.readFileSync(path.join(root, file), 'utf8')) })),
  );
  const sorted = Object.entries(texts).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`;
}

/**
 * The extractor knows `l10n.t()` of a namespace import, not a `t` that was imported by its name.
 * @param {string} text
 */
function spelledOut(text) {
  return text
    .replace("import { t } from '@vscode/l10n'", "import * as l10n from '@vscode/l10n'")
    .replace("import { config, t } from '@vscode/l10n'", "import * as l10n from '@vscode/l10n'")
    .replaceAll(/(?<![\w.$])t\(/g, 'l10n.t(');
}

const wanted = await bundleText();
if (!process.argv.includes('--check')) {
  fs.mkdirSync(path.dirname(bundle), { recursive: true });
  fs.writeFileSync(bundle, wanted);
} else if (!fs.existsSync(bundle) || fs.readFileSync(bundle, 'utf8') !== wanted) {
  console.error('l10n/bundle.l10n.json is out of date: run "node scripts/l10n.mjs" and commit what it writes.');
  process.exitCode = 1;
}
