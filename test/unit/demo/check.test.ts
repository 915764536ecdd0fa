import assert from 'node:assert/strict';
import fs from 'node:fs';
import { check, type ProjectCheck } from '../../demo/check.ts';
import { useTempProjects, type TempProject } from '../../support/temp-project.ts';

const changes: readonly (readonly [what: keyof ProjectCheck, how: string, change: (project: TempProject) => void])[] = [
  ['manifest', 'a space in package.json', (project) => project.write('package.json', '{"name":"shop" }')],
  ['lockfile', 'a lockfile that was not there', (project) => project.write('package-lock.json', {})],
  ['modules', 'another byte', (project) => project.write('node_modules/x/index.js', '2')],
  ['modules', 'an empty folder', (project) => fs.mkdirSync(project.path('node_modules/y'))],
  ['modules', 'a file that went', (project) => project.delete('node_modules/.bin/x')],
  ['modules', 'a link that leads elsewhere', relink],
  ['modules', 'all of it gone', (project) => project.delete('node_modules')],
];

function relink(project: TempProject): void {
  project.delete('node_modules/link');
  fs.symlinkSync('.bin', project.path('node_modules/link'));
}

describe('the look at a project from outside', () => {
  const makeProject = useTempProjects();

  function shop(): TempProject {
    const files = {
      'package.json': '{"name":"shop"}',
      'node_modules/x/index.js': '1',
      'node_modules/.bin/x': '',
      'README.md': '',
    };
    const project = makeProject({ files });
    fs.symlinkSync('x', project.path('node_modules/link'));
    return project;
  }

  let pristine: ProjectCheck;
  before(async () => {
    pristine = await check(shop().folder, []);
  });

  it('is the same for the same bytes, wherever they stand and whatever stands beside them', async () => {
    const project = shop();
    project.write('src/index.js', 'import "x";');
    assert.deepEqual(await check(project.folder, []), pristine);
  });

  for (const [what, how, change] of changes) {
    it(`sees ${how}: ${what} alone differs`, async () => {
      const project = shop();
      change(project);
      const after = await check(project.folder, []);
      assert.notEqual(after[what], pristine[what]);
      assert.deepEqual({ ...after, [what]: pristine[what] }, pristine);
    });
  }
});
