import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { processRunner } from '../../../src/node/process-runner.ts';
import type { Ahead, RunRequest } from '../../../src/ports/process-runner.ts';
import { isRunning } from '../../support/is-running.ts';
import { tempFolder } from '../../support/temp-project.ts';
import { until } from '../../support/until.ts';

const never = new AbortController().signal;

/** A program that says where it works, what it was called with and whether its module was loaded before. */
const program = `const { loaded } = require('./module.js');
const fork = process.argv[2] === 'fork';
if (fork) require('node:child_process').fork(__filename, ['forked']).on('exit', (code) => console.log('forked ' + code));
console.log(JSON.stringify([process.cwd(), process.argv.slice(2), process.env.QM_NEW, loaded, process.execArgv]));`;
/** What is loaded says so in a file, with the number of its process. */
const module = (log: string): string =>
  `require('node:fs').appendFileSync(${JSON.stringify(log)}, process.pid + '\\n');
   exports.loaded = process.cwd() === require('node:fs').realpathSync(require('node:os').tmpdir()) ? 'ahead' : 'at its turn';`;

describe('a program that is loaded ahead', () => {
  const begun: Ahead[] = [];
  afterEach(() => begun.splice(0).forEach((each) => each.dispose()));

  function make(name = 'module.js', args: readonly string[] = ['a b', '"c"']) {
    const [folder, cwd] = [fs.realpathSync(tempFolder('ahead-')), fs.realpathSync(tempFolder('work-'))];
    const log = path.join(folder, 'log');
    fs.writeFileSync(path.join(folder, 'program.js'), program);
    fs.writeFileSync(path.join(folder, 'module.js'), module(log));
    fs.writeFileSync(path.join(folder, 'broken.js'), 'throw new Error("broken")');
    fs.writeFileSync(path.join(folder, 'ends.js'), 'process.exit(1)');
    const same = { file: process.execPath, args: [path.join(folder, 'program.js'), ...args], env: { QM_NEW: 'y' } };
    const started: number[] = [];
    const request: RunRequest = { ...same, cwd, timeoutMs: 60_000, onStart: (pid) => started.push(pid) };
    const load = (modules: readonly string[] = [`./${name}`]): Ahead => {
      const ahead = processRunner.loadAhead?.({ ...same, modules });
      assert.ok(ahead !== undefined);
      begun.push(ahead);
      return ahead;
    };
    const said = async (over: Partial<RunRequest> = {}): Promise<unknown> => {
      const { stdout, stderr } = await processRunner.run({ ...request, ...over }, never);
      assert.equal(stderr, '');
      return JSON.parse(stdout);
    };
    // The file is there a moment before what is written into it.
    const loadedBy = (): readonly number[] =>
      fs.existsSync(log) ? fs.readFileSync(log, 'utf8').split('\n').filter(Boolean).map(Number) : [];
    return { cwd, load, said, request, started, loadedBy };
  }

  it('goes on in the folder of its run, as if it had begun there', async () => {
    const { load, said, cwd, started, loadedBy } = make();
    assert.equal(await load().ready, true);
    const [waiting] = loadedBy();
    assert.deepEqual(await said(), [cwd, ['a b', '"c"'], 'y', 'ahead', []]);
    assert.deepEqual(started, [waiting]);
    assert.deepEqual((await said()) as unknown, [cwd, ['a b', '"c"'], 'y', 'at its turn', []], 'and once only');
  });

  it('is left alone by a run of other arguments or another environment', async () => {
    const { load, said, cwd, request } = make();
    await load().ready;
    const other = [...request.args, 'd'];
    assert.deepEqual(await said({ args: other }), [cwd, ['a b', '"c"', 'd'], 'y', 'at its turn', []]);
    assert.deepEqual(await said({ env: { QM_NEW: 'z' } }), [cwd, ['a b', '"c"'], 'z', 'at its turn', []]);
    assert.deepEqual(await said(), [cwd, ['a b', '"c"'], 'y', 'ahead', []]);
  });

  it('is not waited for where it has not loaded yet, or cannot', async () => {
    const early = make();
    early.load();
    assert.deepEqual(await early.said(), [early.cwd, ['a b', '"c"'], 'y', 'at its turn', []]);
    const ends = make('ends.js');
    assert.equal(await ends.load().ready, false);
    assert.deepEqual(await ends.said(), [ends.cwd, ['a b', '"c"'], 'y', 'at its turn', []]);
    const nowhere = processRunner.loadAhead?.({ file: '/nowhere/node', args: ['x.js'], env: {}, modules: [] });
    assert.equal(await nowhere?.ready, false);
  });

  it('does without a module that is not there or is broken', async () => {
    const { load, said, cwd } = make();
    assert.equal(await load(['./none.js', './broken.js', './module.js']).ready, true);
    assert.deepEqual(await said(), [cwd, ['a b', '"c"'], 'y', 'ahead', []]);
  });

  it('keeps nobody whom it forks waiting', async () => {
    const { load, request } = make('module.js', ['fork']);
    await load().ready;
    const { stdout } = await processRunner.run(request, never);
    assert.match(stdout, /^\[.*"ahead",\[\]\]$/m);
    assert.match(stdout, /^\[.*\["forked"\].*"at its turn",\[\]\]$/m);
    assert.match(stdout, /^forked 0$/m);
  });

  it('is gone when nobody wants it any more, at whatever time', async () => {
    const { load, loadedBy } = make();
    const ahead = load();
    await ahead.ready;
    const [pid = 0] = loadedBy();
    ahead.dispose();
    await until(() => !isRunning(pid));
    const atOnce = load();
    atOnce.dispose();
    assert.equal(await atOnce.ready, false);
  });

  it('is gone with the one who started it, however that ended', async () => {
    const { request, loadedBy } = make();
    const runner = JSON.stringify(path.join(import.meta.dirname, '../../../src/node/process-runner.ts'));
    const ahead = JSON.stringify({ file: request.file, args: request.args, env: {}, modules: ['./module.js'] });
    const starter = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `(await import(${runner})).processRunner.loadAhead(${ahead}); setInterval(() => {}, 1e3)`,
      ],
      { stdio: 'inherit' },
    );
    const ended = once(starter, 'exit');
    await until(() => loadedBy().length > 0).finally(() => starter.kill('SIGKILL'));
    const [pid = 0] = loadedBy();
    assert.notEqual(pid, 0);
    await ended;
    await until(() => !isRunning(pid));
  });
});
