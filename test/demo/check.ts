import path from 'node:path';
import { run } from '../support/run-command.ts';

/** What checker.mjs says of one package. */
export interface PackageCheck {
  readonly range: string | null;
  readonly locked: string | null;
  readonly installed: string | null;
  readonly loads: boolean;
}

/** What checker.mjs says of a project; hashes are SHA-256, null where there is none. */
export interface ProjectCheck {
  readonly manifest: string;
  readonly lockfile: string | null;
  /** Of all names and bytes in node_modules. */
  readonly modules: string | null;
  readonly manifestAndLockfileAgree: boolean;
  readonly packages: Readonly<Record<string, PackageCheck>>;
}

/** Runs the checker in a process of its own, so that what a package does when it is loaded stays there. */
export async function check(folder: string, packages: readonly string[]): Promise<ProjectCheck> {
  const script = path.join(import.meta.dirname, 'checker.mjs');
  const { code, stdout, stderr } = await run(process.execPath, [script, folder, ...packages], { cwd: folder });
  const line = stdout.trim().split('\n').at(-1) ?? '';
  if (code !== 0) throw new Error(`the checker ended with ${code}: ${stderr}`);
  return JSON.parse(line) as ProjectCheck;
}
