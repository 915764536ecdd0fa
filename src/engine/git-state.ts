import type { Files } from '../ports/files.ts';

/**
 * `locked`: another git works on the repository at this moment. `under-way`: a merge, rebase, cherry-pick or revert was
 * begun and waits for its end, so the text may not be what the user means to keep.
 */
export type GitState = 'idle' | 'locked' | 'under-way';

/** What git leaves in its folder until it is done (git documentation: gitrepository-layout, git-rebase). */
const marks = ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'rebase-merge', 'rebase-apply'];

/** Of the repository that a folder (absolute) lies in, if it lies in one; a worktree and a submodule answer for themselves. */
export async function gitState(files: Pick<Files, 'exists' | 'read'>, folder: string): Promise<GitState> {
  const git = await gitFolder(files, folder);
  if (git === undefined) return 'idle';
  const found = await Promise.all(marks.map((mark) => files.exists(`${git}/${mark}`)));
  if (found.includes(true)) return 'under-way';
  return (await files.exists(`${git}/index.lock`)) ? 'locked' : 'idle';
}

/**
 * What is checked out there, in git's own words: it changes with each checkout, commit, pull, merge or reset, and with
 * nothing else. Undefined outside of a repository.
 */
export async function gitHead(files: Pick<Files, 'exists' | 'read'>, folder: string): Promise<string | undefined> {
  const git = await gitFolder(files, folder);
  if (git === undefined) return undefined;
  const head = await textOf(files, `${git}/HEAD`);
  const branch = /^ref: (refs\/[\w./-]+)$/m.exec(head)?.[1];
  return branch === undefined ? head : `${head}${await textOf(files, `${git}/${branch}`)}`;
}

/** Name of the branch that is checked out; '' outside of a repository and where none is. */
export async function gitBranch(files: Pick<Files, 'exists' | 'read'>, folder: string): Promise<string> {
  const git = await gitFolder(files, folder);
  if (git === undefined) return '';
  return /^ref: refs\/heads\/(\S+)$/m.exec(await textOf(files, `${git}/HEAD`))?.[1] ?? '';
}

/** The folder around a folder (absolute) that has the repository in it; undefined outside of one. */
export async function repositoryOf(files: Pick<Files, 'exists'>, from: string): Promise<string | undefined> {
  for (const folder of upwardFrom(from)) if (await files.exists(`${folder}/.git`)) return folder;
  return undefined;
}

async function textOf(files: Pick<Files, 'read'>, file: string): Promise<string> {
  return new TextDecoder().decode(await files.read(file).catch(() => undefined));
}

async function gitFolder(files: Pick<Files, 'exists' | 'read'>, from: string): Promise<string | undefined> {
  for (const folder of upwardFrom(from)) {
    const git = `${folder}/.git`;
    // A folder named .git without it is no repository to git either.
    if (await files.exists(`${git}/HEAD`)) return git;
    const link = (await files.exists(git)) ? await linkedFolder(files, git) : undefined;
    if (link !== undefined) return isAbsolute(link) ? link : `${folder}/${link}`;
  }
  return undefined;
}

/** `gitdir: <path>`: what stands in the file .git of a worktree or a submodule (git documentation: gitrepository-layout). */
async function linkedFolder(files: Pick<Files, 'read'>, file: string): Promise<string | undefined> {
  return /^gitdir: (.+)$/m.exec(await textOf(files, file))?.[1]?.trim();
}

function* upwardFrom(folder: string): Generator<string> {
  const parts = folder.replace(/[/\\]+$/, '').split(/[/\\]/);
  for (let length = parts.length; length > 0; length -= 1) yield parts.slice(0, length).join('/');
}

function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[a-z]:)/i.test(path);
}
