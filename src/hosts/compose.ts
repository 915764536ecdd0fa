import { dirname, join, parse } from 'node:path';
import { wayTo } from '../base/path.ts';
import { sendDigest } from '../engine/consents.ts';
import { createLanes, type EngineContext } from '../engine/context.ts';
import { databaseId, migrate } from '../journal/sql-journal.ts';
import { BundledPopularList, popularFileName } from '../node/bundled-popular-list.ts';
import { BundledReplacements, replacementsFileName } from '../node/bundled-replacements.ts';
import { npmByDefault } from '../model/project.ts';
import type { SentVariable } from '../model/sent-variables.ts';
import { diskFiles } from '../node/disk-files.ts';
import { CachedAdvisories } from '../node/cached-advisories.ts';
import { cores } from '../node/cores.ts';
import { DiskStateFolder } from '../node/disk-state-folder.ts';
import { DiskUserState } from '../node/disk-user-state.ts';
import { fileLock } from '../node/file-lock.ts';
import type { InstalledNpm } from '../node/lazy/npm-client.ts';
import { NpmDownloads } from '../node/npm-downloads.ts';
import { NpmRegistry } from '../node/npm-registry.ts';
import { OsvAdvisories } from '../node/osv-advisories.ts';
import { PackumentThread } from '../node/packument-thread.ts';
import { packageTrees } from '../node/package-trees.ts';
import { processRunner } from '../node/process-runner.ts';
import { sqliteOpener } from '../node/sqlite.ts';
import { systemClock } from '../node/system-clock.ts';
import type { ToolLocator } from '../ports/manager-driver.ts';
import type { UserState } from '../ports/user-state.ts';
import { userFolders, type UserFolders } from '../node/user-folders.ts';
import type { ForeignRun, ForeignRuns } from '../ports/foreign-runs.ts';

/** What every engine of a process shares. */
export type SharedServices = Omit<
  EngineContext,
  'root' | 'scanner' | 'log' | 'trust' | 'documents' | 'patienceMs' | 'livesOn' | 'retention'
>;

export interface SharedOptions {
  /** Folder of the shipped data files. */
  readonly dataFolder: string;
  /** Where this thread must not be held: the script of the one that reads large packuments. */
  readonly packumentWorker?: string;
  /** Folders inside which no tool is ever run. */
  readonly workspaces: () => readonly string[];
  readonly folders?: UserFolders | undefined;
  /** Who else tells of package managers that others run; the first to tell of one names it. */
  readonly others?: ForeignRuns;
}

/** The adapters of this machine, wired once for editor, command line and tests alike. */
export function composeServices({
  dataFolder,
  packumentWorker,
  workspaces,
  folders = userFolders(),
  others,
}: SharedOptions): SharedServices {
  const user = new DiskUserState(folders.state);
  const tools = lazyTools(workspaces);
  return {
    files: diskFiles,
    trees: packageTrees,
    run: processRunner,
    tools,
    registry: new NpmRegistry(
      systemClock,
      (folder) => installedNpm(tools, folder),
      (folder, sent) => isConsented(user, workspaces(), folder, sent),
      packumentWorker === undefined ? undefined : new PackumentThread(packumentWorker, systemClock).read,
    ),
    advisories: new CachedAdvisories(
      new OsvAdvisories(undefined, () => installedNpm(tools, parse(process.execPath).root)),
      join(folders.cache, 'advisories.json'),
      systemClock,
    ),
    downloads: new NpmDownloads({
      address: process.env['NPM_DOWNLOADS_API'],
      file: join(folders.cache, 'downloads.json'),
      clock: systemClock,
      npm: () => installedNpm(tools, parse(process.execPath).root),
    }),
    popular: new BundledPopularList(join(dataFolder, popularFileName)),
    replacements: new BundledReplacements(join(dataFolder, replacementsFileName)),
    state: new DiskStateFolder({
      user,
      sqlite: sqliteOpener,
      schema: { migrate, databaseId },
      lock: fileLock,
      lockFile: join(folders.state, 'locks/making.lock'),
    }),
    user,
    lock: fileLock,
    others: { within: (root) => runsWithin(root, others) },
    clock: systemClock,
    lanes: createLanes(cores),
  };
}

/** Loaded with the first package manager that is looked for. */
function lazyTools(workspaces: () => readonly string[]): ToolLocator {
  let loading: Promise<ToolLocator> | undefined;
  return {
    async find(manager, root) {
      loading ??= import('../node/tool-locator.ts').then(({ PathToolLocator }) => new PathToolLocator(workspaces));
      return (await loading).find(manager, root);
    },
  };
}

async function runsWithin(root: string, more: ForeignRuns | undefined): Promise<readonly ForeignRun[]> {
  const { procForeignRuns } = await import('../node/lazy/proc-foreign-runs.ts');
  const [named = [], found] = await Promise.all([more?.within(root), procForeignRuns.within(root)]);
  return [...named, ...found];
}

/** Whether the user of a workspace consented to what a project in it sends. */
async function isConsented(
  user: UserState,
  workspaces: readonly string[],
  folder: string,
  sent: SentVariable,
): Promise<boolean> {
  for (const root of workspaces) {
    const way = wayTo(folder, root);
    if (way === undefined || way.split('/')[0] === '..') continue;
    if ((await user.consents(root)).includes(await sendDigest(way, sent))) return true;
  }
  return false;
}

/** Undefined where there is none: a machine may have another package manager alone. */
async function installedNpm(tools: ToolLocator, folder: string): Promise<InstalledNpm | undefined> {
  const tool = await tools.find(npmByDefault, folder).catch(() => undefined);
  const script = tool?.prefix[0];
  return tool === undefined || script === undefined ? undefined : { node: tool.file, folder: dirname(dirname(script)) };
}
