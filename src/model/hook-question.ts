import type { RelativePath } from '../base/path.ts';
import type { ManagerId } from './project.ts';

/** Code of a repository that a package manager runs at every install of a project, to be consented to or not. */
export interface HookQuestion {
  /** Root folder of the project, relative to the workspace folder. */
  readonly project: RelativePath;
  readonly manager: ManagerId;
  /** Relative to the workspace folder, each with the SHA-256 of its bytes in lower-case hexadecimal. */
  readonly files: readonly { readonly path: RelativePath; readonly hash: string }[];
  /** SHA-256 of the project's folder and all of {@link files}: what is consented to. Another byte is another digest. */
  readonly digest: string;
  readonly isConsented: boolean;
}
