/** True while a process has the number, though it has ended and nobody has asked how yet. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
