import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { gitHead, gitState } from '../../../src/engine/git-state.ts';
import { diskFiles } from '../../../src/node/disk-files.ts';
import { hermeticEnvironment } from '../../support/environment.ts';
import { tempFolder } from '../../support/temp-project.ts';

const marks = [
  ['MERGE_HEAD', 'under-way'],
  ['CHERRY_PICK_HEAD', 'under-way'],
  ['REVERT_HEAD', 'under-way'],
  ['rebase-merge/', 'under-way'],
  ['rebase-apply/', 'under-way'],
  ['index.lock', 'locked'],
] as const;

describe('the state of git', () => {
  let base: string;
  let env: NodeJS.ProcessEnv;

  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', path.join(base, 'repo'), ...args], { env, encoding: 'utf8' }).trim();

  /** Leaves what git would leave. */
  function leave(gitFolder: string, mark: string): () => void {
    const file = path.join(gitFolder, mark);
    if (mark.endsWith('/')) fs.mkdirSync(file);
    else fs.writeFileSync(file, '');
    return () => fs.rmSync(file, { recursive: true });
  }

  before(() => {
    base = fs.realpathSync(tempFolder('git-'));
    env = { ...hermeticEnvironment({ home: base }), GIT_CEILING_DIRECTORIES: base };
    fs.mkdirSync(path.join(base, 'repo/packages/shop'), { recursive: true });
    fs.mkdirSync(path.join(base, 'none/.git'), { recursive: true });
    git('init', '--quiet', '--initial-branch=main');
    git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '--quiet', '--allow-empty', '-m', 'first');
    git('worktree', 'add', '--quiet', '../tree');
    git('worktree', 'add', '--quiet', '../near');
    // As `git worktree add --relative-paths` of newer versions writes it.
    fs.writeFileSync(path.join(base, 'near/.git'), 'gitdir: ../repo/.git/worktrees/near\n');
    fs.mkdirSync(path.join(base, 'tree/sub'));
  });
  after(() => fs.rmSync(base, { recursive: true, force: true }));

  for (const [what, folder, gitFolder] of [
    ['the root of a repository', 'repo', 'repo/.git'],
    ['a folder in a repository', 'repo/packages/shop', 'repo/.git'],
    ['a worktree', 'tree', 'repo/.git/worktrees/tree'],
    ['a folder in a worktree', 'tree/sub', 'repo/.git/worktrees/tree'],
    ['a worktree with a relative link', 'near', 'repo/.git/worktrees/near'],
  ] as const) {
    it(`is idle in ${what}`, async () => {
      assert.equal(await gitState(diskFiles, path.join(base, folder)), 'idle');
    });

    for (const [mark, expected] of marks) {
      it(`is ${expected} in ${what} with ${mark}`, async () => {
        const undo = leave(path.join(base, gitFolder), mark);
        try {
          assert.equal(await gitState(diskFiles, path.join(base, folder)), expected);
        } finally {
          undo();
        }
      });
    }
  }

  it('of a worktree is not that of its repository', async () => {
    const undo = leave(path.join(base, 'repo/.git'), 'MERGE_HEAD');
    try {
      assert.equal(await gitState(diskFiles, path.join(base, 'tree')), 'idle');
    } finally {
      undo();
    }
  });

  it('tells what is checked out by words that change with it alone', async () => {
    const folder = path.join(base, 'repo');
    const first = await gitHead(diskFiles, folder);
    fs.writeFileSync(path.join(folder, 'edited'), '');
    assert.equal(await gitHead(diskFiles, path.join(folder, 'packages/shop')), first);
    git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '--quiet', '--allow-empty', '-m', 'second');
    const second = await gitHead(diskFiles, folder);
    git('checkout', '--quiet', '-b', 'other');
    const third = await gitHead(diskFiles, folder);
    assert.equal(new Set([first, second, third]).size, 3);
    assert.equal(await gitHead(diskFiles, path.join(base, 'none')), undefined);
  });

  it('is idle where there is no repository', async () => {
    assert.equal(await gitState(diskFiles, path.join(base, 'none')), 'idle');
  });
});
