import assert from 'node:assert/strict';
import fs from 'node:fs';
import { realPath, realPathOr } from '../../../src/node/real-path.ts';
import { useTempProjects } from '../../support/temp-project.ts';

describe('the real path', () => {
  const useProject = useTempProjects();

  it('has no link in it', () => {
    const project = useProject({ files: { 'real/a.js': '' } });
    fs.symlinkSync('real', project.path('link'));
    assert.equal(realPath(project.path('link/a.js')), project.path('real/a.js'));
    assert.equal(realPathOr(project.path('link/a.js')), project.path('real/a.js'));
  });

  it('of what is not there is an error, or the path itself', () => {
    const gone = useProject().path('gone');
    assert.throws(() => realPath(gone), { code: 'ENOENT' });
    assert.equal(realPathOr(gone), gone);
  });
});
