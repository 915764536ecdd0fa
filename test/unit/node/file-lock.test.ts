import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { CancelledError } from '../../../src/base/errors.ts';
import { fileLock } from '../../../src/node/file-lock.ts';
import { tempFolder } from '../../support/temp-project.ts';
import { until } from '../../support/until.ts';

const module = path.join(import.meta.dirname, '../../../src/node/file-lock.ts');
const never = new AbortController().signal;
const quietly = (): void => undefined;

describe('fileLock', () => {
  let folder: string;
  let file: string;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    folder = path.join(tempFolder('lock-'), 'locks');
    file = path.join(folder, 'root.lock');
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  /** Another process with a program of its own, that has `acquire`. */
  function other(program: string): ChildProcess {
    const script = `
      const { fileLock } = await import(${JSON.stringify(module)});
      const acquire = () => fileLock.acquire(${JSON.stringify(file)}, () => undefined, new AbortController().signal);
      ${program}`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    return child;
  }
  async function heldByOther(): Promise<ChildProcess> {
    const child = other("await acquire(); console.log('held'); setInterval(() => undefined, 1000);");
    await once(child.stdout ?? child, 'data');
    return child;
  }

  it('leaves nothing behind', async () => {
    const release = await fileLock.acquire(file, quietly, never);
    assert.deepEqual(fs.readdirSync(folder), ['root.lock']);
    await release();
    await release();
    assert.deepEqual(fs.readdirSync(folder), []);
  });

  it('waits for a living owner, says so once, and gives up when told', async () => {
    await heldByOther();
    const controller = new AbortController();
    const told: string[] = [];
    const waiting = fileLock.acquire(file, (owner) => told.push(owner), controller.signal);
    await until(() => told.length > 0);
    controller.abort();
    await assert.rejects(waiting, CancelledError);
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /"pid":\d+/);
    assert.deepEqual(fs.readdirSync(folder), ['root.lock'], 'the other one has it still, and no draft is left');
  });

  it('is taken over from an owner that died', async () => {
    const child = await heldByOther();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const release = await fileLock.acquire(file, () => assert.fail('waited'), never);
    assert.equal(JSON.parse(fs.readFileSync(file, 'utf8')).pid, process.pid);
    await release();
  });

  it('is taken over from a foreign owner only when its heart stopped', async () => {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(file, JSON.stringify({ host: 'elsewhere', pidNamespace: 'x', bootId: '', pid: 1, startTime: '' }));
    const controller = new AbortController();
    await assert.rejects(
      fileLock.acquire(file, () => controller.abort(), controller.signal),
      CancelledError,
    );
    const longAgo = new Date(Date.now() - 60_000);
    fs.utimesSync(file, longAgo, longAgo);
    await (
      await fileLock.acquire(file, () => assert.fail('waited'), never)
    )();
  });

  it('takes nonsense for a foreign owner', async () => {
    fs.mkdirSync(folder, { recursive: true });
    for (const text of ['', '{', 'null', '"x"', '{"pid":"1"}']) {
      fs.writeFileSync(file, text);
      fs.utimesSync(file, new Date(0), new Date(0));
      await (
        await fileLock.acquire(file, () => assert.fail(`waited: ${text}`), never)
      )();
    }
  });

  it('beats its heart while it is held', async () => {
    const release = await fileLock.acquire(file, quietly, never);
    fs.utimesSync(file, new Date(0), new Date(0));
    await until(() => fs.statSync(file).mtimeMs > 0);
    await release();
  });

  it("does not give back what is somebody else's by now", async () => {
    const release = await fileLock.acquire(file, quietly, never);
    fs.writeFileSync(file, 'another owner');
    await release();
    assert.equal(fs.readFileSync(file, 'utf8'), 'another owner');
  });

  it('excludes over processes: every increment is kept', async () => {
    const counter = path.join(folder, 'counter');
    fs.mkdirSync(path.dirname(counter), { recursive: true });
    fs.writeFileSync(counter, '0');
    const program = `
      const fs = await import('node:fs');
      for (let turn = 0; turn < 5; turn++) {
        const release = await acquire();
        const value = Number(fs.readFileSync(${JSON.stringify(counter)}, 'utf8'));
        await new Promise((resolve) => setTimeout(resolve, 5));
        fs.writeFileSync(${JSON.stringify(counter)}, String(value + 1));
        await release();
      }`;
    const codes = await Promise.all([1, 2, 3].map(async () => (await once(other(program), 'exit'))[0] as number));
    assert.deepEqual([codes, fs.readFileSync(counter, 'utf8')], [[0, 0, 0], '15']);
  });
});
