import { joinRelative } from '../base/path.ts';

/** True for a path that a setting names and that leads out of the project, or may: absolute, `~`, or too many `..`. */
export function leadsOutside(path: string): boolean {
  const slashed = path.replaceAll('\\', '/');
  if (/^(?:\/|~|[A-Za-z]:)/.test(slashed) || slashed.includes('$')) return true;
  return joinRelative('', slashed) === undefined;
}

/** True where a glob of workspace members reaches out of the project: managers would install there too. */
export function reachesOutside(globs: readonly string[]): boolean {
  return globs.some((glob) => leadsOutside(glob.replace(/^!/, '')));
}
