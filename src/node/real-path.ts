import { realpathSync } from 'node:fs';

/** The path without links. Throws the system's own error where nothing stands there. */
export function realPath(path: string): string {
  return realpathSync(path);
}

/** The path without links; the path itself where nothing stands there. */
export function realPathOr(path: string): string {
  try {
    return realPath(path);
  } catch {
    return path;
  }
}
