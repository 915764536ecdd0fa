import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { tempFolder } from './temp-project.ts';

/** A disk in memory that a test can fill, or make read-only, at the instant that it is about. */
export interface SmallDisk {
  /** Where it is mounted. */
  readonly folder: string;
  /** Writes a file that leaves no room at all. */
  fill(): void;
  /** Takes that file away. */
  empty(): void;
  setReadOnly(isReadOnly: boolean): void;
  unmount(): void;
}

/** Whether this user may mount: root on Linux, outside of containers that forbid it. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0 && tryMount();

export function mountSmallDisk(megabytes = 64): SmallDisk {
  const folder = tempFolder('disk-');
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  const filler = path.join(folder, '.filler');
  return {
    folder,
    fill() {
      const file = fs.openSync(filler, 'w');
      try {
        for (;;) fs.writeSync(file, Buffer.alloc(65_536));
      } catch {
        // What is left is less than a page.
      } finally {
        fs.closeSync(file);
      }
    },
    empty: () => fs.rmSync(filler, { force: true }),
    setReadOnly: (isReadOnly) => {
      execFileSync('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, folder]);
    },
    unmount() {
      execFileSync('umount', ['-l', folder]);
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

function tryMount(): boolean {
  try {
    mountSmallDisk(1).unmount();
    return true;
  } catch {
    return false;
  }
}
