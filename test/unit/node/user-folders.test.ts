import assert from 'node:assert/strict';
import { userFolders } from '../../../src/node/user-folders.ts';

describe('userFolders', () => {
  it('follow each system, and one variable moves them', () => {
    const linux = userFolders({}, 'linux', '/home/u');
    assert.deepEqual(linux, { state: '/home/u/.local/state/quartermaster', cache: '/home/u/.cache/quartermaster' });
    assert.deepEqual(userFolders({ XDG_STATE_HOME: '/s', XDG_CACHE_HOME: '/c' }, 'linux', '/home/u'), {
      state: '/s/quartermaster',
      cache: '/c/quartermaster',
    });
    assert.deepEqual(userFolders({ XDG_STATE_HOME: 'relative', XDG_CACHE_HOME: '' }, 'linux', '/home/u'), linux);
    assert.deepEqual(userFolders({}, 'darwin', '/Users/u'), {
      state: '/Users/u/Library/Application Support/quartermaster',
      cache: '/Users/u/Library/Caches/quartermaster',
    });
    const windows = userFolders({}, 'win32', '/u');
    assert.match(windows.state, /AppData.Local.quartermaster.state$/);
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      assert.deepEqual(userFolders({ QUARTERMASTER_HOME: '/q' }, platform, '/u'), { state: '/q', cache: '/q/cache' });
      assert.notEqual(userFolders({ QUARTERMASTER_HOME: './q' }, platform, '/u').state, './q');
    }
  });
});
