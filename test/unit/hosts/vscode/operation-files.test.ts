import assert from 'node:assert/strict';
import { fromAddress, textOf, toAddress } from '../../../../src/hosts/vscode/operation-files.ts';
import { operation } from '../../../support/model.ts';

describe('files of an operation', () => {
  it('have an address that leads back to them, whatever the names', () => {
    for (const path of ['package.json', 'a b/ü#?%2F/package.json', 'before/after/package-lock.json']) {
      const file = { folder: 'file:///home/me/a%20b?x&y', operation: 'op-1', side: 'after', path } as const;
      const address = toAddress(file);
      assert.deepEqual(fromAddress(address.path, address.query), file);
    }
  });

  it('have none that is made up', () => {
    for (const [path, query] of [
      ['/op/during/package.json', 'folder=x'],
      ['/op/before/', 'folder=x'],
      ['package.json', 'folder=x'],
      ['/op/before/package.json', ''],
    ] as const) {
      assert.equal(fromAddress(path, query), undefined, path);
    }
  });

  it('are what the operation found and left; empty where there was none', () => {
    const encoded = Buffer.from('{ "ü": 1 }\r\n').toString('base64');
    const made = operation({ project: 'site', files: [{ path: 'package.json', before: undefined, after: encoded }] });
    assert.deepEqual(
      [textOf(made, 'site/package.json', 'before'), textOf(made, 'site/package.json', 'after')],
      ['', '{ "ü": 1 }\r\n'],
    );
    assert.equal(textOf(made, 'package.json', 'after'), undefined);
  });
});
