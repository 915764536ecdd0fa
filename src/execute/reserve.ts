import type { Files } from '../ports/files.ts';

/** Room for what a failure writes besides the files themselves: a few rows of the journal. */
const rowBytes = 256 * 1024;

/**
 * Takes up room on the project's disk while an operation changes it, so that there is some to take the change back where
 * the disk fills up meanwhile. Rejects with QM_DISK_FULL where there is none, before anything was touched.
 */
export async function reserve(files: Files, folder: string, bytes: number): Promise<void> {
  await files.makeFolder(folder);
  await files.writeAtomic(reservePath(folder), new Uint8Array(bytes + rowBytes));
}

/** Gives the room back. Where that is not possible, what follows will say so. */
export async function release(files: Files, folder: string): Promise<void> {
  await files.remove(reservePath(folder)).catch(() => undefined);
}

function reservePath(folder: string): string {
  return `${folder}/reserve`;
}
