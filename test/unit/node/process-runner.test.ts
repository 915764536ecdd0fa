import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CancelledError } from '../../../src/base/errors.ts';
import { processRunner } from '../../../src/node/process-runner.ts';
import type { RunRequest } from '../../../src/ports/process-runner.ts';
import { isRunning } from '../../support/is-running.ts';
import { tempFolder } from '../../support/temp-project.ts';
import { endedUnasked } from '../../support/unasked-end.ts';
import { until } from '../../support/until.ts';

const never = new AbortController().signal;
const node = (script: string, over: Partial<RunRequest> = {}): RunRequest => ({
  file: process.execPath,
  args: ['-e', script],
  cwd: tempFolder('run-'),
  env: {},
  timeoutMs: 60_000,
  ...over,
});
const sleep = 'setInterval(() => undefined, 1000);';
/** A grandchild that keeps no pipe and does not listen to SIGTERM. Its number is printed once it is deaf. */
const deafGrandchild = `
  const child = require('node:child_process').spawn(process.execPath,
    ['-e', "process.on('SIGTERM', () => undefined); process.send('deaf'); ${sleep}"], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  child.on('message', () => { console.log('grandchild ' + child.pid); child.disconnect(); });`;

describe('processRunner', () => {
  it('hands back what was printed and how it ended', async () => {
    const pieces: string[] = [];
    const request = node("console.log('out'); console.error('https://u:p@h'); process.exit(3)", {
      onOutput: (text) => pieces.push(text),
    });
    const { durationMs, ...result } = await processRunner.run(request, never);
    assert.deepEqual(result, { exitCode: 3, stdout: 'out\n', stderr: 'https://u:p@h\n', timedOut: false });
    assert.ok(durationMs > 0);
    assert.ok(pieces.includes('https://***@h\n'), 'what is shown as it comes is redacted');
  });

  it('passes arguments on as they are, through no shell', async () => {
    const args = ['$(touch x)', '; touch x', '`touch x`', '* "quoted" \'too\'', ''];
    const request = node('console.log(JSON.stringify(process.argv.slice(1)))');
    const { stdout } = await processRunner.run({ ...request, args: [...request.args, ...args] }, never);
    assert.deepEqual(JSON.parse(stdout), args);
  });

  const tells = process.platform === 'linux';
  it(`ends a child that only waits, ${tells ? 'and' : 'where the system tells, and'} leaves one that works or talks`, async function () {
    // Three processes of some seconds each, on machines that may be busy.
    this.timeout(60_000);
    if (tells) assert.equal((await processRunner.run(node(sleep, { idleMs: 1 }), never)).timedOut, true);
    const works = "const end = Date.now() + 2500; while (Date.now() < end); console.log('done')";
    const talks = 'let n = 0; const t = setInterval(() => { console.log(n); if (++n > 4) clearInterval(t); }, 500)';
    const child = "require('node:child_process').execFileSync(process.execPath, ['-e', process.argv[1]])";
    for (const request of [node(works), node(talks), { ...node(child), args: ['-e', child, works] }]) {
      const { timedOut, exitCode } = await processRunner.run({ ...request, idleMs: 1_500 }, never);
      assert.deepEqual([timedOut, exitCode], [false, 0]);
    }
  });

  it('adds to the environment, and takes away', async () => {
    process.env['QM_TEST'] = 'x';
    const request = node("console.log([process.env.QM_TEST, process.env.QM_NEW, 'PATH' in process.env])", {
      env: { QM_TEST: undefined, QM_NEW: 'y' },
    });
    const { stdout } = await processRunner.run(request, never);
    delete process.env['QM_TEST'];
    assert.equal(stdout, "[ undefined, 'y', true ]\n");
  });

  it('says why a program could not be started', async () => {
    const { exitCode, stderr } = await processRunner.run(node('', { file: '/nowhere/node' }), never);
    assert.equal(exitCode, undefined);
    assert.match(stderr, /ENOENT/);
  });

  it('ends what takes too long', async () => {
    const { timedOut, exitCode } = await processRunner.run(node(sleep, { timeoutMs: 50 }), never);
    assert.deepEqual([timedOut, exitCode], [true, undefined]);
  });

  it('ends the whole group when it is cancelled, the deaf ones too', async () => {
    const controller = new AbortController();
    let output = '';
    const running = processRunner.run(
      node(deafGrandchild + sleep, { onOutput: (text) => (output += text) }),
      controller.signal,
    );
    await until(() => output.includes('grandchild'));
    const grandchild = Number(/\d+/.exec(output)?.[0]);
    assert.equal(isRunning(grandchild), true);
    controller.abort();
    await assert.rejects(running, CancelledError);
    await until(() => !isRunning(grandchild));
  });

  it('starts nothing that was cancelled before, even a moment before', async () => {
    await assert.rejects(processRunner.run(node(sleep), AbortSignal.abort()), CancelledError);
    const controller = new AbortController();
    const running = processRunner.run(node(sleep), controller.signal);
    controller.abort();
    await assert.rejects(running, CancelledError);
  });

  it('ends a group that it did not start', async () => {
    const child = spawn(process.execPath, ['-e', sleep], { detached: true, stdio: 'ignore' });
    await once(child, 'spawn');
    const ended = once(child, 'exit');
    await processRunner.endGroup(child.pid ?? 0);
    assert.deepEqual((await ended)[1], 'SIGTERM');
    await processRunner.endGroup(child.pid ?? 0);
  });

  it('does not wait for a group that has ended and that nobody asks for its end', async function () {
    if (process.platform !== 'linux') this.skip();
    const { parent, ended } = await endedUnasked();
    await processRunner.endGroup(ended);
    assert.ok(process.kill(-ended, 0), 'its number is still taken');
    parent.kill('SIGKILL');
  });

  it('tells the number of the process as soon as there is one', async () => {
    const pids: number[] = [];
    const { stdout } = await processRunner.run(
      node('console.log(process.pid)', { onStart: (pid) => pids.push(pid) }),
      never,
    );
    assert.deepEqual(pids, [Number(stdout)]);
  });
});
