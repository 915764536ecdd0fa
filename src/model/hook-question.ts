import type { RelativePath } from '../base/path.ts';
import type { ManagerId } from './project.ts';
import type { SentVariable } from './sent-variables.ts';

/** What a repository has a package manager do at every install of a project, to be consented to or not. */
export interface HookQuestion {
  /** Root folder of the project, relative to the workspace folder. */
  readonly project: RelativePath;
  readonly manager: ManagerId;
  /** Its own code that would run, relative to the workspace folder, each with the SHA-256 of its bytes in lower-case hexadecimal. */
  readonly files: readonly { readonly path: RelativePath; readonly hash: string }[];
  /** Variables of the user's environment that would be sent to hosts which only the repository names. */
  readonly sends: readonly SentVariable[];
  /** The repository's files that have them sent, relative to the workspace folder. */
  readonly settings: readonly RelativePath[];
  /** SHA-256 of the project's folder, all of {@link files} and {@link sends}: another byte of code is another digest. */
  readonly digest: string;
  readonly isConsented: boolean;
}
