import assert from 'node:assert/strict';
import { findingId, type Finding } from '../../../src/model/finding.ts';
import { findingsOfProject } from '../../../src/view/one-project.ts';
import { undeclared } from '../../browser/support/builders.ts';
import { manifest, projectOf } from '../../support/model.ts';

describe('the findings of one project', () => {
  const map = {
    projects: [
      projectOf([manifest(''), manifest('packages/a')]),
      projectOf([manifest('tools/site')], { root: 'tools/site' }),
    ],
    faults: [],
  };
  const missing = (folder: string): Finding => ({
    ...(undeclared('x', `${folder}/a.js`, 1) as Extract<Finding, { kind: 'undeclared' }>),
    id: findingId('undeclared', folder, 'x'),
    manifest: folder,
  });
  const bare = (project: string): Finding => ({
    kind: 'not-installed',
    id: findingId('not-installed', project),
    project,
    missing: [],
  });
  const broken = (folder: string): Finding => ({
    kind: 'unreadable-manifest',
    id: findingId('unreadable-manifest', folder),
    manifest: folder,
    message: '',
    line: 1,
    column: 1,
  });
  const all = [
    missing(''),
    missing('packages/a'),
    missing('tools/site'),
    bare(''),
    bare('tools/site'),
    broken('packages/b'),
    broken('tools/site/sub'),
  ];
  const shown = (root: string) => findingsOfProject(all, map, root).map(({ id }) => id);

  it('are those of its manifests, and of what cannot be read in its folder', () => {
    assert.deepEqual(shown(''), [
      'undeclared::x',
      'undeclared:packages/a:x',
      'not-installed::',
      'unreadable-manifest:packages/b:',
    ]);
    assert.deepEqual(shown('tools/site'), [
      'undeclared:tools/site:x',
      'not-installed:tools/site:',
      'unreadable-manifest:tools/site/sub:',
    ]);
  });

  it('are none of a project that is not there', () => assert.deepEqual(shown('gone'), []));
});
