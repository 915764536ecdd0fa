import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { procForeignRuns } from '../../../src/node/lazy/proc-foreign-runs.ts';
import type { ForeignRun } from '../../../src/ports/foreign-runs.ts';
import { until } from '../../support/until.ts';
import { useTempProjects } from '../../support/temp-project.ts';

describe('procForeignRuns', function () {
  if (process.platform !== 'linux') return;
  const useProject = useTempProjects();
  const started: ChildProcess[] = [];
  afterEach(async () => {
    for (const child of started.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });

  const script = 'setInterval(() => {}, 1_000_000); console.log(process.pid);';

  /** A process that no line of parents leads from to this one, as in a terminal; it runs a script of that name. */
  async function byHand(folder: string, name: string, args: readonly string[]): Promise<number> {
    const command = ['--fork', process.execPath, path.join(folder, name), ...args];
    const parent = spawn('setsid', command, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    const [data] = (await once(parent.stdout, 'data')) as [Buffer];
    return Number(String(data).trim());
  }

  it('finds what others run in the project, and nothing of our own', async () => {
    const files = { 'npm-cli.js': script, 'build.js': script, 'sub/yarn.js': script };
    const project = useProject({ files });
    const own = spawn(process.execPath, [project.path('npm-cli.js'), 'install'], { cwd: project.folder });
    started.push(own);
    await once(own.stdout, 'data');
    assert.deepEqual(await procForeignRuns.within(project.folder), []);

    const pid = await byHand(project.folder, 'npm-cli.js', ['install', 'left-pad', '--//h/:_authToken=secret']);
    const bare = await byHand(project.path('sub'), 'yarn.js', []);
    const others = [
      await byHand(project.folder, 'build.js', ['install']),
      await byHand(project.folder, 'npm-cli.js', ['run', 'build']),
    ];
    try {
      const found = await procForeignRuns.within(project.folder);
      const pids = found.map(({ where }) => (where.kind === 'process' ? where.pid : 0));
      assert.deepEqual(pids.toSorted(), [pid, bare].toSorted());
      const command = found[pids.indexOf(pid)]?.command ?? '';
      assert.match(command, /npm-cli\.js install left-pad/);
      assert.doesNotMatch(command, /secret/);
      assert.deepEqual(await procForeignRuns.within(project.path('other')), []);
    } finally {
      for (const each of [pid, bare, ...others]) process.kill(each, 'SIGKILL');
    }
    await until(async () => (await procForeignRuns.within(project.folder)).length === 0);
  });

  it('takes none of our own for one of others while it comes to its end', async function () {
    // 48 processes, one after the other on a slow machine.
    this.timeout(60_000);
    const project = useProject({ files: { 'npm-cli.js': '' } });
    const found: string[] = [];
    const note = (runs: readonly ForeignRun[]): boolean => {
      found.push(...runs.map(({ command }) => command));
      return false;
    };
    for (let count = 0; count < 12; count++) {
      const ends = Array.from({ length: 4 }, () =>
        once(spawn(process.execPath, [project.path('npm-cli.js'), 'install'], { cwd: project.folder }), 'exit'),
      );
      const ended = Promise.all(ends).then(() => true);
      while (!(await Promise.race([ended, procForeignRuns.within(project.folder).then(note)])));
    }
    assert.deepEqual(found, []);
  });
});
