/** Whether a manager's version is that one or a later one; false for a text that says none. */
export function isSince(version: string, major: number, minor: number): boolean {
  const [its = 0, minors = 0] = version.split('.', 2).map(Number);
  return its > major || (its === major && minors >= minor);
}
