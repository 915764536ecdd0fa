import assert from 'node:assert/strict';
import { history } from '../support/cli.ts';
import { applyFix, diagnosticOn, noDiagnostics, open, untilDiagnostics } from '../support/editor.ts';
import { chooseMode } from '../support/mode.ts';

describe('the first window', () => {
  it('installs one package and leaves another missing', async () => {
    await open('index.js');
    await applyFix('index.js', await diagnosticOn('index.js', 'fx-tiny'), 'Install fx-tiny ^1.2.0 with npm');
    await noDiagnostics('index.js');
    await untilDiagnostics('left.js', (found) => found.length === 1);
    assert.equal((await history()).length, 1);
  });

  it('turns autopilot on', () => chooseMode('autopilot'));
});
