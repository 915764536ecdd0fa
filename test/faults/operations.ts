import type { CliResult } from '../support/cli.ts';
import { cli } from '../support/cli.ts';
import type { TempProject } from '../support/temp-project.ts';

/** An operation to be interrupted: what comes before it, and the command itself. */
export interface FaultOperation {
  readonly kind: 'install' | 'update' | 'remove' | 'rollback' | 'restore';
  /** Brings a project with the standing tree to where the command starts; returns the command. */
  prepare(app: TempProject, env: Readonly<Record<string, string>>): Promise<readonly string[]>;
}

export const faultOperations: readonly FaultOperation[] = [
  { kind: 'install', prepare: async () => ['install', 'tree-extra'] },
  { kind: 'update', prepare: async () => ['install', 'tree-mover@2.0.0'] },
  { kind: 'remove', prepare: async () => ['remove', 'tree-half'] },
  {
    kind: 'rollback',
    async prepare(app, env) {
      const { operation } = (await succeed(app, ['install', 'tree-extra', '--json'], env)).document<{
        operation: { id: string };
      }>();
      return ['rollback', operation.id];
    },
  },
  {
    kind: 'restore',
    async prepare(app) {
      for (const tree of ['node_modules', '.pnp.cjs', '.pnp.loader.mjs', '.yarn/install-state.gz']) app.delete(tree);
      return ['install', '--missing'];
    },
  },
];

/** Runs a command that has to end well. */
export async function succeed(
  app: TempProject,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CliResult> {
  const result = await cli(app, args, { env });
  if (result.code !== 0) throw new Error(`quartermaster ${args.join(' ')}: ${result.code}\n${result.stderr}`);
  return result;
}
