import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundles, dist } from './scripts/bundles.mjs';
import { root } from './scripts/setup/paths.mjs';

/**
 * V8 reads a function twice, once to find its end and once when it is called, unless a bracket before it says that it is
 * called at once. TypeScript is one function of 3.5 MB: the bracket saves 200 ms of the first run.
 * @param {string} file
 */
function compileTypeScriptAtOnce(file) {
  const head = /(=[\w$]+\()(\([\w$]+,[\w$]+\)=>\{var [\w$]+=\{\};\([\w$]+=>\{"use strict";)/g;
  const tail =
    /(\}\)\(\{get exports\(\)\{return [\w$]+\},set exports\([\w$]+\)\{[^{}]+\}\}\);for\(let\[[^{}]+\{value:[\w$]+\}\)\})(\))/g;
  const code = readFileSync(file, 'utf8');
  if ([...code.matchAll(head)].length !== 1 || [...code.matchAll(tail)].length !== 1) {
    throw new Error(`${file}: TypeScript's wrapper is not what it was; look at compileTypeScriptAtOnce.`);
  }
  writeFileSync(file, code.replace(head, '$1($2').replace(tail, '$1)$2'));
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, 'codicons'), { recursive: true });
await Promise.all(Object.values(bundles).map((bundle) => build(bundle)));
compileTypeScriptAtOnce(join(dist, 'parser-code.js'));
for (const name of ['codicon.css', 'codicon.ttf']) {
  copyFileSync(join(root, 'node_modules/@vscode/codicons/dist', name), join(dist, 'codicons', name));
}
cpSync(join(root, 'data'), join(dist, 'data'), { recursive: true });
writeFileSync(join(dist, 'package.json'), '{"type":"commonjs"}\n');
chmodSync(join(dist, 'cli.js'), 0o755);

if (process.argv.includes('--sizes')) {
  for (const name of readdirSync(dist).filter((file) => file.endsWith('.js'))) {
    console.log(`${name.padEnd(20)} ${(statSync(join(dist, name)).size / 1024).toFixed(0).padStart(6)} KB`);
  }
}
