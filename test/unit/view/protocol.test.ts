import assert from 'node:assert/strict';
import { parseWebviewMessage } from '../../../src/view/protocol.ts';

const wish = {
  name: 'A',
  kind: 'ask',
  priority: 0,
  enabled: true,
  conditions: {
    package: ['a', 'b'],
    score: { below: 60 },
    time: { days: ['sat'], timeZone: 'UTC' },
    odd: [null, true],
  },
};

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
      { type: 'openRules', folder: null },
      { type: 'openRules', folder: '1:' },
      { type: 'closeRules' },
      { type: 'addRule' },
      { type: 'editRule', rule: 'own:a' },
      { type: 'overrideRule', rule: 'built-in:install' },
      { type: 'enableRule', rule: 'own:a', enabled: false },
      { type: 'removeRule', rule: 'own:a' },
      { type: 'reviewRules' },
      { type: 'openRuleFault', index: 0 },
      { type: 'tryRule', form: 'f', rule: wish },
      { type: 'saveRule', form: 'f', rule: { ...wish, conditions: {} } },
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
      { type: 'openRules' },
      { type: 'enableRule', rule: 'own:a', enabled: 'yes' },
      { type: 'removeRule', rule: '' },
      { type: 'openRuleFault', index: 0, file: '/etc/passwd' },
      { type: 'tryRule', form: 'f' },
      { type: 'tryRule', form: 'f', rule: { ...wish, id: 'own:other' } },
      { type: 'saveRule', form: 'f', rule: { ...wish, kind: 'sell' } },
      { type: 'saveRule', form: 'f', rule: { ...wish, priority: 1001 } },
      { type: 'saveRule', form: 'f', rule: { ...wish, name: 'x'.repeat(201) } },
      { type: 'saveRule', form: 'f', rule: { ...wish, conditions: { package: () => 'a' } } },
      { type: 'saveRule', form: 'f', rule: { ...wish, conditions: { package: 'x'.repeat(4097) } } },
      { type: 'saveRule', form: 'f', rule: { ...wish, source: 'built-in' } },
      { type: 'selectProject' },
      { type: 'openOperation' },
      { type: 'closeOperation', operation: 'a' },
      { type: 'openFile', operation: 'a', index: 0, path: '/etc/passwd' },
    ];
    for (const message of strangers) assert.equal(parseWebviewMessage(message), undefined, JSON.stringify(message));
  });
});
