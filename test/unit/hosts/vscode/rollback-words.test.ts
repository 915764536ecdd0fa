import assert from 'node:assert/strict';
import { concernSentences, rollbackSentences, settleSentences } from '../../../../src/hosts/vscode/rollback-words.ts';
import type { ReturningChange, RollbackConcern, RollbackPlan } from '../../../../src/model/operation.ts';

function change(name: string, from: string | undefined, to: string | undefined): ReturningChange {
  return { name, from, to, manifest: '', field: 'dependencies', range: undefined, moves: false };
}

function plan(over: Partial<RollbackPlan>): RollbackPlan {
  return { undoes: 'op', project: '', how: 'bytes', installs: true, packages: [], files: ['package.json'], ...over };
}

describe('what a rollback would do, in words', () => {
  it('names each package and the files that go back', () => {
    const packages = [change('a', '1.0.0', undefined), change('b', undefined, '2.0.0'), change('c', '2.0.0', '1.0.0')];
    assert.deepEqual(rollbackSentences(plan({ packages, project: 'site', files: ['package.json', 'l.json'] }), 'en'), [
      'Removes a 1.0.0.',
      'Installs b 2.0.0.',
      'Brings c from 2.0.0 back to 1.0.0.',
      'Puts back byte for byte: site/package.json and site/l.json.',
      'node_modules follows.',
    ]);
  });

  it('names the field to which an entry goes back', () => {
    const packages = [{ ...change('a', '1.0.0', '1.0.0'), moves: true }, change('b', '1.0.0', '1.0.0')];
    assert.deepEqual(rollbackSentences(plan({ packages }), 'en').slice(0, 2), [
      'Moves a back to dependencies.',
      'Keeps b 1.0.0.',
    ]);
  });

  it('says that what came later stays', () => {
    assert.deepEqual(rollbackSentences(plan({ how: 'edits', packages: [change('a', '1.0.0', undefined)] }), 'en'), [
      'Removes a 1.0.0.',
      'Takes its entries out of these files, and keeps what came later: package.json.',
      'The lockfile is made anew for that.',
      'node_modules follows.',
    ]);
  });

  it('promises no install where no package comes or goes', () => {
    const packages = [change('a', '1.0.0', '1.0.0')];
    for (const how of ['bytes', 'edits'] as const) {
      const sentences = rollbackSentences(plan({ how, installs: false, packages }), 'en');
      assert.deepEqual([sentences[0], ...sentences.slice(2)], ['Keeps a 1.0.0.', 'What was built stays built.']);
    }
  });

  it('tells what putting back what was left to the user would do', () => {
    assert.deepEqual(settleSentences({ project: 'site', files: ['package.json', 'l.json'] }, 'en'), [
      'Puts back byte for byte: site/package.json and site/l.json.',
      'What stands there now is recorded: it returns if you roll that back.',
      'node_modules follows.',
    ]);
    assert.deepEqual(settleSentences({ project: '', files: [] }, 'en'), [
      'The files stand as they were before.',
      'node_modules is made anew.',
    ]);
  });

  it('counts what is too much to be named', () => {
    const packages = Array.from({ length: 30 }, (_, index) => change(`p${index}`, '1.0.0', undefined));
    const sentences = rollbackSentences(plan({ packages }), 'en');
    assert.deepEqual(sentences.slice(7, 9), ['Removes p7 1.0.0.', 'And 22 more packages.']);
  });

  it('says a few of many concerns, and how many more there are', () => {
    const concern = (message: string): RollbackConcern => {
      return { kind: 'reopens', decision: 'ask', message, packages: [], advisory: message };
    };
    assert.deepEqual(concernSentences(['a', 'b'].map(concern)), ['a', 'b']);
    const many = concernSentences([...'abcdefgh'].map(concern));
    assert.deepEqual(many.slice(5), ['f', 'And 2 more of the kind; the page of the operation has them all.']);
  });
});
