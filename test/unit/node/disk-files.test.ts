import assert from 'node:assert/strict';
import fs from 'node:fs';
import { QmError } from '../../../src/base/errors.ts';
import { diskFiles, fileError } from '../../../src/node/disk-files.ts';
import { useTempProjects } from '../../support/temp-project.ts';

describe('diskFiles', () => {
  const useProject = useTempProjects();
  const bytes = new TextEncoder().encode('new');

  it('writes whole files, keeps their mode, leaves no draft', async () => {
    const project = useProject({ files: { a: 'old' } });
    fs.chmodSync(project.path('a'), 0o640);
    await diskFiles.writeAtomic(project.path('a'), bytes);
    await diskFiles.writeAtomic(project.path('b'), bytes);
    assert.deepEqual(fs.readdirSync(project.folder).sort(), ['a', 'b']);
    assert.deepEqual([project.read('a'), project.read('b')], ['new', 'new']);
    assert.equal(fs.statSync(project.path('a')).mode & 0o777, 0o640);
  });

  it('refuses a file that is read-only, though its folder is not', async () => {
    const project = useProject({ files: { a: 'old' } });
    fs.chmodSync(project.path('a'), 0o444);
    await assert.rejects(diskFiles.writeAtomic(project.path('a'), bytes), { code: 'QM_READ_ONLY' });
    assert.deepEqual([fs.readdirSync(project.folder), project.read('a')], [['a'], 'old']);
  });

  it('says which folder is gone', async () => {
    const project = useProject();
    await assert.rejects(diskFiles.writeAtomic(project.path('gone/a'), bytes), {
      code: 'QM_FOLDER_MISSING',
      message: /gone/,
    });
    await assert.rejects(diskFiles.realPath(project.path('gone')), { code: 'QM_FOLDER_MISSING' });
  });

  it('knows what is not there from what cannot be read', async () => {
    const project = useProject({ files: { a: 'x' } });
    assert.equal(await diskFiles.read(project.path('none')), undefined);
    assert.equal(await diskFiles.read(project.path('a/b')), undefined);
    await assert.rejects(diskFiles.read(project.folder), { code: 'EISDIR' });
    assert.deepEqual(await diskFiles.list(project.path('none')), []);
    await diskFiles.remove(project.path('none'));
    const made = await diskFiles.temporaryPath(`x-${crypto.randomUUID()}`);
    assert.equal(fs.existsSync(made), false);
    await diskFiles.makePrivateFolder(made);
    assert.deepEqual([fs.realpathSync(made), fs.statSync(made).mode & 0o777], [made, 0o700]);
    await assert.rejects(diskFiles.makePrivateFolder(made), { code: 'EEXIST' });
    fs.rmdirSync(made);
  });

  it('keeps a single file by a copy, since managers rewrite it in place', async () => {
    const project = useProject({ files: { '.pnp.cjs': 'old' } });
    assert.equal(await diskFiles.linkTree(project.path('.pnp.cjs'), project.path('kept/0')), true);
    fs.writeFileSync(project.path('.pnp.cjs'), 'new');
    assert.equal(project.read('kept/0'), 'old');
  });

  it('links no link', async () => {
    const project = useProject({ files: { real: 'x' } });
    fs.symlinkSync('real', project.path('link'));
    assert.equal(await diskFiles.linkTree(project.path('link'), project.path('kept/0')), false);
    assert.equal(project.exists('kept/0'), false);
  });

  const codes = [
    ['EACCES', 'QM_READ_ONLY'],
    ['EPERM', 'QM_READ_ONLY'],
    ['EROFS', 'QM_READ_ONLY'],
    ['ENOSPC', 'QM_DISK_FULL'],
    ['EDQUOT', 'QM_DISK_FULL'],
    ['ENOENT', 'QM_FOLDER_MISSING'],
    ['ENOTDIR', 'QM_FOLDER_MISSING'],
  ] as const;
  for (const [system, ours] of codes) {
    it(`${system} is ${ours}, with the path, a hint and its cause`, () => {
      const cause = Object.assign(new Error(system), { code: system });
      const error = fileError(cause, '/p/f');
      assert.ok(error instanceof QmError);
      assert.deepEqual([error.code, error.cause], [ours, cause]);
      assert.match(error.message, /\/p\/f/);
    });
  }

  it('leaves what it does not know as it is', () => {
    for (const error of [new Error('x'), Object.assign(new Error('x'), { code: 'EIO' }), 'text']) {
      assert.equal(fileError(error, '/p'), error);
    }
  });
});
