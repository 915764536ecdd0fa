/** Tries until it succeeds; the last attempt's error is the caller's. For what the editor may undo while it is busy. */
export async function retry<T>(attempt: () => Promise<T>, attempts = 6): Promise<T> {
  for (let left = attempts - 1; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}
