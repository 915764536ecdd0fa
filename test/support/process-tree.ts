import fs from 'node:fs';

/** Every process below one, by /proc (proc(5)). */
export function descendantsOf(pid: number): readonly number[] {
  const children = childrenOf(pid);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Started by any of its threads. */
export function childrenOf(pid: number): readonly number[] {
  const tasks = orElse(() => fs.readdirSync(`/proc/${pid}/task`), []);
  // A thread may end between the two.
  const children = tasks.map((task) => orElse(() => fs.readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8'), ''));
  return children.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}

function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

export function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in the same moment.
  }
}
