import { tmpdir } from 'node:os';
import type { Duplex } from 'node:stream';
import type { Ahead, AheadRequest, RunRequest } from '../ports/process-runner.ts';
import { startChild, type Child } from './start-child.ts';

/** The file descriptor through which a program that waits is told where to work. */
const door = 3;

/**
 * Runs before the program's own first line (Node documentation: `--import`). What cannot be loaded is loaded by the program
 * itself later, or not. Without the one who started it, nobody tells it where to work, and it ends. Programs that it forks
 * must not wait too.
 */
const preload = (modules: readonly string[]): string => `
import nodeModule, { createRequire } from 'node:module';
import { closeSync, readSync, writeSync } from 'node:fs';
import process, { exit } from 'node:process';
nodeModule.enableCompileCache?.();
const load = createRequire(process.argv[1]);
for (const each of ${JSON.stringify(modules)}) try { load(each); } catch {}
process.execArgv.length = 0;
const folder = Buffer.alloc(65_536);
try { writeSync(${door}, 'ready'); } catch { exit(); }
const length = readSync(${door}, folder);
if (length === 0) exit();
closeSync(${door});
process.chdir(folder.toString('utf8', 0, length));
`;

interface Waiting {
  readonly key: string;
  child: Child | undefined;
  isReady: boolean;
}

/** Node programs that have loaded and wait until they are asked for. */
export class LoadedAhead {
  readonly #waiting = new Set<Waiting>();

  start(request: AheadRequest): Ahead {
    const waiting: Waiting = { key: keyOf(request), child: undefined, isReady: false };
    this.#waiting.add(waiting);
    return {
      // A program that cannot be started says why when it is asked for.
      ready: this.#load(request, waiting).catch(() => false),
      dispose: () => {
        if (this.#waiting.delete(waiting)) waiting.child?.kill('SIGKILL');
      },
    };
  }

  /** The child that does the request from here on; undefined where none is ready. */
  take(request: RunRequest): Child | undefined {
    const key = keyOf(request);
    const found = [...this.#waiting].find((each) => each.key === key && each.isReady);
    if (found?.child === undefined) return undefined;
    this.#waiting.delete(found);
    doorOf(found.child).end(request.cwd);
    return found.child;
  }

  async #load({ file, args, env, modules }: AheadRequest, waiting: Waiting): Promise<boolean> {
    const code = `data:text/javascript,${encodeURIComponent(preload(modules))}`;
    // Nobody's folder: it is held by nobody, and whoever looks for package managers in a project sees none that only waits.
    const { execa } = await import('./lazy/execa.ts');
    if (!this.#waiting.has(waiting)) return false;
    const child = startChild(execa, { file, args: ['--import', code, ...args], env, cwd: tmpdir() }, ['pipe']);
    waiting.child = child;
    return new Promise((resolve) => {
      const end = (isReady: boolean): void => {
        waiting.isReady = isReady && this.#waiting.has(waiting);
        resolve(waiting.isReady);
      };
      // It may end while it is written to.
      doorOf(child).on('error', () => end(false));
      doorOf(child).once('data', () => end(true));
      void child.then(() => end(false));
    });
  }
}

function keyOf({ file, args, env }: Pick<RunRequest, 'file' | 'args' | 'env'>): string {
  return JSON.stringify([file, args, Object.entries({ ...process.env, ...env })]);
}

/** A socket pair, of which execa's types know the half that is read. */
function doorOf(child: Child): Duplex {
  return child.stdio[door] as unknown as Duplex;
}
