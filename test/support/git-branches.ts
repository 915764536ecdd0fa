import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { hermeticEnvironment } from './environment.ts';
import { tempFolder, type TempProject } from './temp-project.ts';

/** A real repository around a project, with a branch for each of its states. */
export interface Repository {
  git(...args: readonly string[]): string;
  /** Puts all that is not ignored onto a new branch, which is checked out from then on. */
  commitTo(branch: string): void;
  /** What a branch has of a file; undefined: it has none. */
  committed(branch: string, file: string): string | undefined;
  /** Files that differ from what is checked out, or are new. */
  changed(): readonly string[];
}

/** What package managers make, and ours. */
const ignored = ['node_modules', '.quartermaster', '.yarn', '.pnp.*'];

export function makeRepository(app: TempProject): Repository {
  const env = { ...hermeticEnvironment({ home: tempFolder('git-home-') }), GIT_CONFIG_NOSYSTEM: '1' };
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', app.folder, '-c', 'user.name=t', '-c', 'user.email=t@localhost', ...args], {
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  git('init', '--quiet', '--initial-branch=start');
  fs.writeFileSync(app.path('.git/info/exclude'), `${ignored.join('\n')}\n`);
  return {
    git,
    commitTo(branch) {
      git('checkout', '--quiet', '-b', branch);
      git('add', '--all');
      git('commit', '--quiet', '--message', branch);
    },
    committed(branch, file) {
      try {
        return git('show', `${branch}:${file}`);
      } catch {
        return undefined;
      }
    },
    changed: () =>
      git('status', '--porcelain')
        .split('\n')
        .filter(Boolean)
        .map((line) => line.slice(3)),
  };
}
