// Looks at a project from outside: nothing of src/ is imported. Loads packages with plain Node from the project's own
// folder and compares package.json with the lockfile.
// usage: node checker.mjs FOLDER [PACKAGE…]  ->  one line of JSON
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, ...packages] = process.argv.slice(2);
const read = (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : undefined);
const hash = (bytes) => (bytes === undefined ? null : createHash('sha256').update(bytes).digest('hex'));

const manifestBytes = read('package.json');
const lockBytes = read('package-lock.json');
const manifest = JSON.parse(manifestBytes);
const lock = lockBytes === undefined ? undefined : JSON.parse(lockBytes);
const declared = { ...manifest.dependencies, ...manifest.devDependencies };
const lockedRoot = { ...lock?.packages?.['']?.dependencies, ...lock?.packages?.['']?.devDependencies };

// Before anything is loaded: a package may write beside itself.
const modules = treeHash(join(folder, 'node_modules'));

const results = {};
for (const name of packages) {
  results[name] = {
    range: declared[name] ?? null,
    locked: lock?.packages?.[`node_modules/${name}`]?.version ?? null,
    installed: versionIn(name),
    loads: await loads(name),
  };
}
const agree = JSON.stringify(sorted(declared)) === JSON.stringify(sorted(lockedRoot));
console.log(
  JSON.stringify({
    manifest: hash(manifestBytes),
    lockfile: hash(lockBytes),
    modules,
    manifestAndLockfileAgree: lock === undefined ? Object.keys(declared).length === 0 : agree,
    packages: results,
  }),
);
// A package may keep timers or sockets open once it is loaded.
process.exit(0);

/** Of every name, link and byte below a folder; a link is not followed. */
function treeHash(top) {
  if (!existsSync(top)) return null;
  const entries = readdirSync(top, { recursive: true, withFileTypes: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [
      relative(top, path),
      entry.isSymbolicLink() ? readlinkSync(path) : entry.isFile() ? hash(readFileSync(path)) : '',
    ];
  });
  return hash(JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
}

function versionIn(name) {
  const bytes = read(`node_modules/${name}/package.json`);
  return bytes === undefined ? null : JSON.parse(bytes).version;
}

async function loads(name) {
  const require = createRequire(join(folder, 'package.json'));
  try {
    require(name);
    return true;
  } catch {
    // An ES module with top-level await, or one that has an entry for `import` alone.
  }
  const from = pathToFileURL(join(folder, 'src', 'index.js'));
  try {
    await import(`data:text/javascript,${encodeURIComponent(`await import(${JSON.stringify(resolve(name, from))})`)}`);
    return true;
  } catch {
    return false;
  }
}

function resolve(name, from) {
  try {
    return import.meta.resolve(name, from);
  } catch {
    return pathToFileURL(createRequire(from).resolve(name)).href;
  }
}

function sorted(record) {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
