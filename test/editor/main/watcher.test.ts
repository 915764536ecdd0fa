import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { closeEditors, codeOf, diagnosticOn, noDiagnostics, open, untilDiagnostics } from '../support/editor.ts';
import { pathOf, readJson, remove, write } from '../support/workspace.ts';

describe('files that change outside the editor', () => {
  afterEach(closeEditors);

  it('are noticed when a source file appears, changes and goes', async () => {
    write('watch/appears.js', "import 'fx-tiny';\n");
    await untilDiagnostics('watch/appears.js', (found) => found.length === 1);
    write('watch/appears.js', "import 'fx-tiny';\nimport 'fx-major';\n");
    await untilDiagnostics('watch/appears.js', (found) => found.length === 2);
    remove('watch/appears.js');
    await noDiagnostics('watch/appears.js');
  });

  it('are noticed when a component or a page appears, and a configuration that explains it', async () => {
    write('watch/Page.vue', "<script>\nimport 'fx-tiny';\nimport 'made/up';\n</script>\n");
    write('watch/page.html', '<script type="module">import \'fx-major\';</script>\n');
    await untilDiagnostics('watch/Page.vue', (found) => found.length === 2);
    await untilDiagnostics('watch/page.html', (found) => found.length === 1);
    write('watch/importmap.json', { imports: { 'made/': '/made/' } });
    await untilDiagnostics('watch/Page.vue', (found) => found.length === 1);
    for (const file of ['watch/Page.vue', 'watch/page.html', 'watch/importmap.json']) remove(file);
    await noDiagnostics('watch/Page.vue');
    await noDiagnostics('watch/page.html');
  });

  it('are noticed when package.json declares a package', async () => {
    write('watch/declared.js', "import 'fx-heavy';\n");
    await untilDiagnostics('watch/declared.js', ([first]) => first !== undefined && codeOf(first) === 'undeclared');
    write('watch/node_modules/other/package.json', { name: 'other', version: '1.0.0' });
    write('watch/package.json', { ...readJson<object>('watch/package.json'), dependencies: { 'fx-heavy': '^1.0.0' } });
    const [found] = await untilDiagnostics(
      'watch/declared.js',
      ([first]) => first !== undefined && codeOf(first) === 'uninstalled',
    );
    assert.equal(found?.message, 'fx-heavy ^1.0.0 is declared in watch/package.json, but not installed.');
  });

  for (const note of [
    '.package-lock.json',
    '.modules.yaml',
    '.pnpm-workspace-state-v1.json',
    '.yarn-integrity',
    '.yarn-state.yml',
  ]) {
    it(`are noticed when somebody's package manager writes its ${note}`, async () => {
      await untilDiagnostics('watch/declared.js', (found) => found.length === 1);
      write('watch/node_modules/fx-heavy/package.json', { name: 'fx-heavy', version: '1.0.0' });
      write(`watch/node_modules/${note}`, '1');
      await noDiagnostics('watch/declared.js');
      remove('watch/node_modules/fx-heavy');
      write(`watch/node_modules/${note}`, '2');
      await untilDiagnostics('watch/declared.js', (found) => found.length === 1);
    });
  }

  it("are noticed when Yarn writes the map of its Plug'n'Play", async () => {
    write('watch/.pnp.cjs', 'not to be read');
    await noDiagnostics('watch/declared.js');
    remove('watch/.pnp.cjs');
    await untilDiagnostics('watch/declared.js', (found) => found.length === 1);
  });

  it('are noticed when a whole folder comes and goes by its name alone', async () => {
    const outside = fs.mkdtempSync(path.join(os.tmpdir(), 'moved-'));
    fs.mkdirSync(path.join(outside, 'in'));
    fs.writeFileSync(path.join(outside, 'in/one.js'), "import 'fx-tiny';\n");
    fs.writeFileSync(path.join(outside, 'in/package.json'), '{');
    fs.renameSync(path.join(outside, 'in'), pathOf('watch/moved'));
    await untilDiagnostics('watch/moved/package.json', (found) => found.length === 1);
    fs.writeFileSync(pathOf('watch/moved/package.json'), '{}');
    await untilDiagnostics('watch/moved/one.js', (found) => found.length === 1);
    fs.renameSync(pathOf('watch/moved'), path.join(outside, 'out'));
    await noDiagnostics('watch/moved/one.js');
  });

  it('are noticed under an open editor', async () => {
    write('watch/open.js', "import 'fx-tiny';\n");
    await open('watch/open.js');
    await diagnosticOn('watch/open.js', 'fx-tiny');
    write('watch/open.js', "import './other.js';\n");
    await noDiagnostics('watch/open.js');
  });
});
