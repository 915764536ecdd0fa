import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { history } from '../support/cli.ts';
import { applyFix, diagnosticOn, fixesAt, noDiagnostics, open } from '../support/editor.ts';
import { exists, read } from '../support/workspace.ts';

describe('a machine without npm and without a registry', () => {
  it('still shows what is missing', async () => {
    await open('index.js');
    await diagnosticOn('index.js', 'fx-tiny');
  });

  it('shows nothing once the default mode is off, and all of it when it is assist again', async () => {
    const settings = vscode.workspace.getConfiguration('quartermaster');
    await open('index.js');
    await settings.update('defaultMode', 'off', vscode.ConfigurationTarget.Global);
    await noDiagnostics('index.js');
    await settings.update('defaultMode', undefined, vscode.ConfigurationTarget.Global);
    await diagnosticOn('index.js', 'fx-tiny');
  });

  it('prefers no install while nobody knows what would come', async () => {
    await open('index.js');
    const fixes = await fixesAt('index.js', await diagnosticOn('index.js', 'fx-tiny'));
    const install = fixes.find(({ title }) => title.startsWith('Install fx-tiny'));
    assert.equal(install?.title, 'Install fx-tiny with npm… (the gate asks)');
    assert.notEqual(install.isPreferred, true);
  });

  it('changes nothing when the install is asked for all the same', async () => {
    const before = read('package.json');
    await open('index.js');
    await applyFix('index.js', await diagnosticOn('index.js', 'fx-tiny'), 'Install fx-tiny with npm… (the gate asks)');
    assert.equal(read('package.json'), before);
    assert.equal(exists('node_modules'), false);
    assert.equal(exists('package-lock.json'), false);
  });

  it('says that npm is missing, and records the attempt', async () => {
    await vscode.commands.executeCommand('quartermaster.installDependencies');
    const [newest] = await history();
    assert.deepEqual(
      { status: newest?.status, code: newest?.error?.code },
      { status: 'failed', code: 'QM_MANAGER_MISSING' },
    );
    assert.equal(exists('clone/node_modules'), false);
  });
});
