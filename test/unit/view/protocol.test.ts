import assert from 'node:assert/strict';
import { parseWebviewMessage } from '../../../src/view/protocol.ts';

describe('view/protocol', () => {
  it('takes each message of a webview', () => {
    const messages = [
      { type: 'ready' },
      { type: 'setMode', mode: 'autopilot' },
      { type: 'install', rows: ['undeclared::axios'] },
      { type: 'declareInstalled', row: 'mismatched::lodash' },
      { type: 'restoreDependencies', row: 'not-installed::' },
      { type: 'rollBack', operation: 'a' },
      { type: 'settle', operation: 'a', how: 'keep' },
      { type: 'settle', operation: 'a', how: 'restore' },
      { type: 'cancel', operation: 'a' },
      { type: 'pause', operation: 'a' },
      { type: 'resume', operation: 'a' },
      { type: 'openOperation', operation: 'a' },
      { type: 'closeOperation' },
      { type: 'showOlder' },
      { type: 'openFile', operation: 'a', index: 0 },
      { type: 'openUse', row: 'a', index: 0 },
      { type: 'openLog' },
      { type: 'openDashboard' },
      { type: 'openSettings' },
      { type: 'manageTrust' },
      { type: 'openFolder' },
      { type: 'selectProject', project: null },
      { type: 'selectProject', project: 'a' },
      { type: 'retry' },
      { type: 'removeUnused' },
    ];
    for (const message of messages) assert.deepEqual(parseWebviewMessage(message), message);
  });

  it('refuses everything else', () => {
    const strangers = [
      undefined,
      null,
      'ready',
      [],
      {},
      { type: 'Ready' },
      { type: 'ready', extra: 1 },
      { type: 'setMode', mode: 'yolo' },
      { type: 'install' },
      { type: 'install', rows: [] },
      { type: 'install', rows: ['a', 1] },
      { type: 'install', rows: ['x'.repeat(5000)] },
      { type: 'install', rows: Array.from({ length: 10_001 }, () => 'a') },
      { type: 'install', rows: ['a'], packages: ['axios@1.0.0'] },
      { type: 'declareInstalled', row: 'a', range: '^1.0.0' },
      { type: 'removeUnused', rows: ['a'] },
      { type: 'rollBack' },
      { type: 'settle', operation: 'a' },
      { type: 'settle', operation: 'a', how: 'both' },
      { type: 'openUse', row: 'a', index: -1 },
      { type: 'openUse', row: 'a', index: 0.5 },
      { type: 'openUse', row: 'a', index: 0, file: '/etc/passwd' },
      { type: 'selectProject' },
      { type: 'openOperation' },
      { type: 'closeOperation', operation: 'a' },
      { type: 'openFile', operation: 'a', index: 0, path: '/etc/passwd' },
    ];
    for (const message of strangers) assert.equal(parseWebviewMessage(message), undefined, JSON.stringify(message));
  });
});
