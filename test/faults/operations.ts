import path from 'node:path';
import { cli, cliFile, startCli, type CliResult } from '../support/cli.ts';
import { homeOf } from '../support/engine.ts';
import type { TestManager } from '../support/managers.ts';
import type { TempProject } from '../support/temp-project.ts';
import {
  buildingStates,
  journalStates,
  killAt,
  resolvingStates,
  rollingBack,
  settlingStates,
  type Moment,
} from './moments.ts';
import { newestRow } from './project-state.ts';

type Env = Readonly<Record<string, string>>;

/** An operation to be interrupted: what comes before it, and the command itself. */
export interface FaultOperation {
  readonly kind: 'install' | 'update' | 'remove' | 'move' | 'rollback' | 'restore' | 'build' | 'settle';
  /** What the journal shows of it, by name. */
  readonly states: Readonly<Record<string, RegExp>>;
  /** The first of them in which the project's files change. */
  readonly changing: RegExp;
  /** It can be cancelled while its package manager works, and puts back what it changed then. */
  readonly putsBack: boolean;
  /** Whether the package manager has it at all. */
  has(manager: TestManager): boolean;
  /** Brings a project with the standing tree to where the command starts; returns the script and its arguments. */
  prepare(app: TempProject, env: Env): Promise<readonly string[]>;
}

/** What nobody can read, and so nobody can tell from the operation's own change. */
export const unreadable = '{ "name": "mine", \n';

const change = {
  states: journalStates,
  changing: journalStates.writing,
  putsBack: true,
  has: () => true,
} as const;
const planned = { ...change, states: resolvingStates } as const;

export const faultOperations: readonly FaultOperation[] = [
  { ...planned, kind: 'install', prepare: async () => [cliFile, 'install', 'tree-extra'] },
  { ...planned, kind: 'update', prepare: async () => [cliFile, 'install', 'tree-mover@2.0.0'] },
  { ...planned, kind: 'remove', prepare: async () => [cliFile, 'remove', 'tree-half'] },
  { ...planned, kind: 'move', prepare: async () => [cliFile, 'move', 'tree-half', '--dev'] },
  {
    ...change,
    kind: 'rollback',
    async prepare(app, env) {
      const { operation } = (await succeed(app, ['install', 'tree-extra', '--json'], env)).document<{
        operation: { id: string };
      }>();
      return [cliFile, 'rollback', operation.id];
    },
  },
  {
    ...change,
    kind: 'restore',
    async prepare(app) {
      for (const tree of ['node_modules', '.pnp.cjs', '.pnp.loader.mjs', '.yarn/install-state.gz']) app.delete(tree);
      return [cliFile, 'install', '--missing'];
    },
  },
  {
    kind: 'build',
    states: buildingStates,
    changing: buildingStates.building,
    putsBack: false,
    has: ({ driver }) => driver.rebuild !== undefined,
    async prepare(app, env) {
      await succeed(app, ['install', 'tree-native'], env);
      return [path.join(import.meta.dirname, 'build-process.ts'), app.folder, homeOf(app)];
    },
  },
  {
    kind: 'settle',
    states: settlingStates,
    changing: settlingStates.bringing,
    putsBack: true,
    has: () => true,
    async prepare(app, env) {
      const child = startCli(app, ['install', 'tree-extra'], env);
      await killAt(app, child, { after: journalStates.installing }, true);
      app.write('package.json', unreadable);
      await cli(app, ['recover'], { env });
      const row = newestRow(app);
      if (row?.status !== 'needs-user') throw new Error(`nothing is left to settle: ${row?.status}`);
      return [cliFile, 'recover', row.id, '--restore'];
    },
  },
];

/** Each state of the journal, and that in which it puts back what it changed. */
export function momentsOf({ states, putsBack }: FaultOperation): readonly Moment[] {
  return [...Object.values(states).map((after) => ({ after })), ...(putsBack ? [rollingBack] : [])];
}

/** Runs a command that has to end well. */
export async function succeed(app: TempProject, args: readonly string[], env: Env): Promise<CliResult> {
  const result = await cli(app, args, { env });
  if (result.code !== 0) throw new Error(`quartermaster ${args.join(' ')}: ${result.code}\n${result.stderr}`);
  return result;
}
