import assert from 'node:assert/strict';
import { doneSentence, operationTitle } from '../../../../src/hosts/vscode/words.ts';
import type { PackageChange } from '../../../../src/model/operation.ts';
import { operation } from '../../../support/model.ts';

function moved(name: string, field: PackageChange['field']): PackageChange {
  return { name, manifest: '', field, from: '1.0.0', to: '1.0.0', range: '^1.0.0' };
}

describe('the title of a move', () => {
  const jest = moved('jest', 'devDependencies');

  it('says where to, before and after', () => {
    const move = operation({ kind: 'move', packages: [jest] });
    assert.equal(operationTitle(move), 'Move jest 1.0.0 to devDependencies');
    assert.equal(doneSentence(move), 'Moved jest 1.0.0 to devDependencies');
  });

  it('names no field where there are two', () => {
    const move = operation({ kind: 'move', packages: [jest, moved('axios', 'dependencies')] });
    assert.equal(operationTitle(move), 'Move jest 1.0.0 and 1 more');
    assert.equal(doneSentence(move), 'Moved jest 1.0.0 and 1 more');
  });
});
