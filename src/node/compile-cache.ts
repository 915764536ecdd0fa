import nodeModule from 'node:module';

/**
 * What is loaded from here on is compiled once, and found again by the next process. A Node before 22.1 has no such thing;
 * where nothing can be stored Node says nothing of it. `folder`: absolute, in the user's own cache.
 */
export function rememberCompiled(folder: string): void {
  (nodeModule as Partial<typeof nodeModule>).enableCompileCache?.(folder);
}
