import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { run } from '../support/run-command.ts';
import { tempFolder } from '../support/temp-project.ts';
import { build } from 'esbuild';
import { bundles } from '../../scripts/bundles.mjs';
import { checkWalls, walledModules } from './layers.ts';

const root = path.join(import.meta.dirname, '../..');

describe('the walls between the layers', () => {
  let planted: string;

  beforeEach(() => {
    planted = tempFolder('walls-');
  });
  afterEach(() => fs.rmSync(planted, { recursive: true, force: true }));

  function plant(file: string, text: string): void {
    fs.mkdirSync(path.dirname(path.join(planted, file)), { recursive: true });
    fs.writeFileSync(path.join(planted, file), text);
  }

  it('stand: every import line of src/ fits the table', () => {
    const { files, imports, violations } = checkWalls(path.join(root, 'src'));
    assert.deepEqual(violations, []);
    assert.ok(files > 150, `saw ${files} files`);
    assert.ok(imports > 500, `saw ${imports} imports`);
  });

  const plants = [
    ['scan/a.ts', "import { x } from '../policy/gate.ts';\n", 'scan may not import policy'],
    ['base/a.ts', "export { x } from '../model/mode.ts';\n", 'base may not import model'],
    ['engine/a.ts', "const x = await import('../node/sqlite.ts');\n", 'engine may not import node'],
    ['model/a.ts', "import { readFileSync } from 'node:fs';\n", 'ask a port: only node/ reaches the system'],
    ['hosts/a.ts', "import { rm } from 'fs/promises';\n", 'call a function of node/: only node/ reaches the system'],
    ['hosts/cli/a.ts', "export * from 'node:http';\n", 'call a function of node/: only node/ reaches the system'],
    [
      'hosts/scan-worker/a.ts',
      "import { parentPort } from 'node:worker_threads';\n",
      'call a function of node/: only node/ reaches the system',
    ],
    [
      'hosts/vscode/editor/a.ts',
      "const fs = await import('node:fs');\n",
      'call a function of node/: only node/ reaches the system',
    ],
    ['engine/b.ts', "import * as vscode from 'vscode';\n", 'only hosts/vscode imports vscode'],
    ['webview/a.ts', "import type { Engine } from '../engine/engine.ts';\n", 'webview may not import engine'],
    ['misc/a.ts', "import { x } from '../base/path.ts';\n", 'the file stands in no layer'],
  ] as const;
  for (const [file, text, why] of plants) {
    it(`the test sees what is planted in ${file}: ${why}`, () => {
      plant(file, text);
      assert.deepEqual(
        checkWalls(planted).violations.map((violation) => violation.why),
        [why],
      );
    });
  }

  for (const name of walledModules) {
    it(`the test and the lint rule both refuse node:${name} outside of node/, in a host too`, async () => {
      fs.copyFileSync(path.join(root, '.oxlintrc.json'), path.join(planted, '.oxlintrc.json'));
      const refused = ['hosts/cli/a.ts', 'hosts/vscode/a.ts', 'model/a.ts', 'view/a.ts'];
      for (const file of [...refused, 'node/a.ts']) {
        plant(`src/${file}`, `import * as walled from 'node:${name}';\nexport { walled };\n`);
      }
      assert.deepEqual(
        checkWalls(path.join(planted, 'src'))
          .violations.map(({ file, specifier }) => [file, specifier])
          .sort(),
        refused.map((file) => [file, `node:${name}`]),
      );
      const oxlint = path.join(root, 'node_modules/oxlint/bin/oxlint');
      const { stdout } = await run(process.execPath, [oxlint, '--format=unix'], { cwd: planted });
      assert.deepEqual(
        [...stdout.matchAll(/src\/(\S+?\.ts).*no-restricted-imports/g)].map(([, file]) => file).sort(),
        refused,
        stdout,
      );
    });
  }

  const lints = [
    [
      'src/scan/a.ts',
      "import { judgePackage } from '../policy/gate.ts';\nexport { judgePackage };\n",
      'Stages are siblings',
    ],
    ['src/model/a.ts', "import { readFileSync } from 'node:fs';\nexport { readFileSync };\n", 'Ask a port'],
    ['src/hosts/a.ts', "import { rm } from 'fs/promises';\nexport { rm };\n", 'Call a function of src/node'],
    ['src/hosts/cli/a.ts', "import * as vscode from 'vscode';\nexport { vscode };\n", 'Only src/hosts/vscode'],
    ['src/engine/a.ts', "import * as vscode from 'vscode';\nexport { vscode };\n", 'Only src/hosts/vscode'],
    ['src/engine/b.ts', "export function shout(): void {\n  console.log('x');\n}\n", 'no-console'],
  ] as const;
  for (const [file, text, message] of lints) {
    it(`the lint rule refuses ${file}: ${message}`, async () => {
      fs.copyFileSync(path.join(root, '.oxlintrc.json'), path.join(planted, '.oxlintrc.json'));
      plant(file, text);
      const oxlint = path.join(root, 'node_modules/oxlint/bin/oxlint');
      const { code, stdout } = await run(process.execPath, [oxlint], { cwd: planted });
      assert.equal(code, 1, stdout);
      assert.match(stdout, new RegExp(message));
    });
  }

  for (const name of Object.keys(bundles) as (keyof typeof bundles)[]) {
    const isExtension = name === 'extension';
    it(`the build ${isExtension ? 'leaves vscode out of' : 'refuses vscode in'} the bundle ${name}`, async () => {
      plant('main.ts', "import { version } from 'vscode';\nglobalThis.planted = version;\n");
      const attempt = build({
        ...bundles[name],
        entryPoints: [path.join(planted, 'main.ts')],
        write: false,
        logLevel: 'silent',
      });
      if (!isExtension) return assert.rejects(attempt, /Could not resolve "vscode"/);
      const [file] = (await attempt).outputFiles ?? [];
      assert.match(file?.text ?? '', /require\("vscode"\)/);
    });
  }
});
