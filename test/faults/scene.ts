import { once } from 'node:events';
import fs from 'node:fs';
import { startNode } from '../support/cli.ts';
import type { TempProject } from '../support/temp-project.ts';
import type { FaultOperation } from './operations.ts';
import { newestRow, rowOf, stateOf, type JournalRow, type ProjectState } from './project-state.ts';

/** A project in which something was killed, as it was just before. */
export interface Scene {
  readonly before: ProjectState;
  readonly after: ProjectState;
  readonly app: TempProject;
  readonly operation: FaultOperation;
  /** The newest operation before the one that is killed. */
  readonly earlier: string | undefined;
  readonly lockfile: string;
  readonly known: ReadonlySet<string>;
  readonly temporary: string;
  readonly edits: boolean;
}

/** What can be seen of a project before the operation begins. */
export function sceneOf(
  app: TempProject,
  lockfile: string,
): Pick<Scene, 'app' | 'before' | 'earlier' | 'known' | 'lockfile'> {
  const known = new Set([...fs.readdirSync(app.folder), ...madeByManagers]);
  return { app, before: stateOf(app, lockfile), earlier: newestRow(app)?.id, known, lockfile };
}

/** Where what stands there is not what the journal says of it. */
export function faultsOf({
  app,
  operation: { kind },
  before,
  after,
  earlier,
  edits,
  lockfile,
}: Scene): readonly string[] {
  const row = newestRow(app);
  const isNew = row !== undefined && row.id !== earlier;
  const hasSucceeded = isNew && row.status === 'succeeded';
  const now = stateOf(app, lockfile);
  const isOpen = isNew && ['queued', 'running', 'needs-user'].includes(row.status);
  const plain = edits ? unedited(now.manifest) : now.manifest;
  const side = hasSucceeded ? after : before;
  // What was left to be settled had half a tree from the beginning, and an edit in its middle is left as it was found.
  const isUnsettled = kind === 'settle' && !hasSucceeded;
  return [
    ...(isOpen ? [`left ${row.status}`] : []),
    ...(hasSucceeded && row.undoes !== undefined ? notUndone(rowOf(app, row.undoes), row.id) : []),
    ...(edits && plain === now.manifest ? ["the user's edit is lost"] : []),
    ...((isUnsettled && edits) || same(plain, side.manifest, edits)
      ? []
      : ['the manifest is not the one of its operation']),
    ...(now.lockfile === side.lockfile ? [] : ['the lockfile is not the one of its operation']),
    ...(isUnsettled ? [] : differences(ofKind(kind, side.tree), ofKind(kind, now.tree))),
  ];
}

/** What was interrupted before its end is still there to be asked for, where nothing but that tells of it. */
export async function faultsOfTheSecondTry(
  { app, operation, after, earlier, edits, lockfile }: Scene,
  script: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const row = newestRow(app);
  const hasSucceeded = row !== undefined && row.id !== earlier && row.status === 'succeeded';
  if (hasSucceeded || edits || !['build', 'settle'].includes(operation.kind)) return [];
  const child = startNode(app, script, env);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (said += String(data)));
  const [code] = (await once(child, 'exit')) as [number | null];
  const now = stateOf(app, lockfile);
  return [
    ...(code === 0 ? [] : [`it could not be done after that: ${code}, ${said}`]),
    ...(now.manifest === after.manifest && now.lockfile === after.lockfile ? [] : ['the second try left other files']),
    ...differences(after.tree, now.tree),
  ];
}

/** What an operation may leave beside package.json. */
const madeByManagers = [
  '.quartermaster',
  'node_modules',
  'package-lock.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  '.yarn',
  '.pnp.cjs',
  '.pnp.loader.mjs',
];

/** What was taken back says by what. */
function notUndone(row: JournalRow | undefined, by: string): readonly string[] {
  return row?.status === 'rolled-back' && row.undoneBy === by ? [] : [`what it took back is ${row?.status} still`];
}

/** What scripts had made when they were killed is nobody's. */
function ofKind(kind: FaultOperation['kind'], tree: readonly string[]): readonly string[] {
  return kind === 'build' ? tree.filter((file) => !/tree-native\/build\//.test(file)) : tree;
}

/** The first few of them, and how many there are. */
function differences(wanted: readonly string[], found: readonly string[]): readonly string[] {
  const [left, right] = [new Set(wanted), new Set(found)];
  const all = [
    ...wanted.filter((file) => !right.has(file)).map((file) => `-${file}`),
    ...found.filter((file) => !left.has(file)).map((file) => `+${file}`),
  ];
  if (all.length === 0) return [];
  return [`the tree is not the one of its operation: ${all.length} differ: ${all.slice(0, 3).join(', ')}`];
}

const mark = '\n  "edited": "by its user",';

/** As its user does, before the next start. */
export function edit(app: TempProject): void {
  app.write('package.json', app.read('package.json').replace('{', `{${mark}`));
}

function unedited(manifest: string): string {
  return manifest.replace(mark, '');
}

/** White space may differ where a change was taken out of what a user wrote. */
function same(left: string, right: string, edited: boolean): boolean {
  return left === right || (edited && JSON.stringify(JSON.parse(left)) === JSON.stringify(JSON.parse(right)));
}
