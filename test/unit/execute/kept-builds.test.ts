import assert from 'node:assert/strict';
import { bringPackagesBack, keepPackages } from '../../../src/execute/kept-builds.ts';
import type { ScriptedPackage } from '../../../src/model/build.ts';
import { diskFiles } from '../../../src/node/disk-files.ts';
import { packageTrees } from '../../../src/node/package-trees.ts';
import { useTempProjects, type TempProject } from '../../support/temp-project.ts';

describe('packages that are kept as they were built', () => {
  const makeProject = useTempProjects();
  const at = (place: string, integrity: string | undefined = 'sha512-a'): ScriptedPackage => ({
    name: 'a',
    version: '1.0.0',
    place,
    scripts: ['install: x'],
    integrity,
  });

  /** Keeps one package, then lets something else stand in its place. */
  async function kept(before: readonly ScriptedPackage[]): Promise<TempProject> {
    const app = makeProject({ files: Object.fromEntries(before.map(({ place }) => [`${place}/build/x`, place])) });
    await keepPackages(diskFiles, app.folder, before, app.path('snap/builds'));
    for (const { place } of before) app.delete(place);
    return app;
  }
  const bringBack = (app: TempProject, standing: readonly ScriptedPackage[]): Promise<readonly ScriptedPackage[]> => {
    for (const { place } of standing) app.write(`${place}/index.js`, '');
    return bringPackagesBack(diskFiles, packageTrees, app.folder, standing, app.path('snap/builds'));
  };

  it('come back to their own place before any other', async () => {
    const places = [at('node_modules/b/node_modules/a'), at('node_modules/a')];
    const app = await kept(places);
    assert.deepEqual(await bringBack(app, places), places);
    assert.equal(app.read('node_modules/a/build/x'), 'node_modules/a');
    assert.equal(app.read('node_modules/b/node_modules/a/build/x'), 'node_modules/b/node_modules/a');
  });

  it('come back wherever the same bytes stand now', async () => {
    const app = await kept([at('node_modules/a')]);
    const moved = at('node_modules/b/node_modules/a');
    assert.deepEqual(await bringBack(app, [moved]), [moved]);
    assert.equal(app.read('node_modules/b/node_modules/a/build/x'), 'node_modules/a');
  });

  for (const [what, standing] of [
    ['other bytes', at('node_modules/a', 'sha512-b')],
    ['bytes that nobody can name', { ...at('node_modules/a'), integrity: undefined }],
    ['another version', { ...at('node_modules/a'), version: '1.0.1' }],
  ] as const) {
    it(`never come back into ${what}`, async () => {
      const app = await kept([at('node_modules/a')]);
      assert.deepEqual(await bringBack(app, [standing]), []);
      assert.equal(app.exists('node_modules/a/build/x'), false);
    });
  }

  it('are none where nothing could be linked', async () => {
    const app = makeProject({ files: {} });
    await keepPackages({ ...diskFiles, linkTree: async () => false }, app.folder, [at('a')], app.path('snap/builds'));
    assert.equal(app.exists('snap'), false);
    assert.deepEqual(await bringBack(app, [at('a')]), []);
  });
});
