import assert from 'node:assert/strict';
import { closeEditors, codeOf, diagnosticOn, noDiagnostics, open, untilDiagnostics } from '../support/editor.ts';
import { readJson, remove, write } from '../support/workspace.ts';

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

  it('are noticed under an open editor', async () => {
    write('watch/open.js', "import 'fx-tiny';\n");
    await open('watch/open.js');
    await diagnosticOn('watch/open.js', 'fx-tiny');
    write('watch/open.js', "import './other.js';\n");
    await noDiagnostics('watch/open.js');
  });
});
