import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { absolute, directoryOf, type RelativePath } from '../base/path.ts';
import { declaredIn, manifestPath } from '../model/manifest.ts';
import type { PackageChange } from '../model/operation.ts';
import type { Plan, PlannedPackage } from '../model/plan.ts';
import { belowRoot, type Project } from '../model/project.ts';
import type { FileChange, Resolution } from '../model/resolution.ts';
import type { Files } from '../ports/files.ts';
import { depthAbove, readLocalDependencies } from './local-dependencies.ts';
import { editAll, pinned, textOf, type Base } from './shadow-edits.ts';
import { broughtIn, type Lockfile } from '../model/lockfile.ts';
import type { DriverContext, LeastAge, ManagerDriver, ManagerTool } from '../ports/manager-driver.ts';
import type { ProcessRunner } from '../ports/process-runner.ts';

/** How the names of shadow folders begin, so that a leftover can be told from anything else. */
export const shadowPrefix = 'quartermaster-';

export interface ShadowContext {
  readonly files: Files;
  readonly run: ProcessRunner;
  readonly driver: ManagerDriver;
  readonly tool: ManagerTool;
  readonly patienceMs: number | undefined;
  /** See {@link DriverContext}. */
  readonly hooks: readonly RelativePath[] | undefined;
  readonly leastAge: LeastAge | undefined;
  /** Absolute folder of the workspace that all relative paths start from. */
  readonly workspace: string;
  readonly onOutput?: ((text: string) => void) | undefined;
  /** Files that get these bytes beside what the plan edits, by path relative to the project's root. */
  readonly written?: ReadonlyMap<RelativePath, Uint8Array> | undefined;
  /** What no other resolve is called. */
  readonly name: string;
  /** The shadow folder just before it is made, and undefined when it is gone again. */
  readonly onShadow: (folder: string | undefined) => Promise<void>;
  /** The process number of each run of the manager. */
  readonly onStart: (pid: number) => void;
  /** Looks at what came out while the shadow still stands; rejects where it must not be applied. */
  readonly inspect?: ((resolution: Resolution, shadow: DriverContext) => Promise<void>) | undefined;
}

/**
 * Lets the project's own manager resolve a plan in a copy of manifests, lockfile and configuration. A refusal, an
 * unknown version or a dead registry ends here, before anything of the project was touched.
 */
export async function shadowResolve(
  context: ShadowContext,
  project: Project,
  plan: Plan,
  signal: AbortSignal,
): Promise<Resolution> {
  const temporary = await context.files.temporaryPath(`${shadowPrefix}${context.name}`);
  try {
    await context.onShadow(temporary);
    await context.files.makePrivateFolder(temporary);
    const before = await readBase(context, project);
    const local = await readLocal(context, project);
    // Deep enough that a path which leaves the project stays inside the temporary folder.
    const cwd = absolute(temporary, ['project', ...Array(depthAbove(local.keys())).fill('project')].join('/'));
    await copyInto(context, cwd, local);
    await copyInto(context, cwd, before);
    const shadow = shadowContext(context, project, temporary, cwd);
    const lockfile = lockfileName(context.driver, before);
    const after = await editAll(context.driver, project, plan, before);
    for (const [path, bytes] of context.written ?? []) after.set(path, bytes);
    const command = await resolveIn(context, shadow, project, { lockfile, after, plan }, signal);
    const locked = await context.files.read(absolute(cwd, lockfile));
    // None where there is no package any more: Bun removes it then.
    after.set(lockfile, locked);
    await takeWritten(context, cwd, before, after);
    const [lockedBefore, lockedAfter] = (await Promise.all(
      [before.get(lockfile), locked].map((bytes) => context.driver.readLockfile(textOf(bytes))),
    )) as [Lockfile, Lockfile];
    const changes = packageChanges(project, plan, lockedBefore, lockedAfter);
    checkVersions(project, plan, changes);
    const files = changesOf(before, after, [lockfile]);
    const newcomers = broughtIn(lockedBefore, lockedAfter);
    const resolution = { files, changes, newcomers, locked: lockedAfter.packages, command };
    await context.inspect?.(resolution, shadow);
    return resolution;
  } finally {
    await context.files.remove(temporary);
    await context.onShadow(undefined);
  }
}

function shadowContext(context: ShadowContext, project: Project, temporary: string, cwd: string): DriverContext {
  const { run, files, tool, patienceMs, hooks, leastAge, onOutput, onStart, workspace } = context;
  const root = absolute(workspace, project.root);
  const scratch = absolute(temporary, 'scratch');
  return { run, files, tool, patienceMs, hooks, leastAge, cwd, project: root, scratch, onOutput, onStart };
}

/** What ranges such as `file:../lib` name, by path relative to the project's root. */
function readLocal(context: ShadowContext, project: Project): Promise<ReadonlyMap<string, Uint8Array>> {
  const declaring = project.manifests.map((manifest) => ({
    folder: belowRoot(project, manifest.folder),
    ranges: Object.values(manifest.dependencies).flatMap((entries) => [...entries.values()]),
  }));
  return readLocalDependencies(context.files, absolute(context.workspace, project.root), declaring);
}

/** Manifests, lockfile and the manager's configuration as they are now, by path relative to the project's root. */
async function readBase(context: ShadowContext, project: Project): Promise<Base> {
  const { driver, files } = context;
  const root = absolute(context.workspace, project.root);
  const folders = project.manifests.map((manifest) => belowRoot(project, manifest.folder));
  const read = async (path: string): Promise<string | undefined> => {
    const bytes = await files.read(absolute(root, path));
    return bytes === undefined ? undefined : textOf(bytes);
  };
  const more = (await driver.alsoReads?.(read, folders)) ?? [];
  const paths = [...folders.map(manifestPath), ...driver.lockfiles, ...driver.configFiles, ...more];
  const base: Base = new Map();
  for (const path of paths) base.set(path, await files.read(absolute(root, path)));
  return base;
}

async function copyInto(
  context: ShadowContext,
  shadow: string,
  base: ReadonlyMap<string, Uint8Array | undefined>,
): Promise<void> {
  for (const [path, bytes] of base) {
    if (bytes === undefined) continue;
    await context.files.makeFolder(absolute(shadow, directoryOf(path)));
    await context.files.writeAtomic(absolute(shadow, path), bytes);
  }
}

/** The lockfile that stands there, or the one the manager would make. */
function lockfileName(driver: ManagerDriver, base: Base): RelativePath {
  return driver.lockfiles.find((name) => base.get(name) !== undefined) ?? (driver.lockfiles[0] as string);
}

/** What the manager itself made of its configuration while it resolved; what it may yet write is kept in sight too. */
async function takeWritten(context: ShadowContext, shadow: string, before: Base, after: Base): Promise<void> {
  for (const path of context.driver.writtenConfigFiles ?? []) {
    const bytes = await context.files.read(absolute(shadow, path));
    const known = after.has(path) ? after.get(path) : before.get(path);
    if (bytes !== undefined) after.set(path, textOf(bytes) === textOf(known) ? known : bytes);
  }
}

/**
 * Writes the manifests and resolves. A version that the range alone would not give is pinned first and loosened
 * after: every manager keeps what its lockfile has while the range allows it.
 */
async function resolveIn(
  { driver, files }: ShadowContext,
  shadow: DriverContext,
  project: Project,
  { lockfile, after, plan }: { readonly lockfile: RelativePath; readonly after: Base; readonly plan: Plan },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const write = async (base: Base): Promise<void> => {
    for (const [path, bytes] of base) {
      if (bytes !== undefined) await files.writeAtomic(absolute(shadow.cwd, path), bytes);
    }
  };
  const resolve = (): ReturnType<typeof driver.resolve> => driver.resolve(shadow, signal);
  await write(after);
  const first = await resolve();
  const locked = await driver.readLockfile(textOf(await files.read(absolute(shadow.cwd, lockfile))));
  const strays = plan.packages.filter((item) => {
    const landed = lockedOf(locked, project, item, item.range);
    // A member is linked where it stands: there is nothing to choose.
    const isMember = project.manifests.some(({ name }) => name === item.package);
    return item.version !== undefined && !isMember && landed !== undefined && landed !== item.version;
  });
  if (strays.length === 0) return first.argv;
  await write(await pinned(driver, after, plan, strays));
  await resolve();
  await write(after);
  return (await resolve()).argv;
}

function changesOf(before: Base, after: Base, always: readonly RelativePath[]): readonly FileChange[] {
  return [...new Set([...after.keys(), ...always])].map((path) => ({
    path,
    before: before.get(path),
    after: after.has(path) ? after.get(path) : before.get(path),
  }));
}

function packageChanges(project: Project, plan: Plan, before: Lockfile, after: Lockfile): PackageChange[] {
  return plan.packages.map((item) => {
    const owner = project.manifests.find(({ folder }) => folder === item.manifest);
    const declared = owner && declaredIn(owner, item.package);
    return {
      name: item.package,
      manifest: item.manifest,
      field: item.field,
      // What the manifest did not ask for may be locked for another one, which its own folder cannot load.
      from: declared === undefined ? undefined : lockedOf(before, project, item, declared.range),
      // Others may still need what is taken out of a manifest.
      to: item.range === undefined ? undefined : lockedOf(after, project, item, item.range),
      range: item.range,
    };
  });
}

/** What was planned is what landed. A member of the workspace has no version in some lockfiles. */
function checkVersions(project: Project, plan: Plan, changes: readonly PackageChange[]): void {
  plan.packages.forEach((item, index) => {
    const landed = changes[index]?.to;
    if (item.version === undefined || landed === item.version) return;
    if (landed === undefined && project.manifests.some(({ name }) => name === item.package)) return;
    throw new QmError('QM_VERIFY_FAILED', {
      message:
        landed === undefined
          ? t('{0} {1} was asked for, but the package manager left it out.', item.package, item.version)
          : t('{0} {1} was asked for, but the package manager chose {2}.', item.package, item.version, landed),
      hint: t('Another package may hold it back. Nothing was changed. Ask for a range that fits both.'),
    });
  });
}

function lockedOf(
  locked: Lockfile,
  project: Project,
  { manifest, package: name }: PlannedPackage,
  range: string | undefined,
): string | undefined {
  return locked.version(belowRoot(project, manifest), name, range);
}
