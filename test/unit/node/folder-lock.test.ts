import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { CancelledError } from '../../../src/base/errors.ts';
import { folderLock } from '../../../src/node/folder-lock.ts';
import { tempFolder } from '../../support/temp-project.ts';
import { until } from '../../support/until.ts';

const module = path.join(import.meta.dirname, '../../../src/node/folder-lock.ts');
const never = new AbortController().signal;
const quietly = (): void => undefined;

describe('folderLock', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    folder = path.join(tempFolder('lock-'), 'locks/root');
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  const lockFile = (): string => path.join(folder, 'lock');
  /** Another process with a program of its own, that has `acquire` and `folder`. */
  function other(program: string): ChildProcess {
    const script = `
      const { folderLock } = await import(${JSON.stringify(module)});
      const folder = ${JSON.stringify(folder)};
      const acquire = () => folderLock.acquire(folder, () => undefined, new AbortController().signal);
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
    const release = await folderLock.acquire(folder, quietly, never);
    assert.deepEqual(fs.readdirSync(folder), ['lock']);
    await release();
    await release();
    assert.deepEqual(fs.readdirSync(folder), []);
  });

  it('waits for a living owner, says so once, and gives up when told', async () => {
    await heldByOther();
    const controller = new AbortController();
    const told: string[] = [];
    const waiting = folderLock.acquire(folder, (owner) => told.push(owner), controller.signal);
    await until(() => told.length > 0);
    controller.abort();
    await assert.rejects(waiting, CancelledError);
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /"pid":\d+/);
    assert.deepEqual(fs.readdirSync(folder), ['lock'], 'the other one has it still, and no draft is left');
  });

  it('is taken over from an owner that died', async () => {
    const child = await heldByOther();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const release = await folderLock.acquire(folder, () => assert.fail('waited'), never);
    assert.equal(JSON.parse(fs.readFileSync(lockFile(), 'utf8')).pid, process.pid);
    await release();
  });

  it('is taken over from a foreign owner only when its heart stopped', async () => {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(
      lockFile(),
      JSON.stringify({ host: 'elsewhere', pidNamespace: 'x', bootId: '', pid: 1, startTime: '' }),
    );
    const controller = new AbortController();
    await assert.rejects(
      folderLock.acquire(folder, () => controller.abort(), controller.signal),
      CancelledError,
    );
    const longAgo = new Date(Date.now() - 60_000);
    fs.utimesSync(lockFile(), longAgo, longAgo);
    await (
      await folderLock.acquire(folder, () => assert.fail('waited'), never)
    )();
  });

  it('takes nonsense for a foreign owner', async () => {
    fs.mkdirSync(folder, { recursive: true });
    for (const text of ['', '{', 'null', '"x"', '{"pid":"1"}']) {
      fs.writeFileSync(lockFile(), text);
      fs.utimesSync(lockFile(), new Date(0), new Date(0));
      await (
        await folderLock.acquire(folder, () => assert.fail(`waited: ${text}`), never)
      )();
    }
  });

  it('beats its heart while it is held', async () => {
    const release = await folderLock.acquire(folder, quietly, never);
    fs.utimesSync(lockFile(), new Date(0), new Date(0));
    await until(() => fs.statSync(lockFile()).mtimeMs > 0);
    await release();
  });

  it("does not give back what is somebody else's by now", async () => {
    const release = await folderLock.acquire(folder, quietly, never);
    fs.writeFileSync(lockFile(), 'another owner');
    await release();
    assert.equal(fs.readFileSync(lockFile(), 'utf8'), 'another owner');
  });

  it('excludes over processes: every increment is kept', async () => {
    const counter = path.join(path.dirname(folder), 'counter');
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
