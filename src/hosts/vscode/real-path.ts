import { realpathSync } from 'node:fs';

/** The path without links; the path itself where nothing stands there. */
export function realPathOr(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
