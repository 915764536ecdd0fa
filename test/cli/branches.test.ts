import assert from 'node:assert/strict';
import { cli } from '../support/cli.ts';
import { useCliProjects } from '../support/cli-projects.ts';
import { makeRepository } from '../support/git-branches.ts';
import { interruptedInstall } from '../support/interrupted.ts';
import type { TempProject } from '../support/temp-project.ts';

interface Row {
  readonly id: string;
  readonly status: string;
}

describe('an operation that was killed, and its branch left for another one', () => {
  const projects = useCliProjects();

  const rowsOf = async (app: TempProject): Promise<readonly Row[]> => {
    const { code, document } = await cli(app, ['recover', '--json']);
    assert.equal(code, 1);
    return document<{ operations: readonly Row[] }>().operations;
  };

  /** `other` is checked out; on `mine` an install of fx-heavy was killed while npm worked. */
  async function killed() {
    const app = projects.project();
    const repository = makeRepository(app);
    for (const [branch, spec] of [
      ['other', 'fx-major@1.0.0'],
      ['mine', 'fx-tiny@1.0.0'],
    ] as const) {
      assert.equal((await cli(app, ['install', spec])).code, 0);
      repository.commitTo(branch);
    }
    await interruptedInstall(app, projects.registry, 'SIGKILL');
    repository.git('checkout', '--quiet', '--force', 'other');
    projects.registry.setFault();
    return { app, repository };
  }

  it('leaves every file of that branch as it is, names both ways, and is closed by --keep', async () => {
    const { app, repository } = await killed();
    const [row, ...others] = await rowsOf(app);
    assert.deepEqual([row?.status, others], ['needs-user', []]);
    assert.deepEqual(repository.changed(), []);
    const { stdout, stderr } = await cli(app, ['recover']);
    const id = row?.id.slice(0, 8) ?? '';
    assert.match(stdout, new RegExp(`recover ${id} --keep +keeps what stands there$`, 'm'));
    assert.match(stdout, new RegExp(`recover ${id} --restore +puts back package\\.json, package-lock\\.json$`, 'm'));
    assert.match(stderr, /QM_INTERRUPTED[^]*Keep what stands there, or put back what was there before\./);
    assert.deepEqual(repository.changed(), []);

    assert.equal((await cli(app, ['recover', row?.id ?? '', '--keep'])).code, 0);
    assert.deepEqual(repository.changed(), []);
    assert.equal(app.readJson('node_modules/fx-major/package.json')['version'], '1.0.0');
    assert.equal(app.exists('node_modules/fx-heavy'), false);
    assert.equal((await cli(app, ['recover'])).stdout, 'Nothing was interrupted.\n');
  });

  it('is left alone while a merge is under way, which is said, and goes back after it', async () => {
    const { app, repository } = await killed();
    repository.git('checkout', '--quiet', 'mine');
    const head = repository.git('rev-parse', 'HEAD');
    app.write('.git/MERGE_HEAD', head);
    const { code, stdout, stderr } = await cli(app, ['recover']);
    assert.deepEqual([code, stdout], [1, 'Something was interrupted, and cannot be put right now.\n']);
    assert.match(stderr, /QM_GIT_BUSY A merge, a rebase or another git works on this repository\./);
    const { document } = await cli(app, ['recover', '--json']);
    const { left } = document<{ left: readonly { readonly code: string }[] }>();
    assert.deepEqual(
      left.map((each) => each.code),
      ['QM_GIT_BUSY'],
    );
    app.delete('.git/MERGE_HEAD');
    assert.equal((await cli(app, ['recover'])).code, 0);
    assert.deepEqual(repository.changed(), []);
    assert.equal(app.readJson('node_modules/fx-tiny/package.json')['version'], '1.0.0');
  });

  it('goes back by itself where its own branch is checked out again before that', async () => {
    const { app, repository } = await killed();
    repository.git('checkout', '--quiet', 'mine');
    const { code, stderr } = await cli(app, ['recover']);
    assert.equal(code, 0, stderr);
    assert.deepEqual(repository.changed(), []);
    assert.equal(app.readJson('node_modules/fx-tiny/package.json')['version'], '1.0.0');
    assert.equal(app.exists('node_modules/fx-heavy'), false);
  });
});
