import assert from 'node:assert/strict';
import type { Operation } from '../../../src/model/operation.ts';
import { operationRow } from '../../../src/view/operation-rows.ts';
import { createFormats } from '../../../src/webview/formats.ts';
import { cutTitle, operationStory, operationTitle } from '../../../src/webview/operation-title.ts';
import { operation } from '../../support/model.ts';

const change = { manifest: '', field: 'devDependencies', from: '1.0.0', to: '1.0.0', range: '^1.0.0' } as const;
const none: ReadonlySet<string> = new Set();
const rights = { canWrite: true, cancellable: none, holdable: none, held: none };

function titles(over: Partial<Operation>): readonly string[] {
  const row = operationRow(operation({ kind: 'move', packages: [{ name: 'jest', ...change }], ...over }), rights);
  const formats = createFormats('en');
  const title = operationTitle(row, formats);
  return [title, operationStory(row, formats), cutTitle(title, row)[1]];
}

describe('the title of a move in the feed', () => {
  it('says where to, in the tense of its state', () => {
    const title = 'Move jest 1.0.0 to devDependencies';
    const tail = ' 1.0.0 to devDependencies';
    assert.deepEqual(titles({}), [title, 'Moved jest 1.0.0 to devDependencies', tail]);
    assert.deepEqual(titles({ status: 'running' }), [title, 'Moving jest 1.0.0 to devDependencies', tail]);
    assert.deepEqual(titles({ status: 'failed' }), [title, title, tail]);
  });

  it('names no field where there are two', () => {
    const packages = [
      { name: 'jest', ...change },
      { name: 'axios', ...change, field: 'dependencies' as const },
    ];
    assert.deepEqual(titles({ packages }).slice(0, 2), ['Move jest 1.0.0 and 1 more', 'Moved jest 1.0.0 and 1 more']);
  });
});
