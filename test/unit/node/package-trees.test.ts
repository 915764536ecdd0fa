import assert from 'node:assert/strict';
import fs from 'node:fs';
import { packageTrees } from '../../../src/node/package-trees.ts';
import { useTempProjects, type TempProject } from '../../support/temp-project.ts';

describe('packageTrees', () => {
  const makeProject = useTempProjects();
  const scripts = { install: 'node build.js' };
  const native = (name: string, more: object = { scripts }): object => ({ name, version: '1.0.0', ...more });

  const found = async (app: TempProject, tree = 'node_modules'): Promise<readonly string[]> =>
    (await packageTrees.scripted(app.path(tree))).map(
      (each) => `${each.folder.slice(app.folder.length + 1)} ${each.name} ${each.version} ${each.scripts.join(', ')}`,
    );

  it('finds packages with install scripts, scoped ones and those inside of others', async () => {
    const app = makeProject({
      files: {
        'node_modules/a/package.json': native('a'),
        'node_modules/a/lib/package.json': native('not-a-package'),
        'node_modules/a/node_modules/b/package.json': native('b'),
        'node_modules/@s/c/package.json': native('@s/c', { scripts: { preinstall: 'x', postinstall: 'y', test: 'z' } }),
        'node_modules/plain/package.json': native('plain', { scripts: { test: 'x', install: '' } }),
        'node_modules/.cache/d/package.json': native('d'),
        'node_modules/broken/package.json': '{',
        'node_modules/list/package.json': '[]',
      },
    });
    assert.deepEqual(await found(app), [
      'node_modules/@s/c @s/c 1.0.0 preinstall: x, postinstall: y',
      'node_modules/a a 1.0.0 install: node build.js',
      'node_modules/a/node_modules/b b 1.0.0 install: node build.js',
    ]);
  });

  it('takes a binding.gyp for a script where the package has neither of the two', async () => {
    const app = makeProject({
      files: {
        'node_modules/a/package.json': native('a', {}),
        'node_modules/a/binding.gyp': '{}',
        'node_modules/b/package.json': native('b'),
        'node_modules/b/binding.gyp': '{}',
      },
    });
    assert.deepEqual(await found(app), [
      'node_modules/a a 1.0.0 install: node-gyp rebuild',
      'node_modules/b b 1.0.0 install: node build.js',
    ]);
  });

  it('looks into the stores of pnpm and Yarn, and follows no link out of them', async () => {
    const app = makeProject({
      files: {
        'node_modules/.pnpm/a@1.0.0/node_modules/a/package.json': native('a'),
        'node_modules/.store/b-npm-1.0.0-0/package/package.json': native('b'),
        '.yarn/unplugged/c-npm-1.0.0-0/node_modules/c/package.json': native('c'),
        'elsewhere/package.json': native('elsewhere'),
      },
    });
    fs.symlinkSync(app.path('node_modules/.pnpm/a@1.0.0/node_modules/a'), app.path('node_modules/a'));
    fs.symlinkSync(app.path('elsewhere'), app.path('node_modules/elsewhere'));
    assert.deepEqual(await found(app), [
      'node_modules/.pnpm/a@1.0.0/node_modules/a a 1.0.0 install: node build.js',
      'node_modules/.store/b-npm-1.0.0-0/package b 1.0.0 install: node build.js',
    ]);
    assert.deepEqual(await found(app, '.yarn'), [
      '.yarn/unplugged/c-npm-1.0.0-0/node_modules/c c 1.0.0 install: node build.js',
    ]);
    assert.deepEqual(await found(app, '.pnp.cjs'), []);
  });

  it('knows a package by its files, and by nothing that is installed in it', async () => {
    const app = makeProject({
      files: { 'a/package.json': native('a'), 'a/lib/x.js': '1', 'a/node_modules/b/x.js': '' },
    });
    const digest = (): Promise<string | undefined> => packageTrees.digest(app.path('a'));
    const before = await digest();
    app.write('a/node_modules/b/y.js', '');
    assert.equal(await digest(), before);
    app.write('a/lib/x.js', '12');
    assert.notEqual(await digest(), before);
    app.write('a/lib/x.js', '1');
    assert.equal(await digest(), before);
    app.write('a/build/x.node', '');
    assert.notEqual(await digest(), before);
    assert.equal(await packageTrees.digest(app.path('nowhere')), undefined);
  });

  it('brings back what is missing and what is other, and writes into no file', async () => {
    const app = makeProject({
      files: {
        'kept/same.js': 'same',
        'kept/other.js': 'built',
        'kept/build/x.node': 'native',
        'kept/node_modules/b/x.js': 'not its own',
        'now/same.js': 'same',
        'now/other.js': 'plain',
        'now/more.js': 'more',
      },
    });
    fs.symlinkSync('build/x.node', app.path('kept/link'));
    fs.linkSync(app.path('now/other.js'), app.path('store'));
    const inode = fs.statSync(app.path('now/same.js')).ino;
    await packageTrees.bringBack(app.path('kept'), app.path('now'));
    const files = fs.readdirSync(app.path('now'), { recursive: true, encoding: 'utf8' }).sort();
    assert.deepEqual(files, ['build', 'build/x.node', 'link', 'more.js', 'other.js', 'same.js']);
    assert.deepEqual([app.read('now/other.js'), app.read('now/link'), app.read('store')], ['built', 'native', 'plain']);
    assert.equal(fs.statSync(app.path('now/same.js')).ino, inode);
  });

  it('tells files from what is none of a package', async () => {
    const app = makeProject({ files: { 'p/build.js': '', 'p/lib/index.js': '', 'else.js': '' } });
    fs.symlinkSync(app.path('else.js'), app.path('p/link.js'));
    const asked = ['build.js', 'lib', 'lib/index.js', 'link.js', 'gone.js'];
    assert.deepEqual(await packageTrees.filesAmong(app.path('p'), asked), ['build.js', 'lib/index.js']);
    assert.deepEqual(await packageTrees.filesAmong(app.path('gone'), asked), []);
  });
});
