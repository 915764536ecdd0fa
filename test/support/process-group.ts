import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** A started program together with every process that it starts. */
export interface ProcessGroup {
  readonly child: ChildProcess;
  /** Resolves with the first match in what the group prints; rejects with all it printed if it ends before that. */
  waitForOutput(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ends the whole group and waits for that. May be called twice. */
  stop(): Promise<void>;
}

const patienceMs = 3000;
const running = new Set<number>();

/** Starts a program as the leader of its own process group. Whatever of it still runs when this process ends, ends too. */
export function startProcessGroup(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ProcessGroup {
  const child = spawn(command, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  let output = '';
  const waiters = new Set<() => void>();
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const look of waiters) look();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  if (child.pid !== undefined) track(child.pid);
  return {
    child,
    async waitForOutput(pattern) {
      const found = Promise.withResolvers<RegExpExecArray>();
      const look = (): void => {
        const match = pattern.exec(output);
        if (match) found.resolve(match);
      };
      waiters.add(look);
      look();
      const early = ended.then(([code]) => {
        throw new Error(`${command} ended with ${code}:\n${output}`);
      });
      return Promise.race([found.promise, early]).finally(() => waiters.delete(look));
    },
    async stop() {
      if (child.pid === undefined) return;
      await endGroup(child.pid);
      running.delete(child.pid);
    },
  };
}

/** Asks first; what does not listen is killed. */
async function endGroup(group: number): Promise<void> {
  const deadline = performance.now() + patienceMs;
  let signal: NodeJS.Signals = 'SIGTERM';
  // Every member has to be gone, and only the group's leader is a child that would tell.
  while (signalGroup(group, signal)) {
    await delay(20);
    if (performance.now() > deadline) signal = 'SIGKILL';
  }
}

/** Returns false once the group has no member left. */
function signalGroup(group: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false;
  }
}

function track(group: number): void {
  if (running.size === 0 && process.listenerCount('exit', killAll) === 0) {
    process.on('exit', killAll);
    // Without a listener these end the process without an 'exit' event.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  }
  running.add(group);
}

function killAll(): void {
  for (const group of running) signalGroup(group, 'SIGKILL');
}
