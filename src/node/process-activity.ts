import { readFileSync } from 'node:fs';

/** What a process and its descendants have done so far. */
interface Activity {
  /** Bytes read and written: files, pipes, sockets. */
  readonly bytes: number;
  /** Processor time in clock ticks, a hundredth of a second each on Linux. */
  readonly ticks: number;
}

/** Less than a fifth of one processor is waiting, not working. */
const workingTicksPerSecond = 20;
/**
 * So is what wakes a program that waits: Node's own housekeeping, up to 1,300 bytes every few seconds, and Yarn 1 asking
 * each second how much memory it uses, 300 bytes of /proc. A download over the slowest line is more in some second.
 */
const workingBytesPerSecond = 2_048;

/** Tells whether a process works or waits, from what the system counts of it; on Linux alone. */
export class ActivityMeter {
  readonly #pid: number;
  #last: Activity | undefined;

  constructor(pid: number) {
    this.#pid = pid;
    this.#last = activityOf(pid);
  }

  /** True where the system does not tell. */
  hasWorked(seconds: number): boolean {
    const now = activityOf(this.#pid);
    const before = this.#last;
    this.#last = now;
    if (now === undefined || before === undefined) return true;
    const bytes = Math.abs(now.bytes - before.bytes);
    return bytes >= workingBytesPerSecond * seconds || now.ticks - before.ticks >= workingTicksPerSecond * seconds;
  }
}

/** proc(5): /proc/PID/io, /proc/PID/stat fields 14 and 15, /proc/PID/task/TID/children. */
function activityOf(pid: number): Activity | undefined {
  try {
    const io = readFileSync(`/proc/${pid}/io`, 'utf8');
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const own = {
      bytes: numberIn(io, 'rchar') + numberIn(io, 'wchar'),
      ticks: Number(fields[11]) + Number(fields[12]),
    };
    return childrenOf(pid).reduce((sum, child) => {
      const more = activityOf(child);
      return more === undefined ? sum : { bytes: sum.bytes + more.bytes, ticks: sum.ticks + more.ticks };
    }, own);
  } catch {
    return undefined;
  }
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function numberIn(text: string, name: string): number {
  return Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}
