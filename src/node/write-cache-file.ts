import { promises } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file of the user's cache, whole or not at all, for the user alone; makes its folder. `file`: absolute. */
export async function writeCacheFile(file: string, text: string): Promise<void> {
  await promises.mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  try {
    await promises.writeFile(temporary, text, { mode: 0o600 });
    await promises.rename(temporary, file);
  } catch (error) {
    await promises.rm(temporary, { force: true });
    throw error;
  }
}
