import fs from 'node:fs';

/** One that has ended and that nobody asks for its end is none, as far as the system tells. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !fs.readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch (error) {
    // No /proc: another system, or gone in between, which whoever waits for it asks again.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform !== 'linux';
  }
}
