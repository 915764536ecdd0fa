import type { ProjectOptions } from './temp-project.ts';
import type { ServerOptions } from './vscode-server.ts';

/** Stands before each line of a suite's report, as it comes out of the extension host. */
export const reportMark = '| ';

/** Stands before what a suite asks of whoever sits before the window. */
export const requestMark = '@user ';

/** What no extension can do: grant trust to the folder. */
export const userActs = ['trust'] as const;
export type UserAct = (typeof userActs)[number];

/**
 * How the editor is started for the suite test/editor/<suite>/, exported as `launch` by its launch.ts. The project, the
 * registry and OSV are made anew for each suite; its tests find them by `QM_TEST_WORKSPACE`, `QM_TEST_REGISTRY` and
 * `QM_TEST_OSV`.
 */
export interface SuiteLaunch
  extends Pick<ProjectOptions, 'fixture' | 'files'>, Pick<ServerOptions, 'settings' | 'env' | 'workspaceTrust'> {
  /** A .code-workspace file of the project to open instead of its folder. */
  readonly workspaceFile?: string;
  /**
   * Each test file gets a window of its own, one after another by name: a new extension host on the same project, with
   * the user's folders as the one before left them.
   */
  readonly windowPerFile?: true;
  /** Whether a local registry with the usual packages runs; default: yes. */
  readonly registry?: boolean;
  /** Whether a local OSV server with the usual records runs; default: yes. */
  readonly osv?: boolean;
}
