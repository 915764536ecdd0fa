/**
 * Paths inside a project are relative to its root with forward slashes on every system; '' is the root itself.
 * These functions are pure, so that layers without Node can use them.
 */
export type RelativePath = string;

/** The folder of a relative path; '' for a file in the root. */
export function directoryOf(path: RelativePath): RelativePath {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function baseNameOf(path: RelativePath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Joins and normalizes; undefined where `..` would leave the root. */
export function joinRelative(base: RelativePath, ...parts: readonly string[]): RelativePath | undefined {
  const out: string[] = [];
  for (const part of [base, ...parts].join('/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') out.push(part);
    else if (out.pop() === undefined) return undefined;
  }
  return out.join('/');
}

/** Joins and normalizes; what leaves the root keeps its leading `..`. */
export function joinBeyond(base: RelativePath, path: string): string {
  const out: string[] = [];
  for (const part of `${base}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..' || out.length === 0 || out.at(-1) === '..') out.push(part);
    else out.pop();
  }
  return out.join('/');
}

/** True for the folder itself and everything below it. */
export function isInside(folder: RelativePath, path: RelativePath): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** The folders from `from` up to the root, both included: 'a/b', 'a', ''. */
export function* upward(from: RelativePath): Generator<RelativePath> {
  for (let folder = from; ; folder = directoryOf(folder)) {
    yield folder;
    if (folder === '') return;
  }
}

/** `/a/b` + `c/d` -> `/a/b/c/d`; Node accepts forward slashes on Windows too. */
export function absolute(root: string, path: RelativePath): string {
  return path === '' ? root : `${root.replace(/[/\\]+$/, '')}/${path}`;
}

/** The folders above an absolute path, the nearest first. */
export function* foldersAbove(path: string): Generator<string> {
  for (let at = path.replace(/[/\\]+$/, ''); ;) {
    const slash = Math.max(at.lastIndexOf('/'), at.lastIndexOf('\\'));
    if (slash < 0) return;
    at = at.slice(0, slash);
    // '/' and 'C:\' are named with their separator.
    yield /^(?:[a-z]:)?$/i.test(at) ? `${at}/` : at;
  }
}

/** The way from an absolute folder to an absolute path, with forward slashes; undefined where none leads to its drive. */
export function wayTo(path: string, from: string): string | undefined {
  const [to, start] = [path, from].map((one) => one.split(/[/\\]+/).filter((part) => part !== '')) as [
    string[],
    string[],
  ];
  if (/^[a-z]:$/i.test(to[0] ?? '') && to[0]?.toLowerCase() !== start[0]?.toLowerCase()) return undefined;
  let common = 0;
  while (common < start.length && start[common] === to[common]) common += 1;
  return [...start.slice(common).map(() => '..'), ...to.slice(common)].join('/');
}
