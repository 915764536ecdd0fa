import { setTimeout as delay } from 'node:timers/promises';
import { CancelledError } from '../base/errors.ts';
import { redact } from '../base/redact.ts';
import { LoadedAhead } from './loaded-ahead.ts';
import { isGroupRunning } from './process-identity.ts';
import { ActivityMeter } from './process-activity.ts';
import type { ProcessRunner, RunResult } from '../ports/process-runner.ts';
import { startChild } from './start-child.ts';

/** How long a child that was told to stop may take to clean up: npm rolls node_modules back on SIGTERM. */
const graceMs = 10_000;
const pollMs = 50;
/** What was killed is gone at once, as a rule. */
const killedPollMs = 5;
/** How long a group that was killed may take to be gone: what waits for a disk in the kernel ends behind that. */
const goneMs = 5_000;
/** How often a child is looked at that may wait too long. */
const watchMs = 1_000;
const ahead = new LoadedAhead();

/** Children by execa: an argv, never a shell, ended with their whole group. */
export const processRunner: ProcessRunner = {
  async run(request, signal) {
    if (signal.aborted) throw new CancelledError();
    const { execa } = await import('./lazy/execa.ts');
    // It may have fired while the bundle loaded, and nobody listened yet.
    if (signal.aborted) throw new CancelledError();
    const started = performance.now();
    const child = ahead.take(request) ?? startChild(execa, request);
    let idleSince = performance.now();
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        idleSince = performance.now();
        request.onOutput?.(redact(data.toString()));
      });
    }
    if (child.pid !== undefined) request.onStart?.(child.pid);
    const stop = stopper(child.pid);
    let timedOut = false;
    const giveUp = (): void => {
      timedOut = true;
      stop.begin();
    };
    const timer = setTimeout(giveUp, request.timeoutMs);
    const meter = child.pid === undefined ? undefined : new ActivityMeter(child.pid);
    const { idleMs = Infinity } = request;
    const watchdog = setInterval(() => {
      if (meter?.hasWorked(watchMs / 1_000) !== false) idleSince = performance.now();
      else if (performance.now() - idleSince >= idleMs) giveUp();
    }, watchMs);
    signal.addEventListener('abort', stop.begin, { once: true });
    try {
      const result = await child;
      if (signal.aborted) throw new CancelledError();
      return toResult(result, timedOut, performance.now() - started);
    } finally {
      clearTimeout(timer);
      clearInterval(watchdog);
      await stop.end();
      signal.removeEventListener('abort', stop.begin);
    }
  },

  loadAhead: (request) => ahead.start(request),

  async endGroup(pid) {
    const deadline = performance.now() + graceMs;
    signalGroup(pid, 'SIGTERM');
    // Not our child, so no event tells of its end.
    while (signalGroup(pid, 0) && isGroupRunning(pid)) {
      if (performance.now() > deadline) signalGroup(pid, 'SIGKILL');
      await delay(pollMs);
    }
  },
};

function toResult(
  result: { exitCode?: number | undefined; stdout?: unknown; stderr?: unknown; originalMessage?: string | undefined },
  timedOut: boolean,
  durationMs: number,
): RunResult {
  const stderr = String(result.stderr ?? '');
  return {
    exitCode: result.exitCode,
    stdout: String(result.stdout ?? ''),
    // A program that could not be started at all has said nothing: the system's reason stands in.
    stderr: stderr === '' && result.exitCode === undefined ? (result.originalMessage ?? '') : stderr,
    timedOut,
    durationMs,
  };
}

/** SIGTERM for the group, then SIGKILL for what is left of it. */
function stopper(pid: number | undefined): { begin: () => void; end: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let begun = false;
  const send = (signal: NodeJS.Signals): void => {
    if (pid !== undefined) signalGroup(pid, signal);
  };
  return {
    begin() {
      if (begun) return;
      begun = true;
      send('SIGTERM');
      timer = setTimeout(() => send('SIGKILL'), graceMs);
    },
    async end() {
      clearTimeout(timer);
      if (!begun || pid === undefined) return;
      // The leader is gone; whoever of its group did not listen goes now, before anyone puts the project back.
      send('SIGKILL');
      await gone(pid);
    },
  };
}

/** A killed process ends when the system comes to it: until then it may end a write that it was in. */
async function gone(group: number): Promise<void> {
  const deadline = performance.now() + goneMs;
  while (signalGroup(group, 0) && isGroupRunning(group) && performance.now() < deadline) await delay(killedPollMs);
}

/** False once the group has no member left. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    return false;
  }
}
