import { t } from '@vscode/l10n';
import { CancelledError } from '../base/errors.ts';
import { absolute, joinBeyond } from '../base/path.ts';
import { bringFiles } from '../execute/bring-files.ts';
import { toRecords } from '../execute/file-records.ts';
import {
  isAsShown,
  type BuildRequest,
  type BuildShare,
  type ScriptedPackage,
  type ShownPackage,
} from '../model/build.ts';
import type { BuildOptions } from '../model/install.ts';
import type { Operation } from '../model/operation.ts';
import type { Project } from '../model/project.ts';
import type { FileChange } from '../model/resolution.ts';
import { filesNamedIn } from '../model/script-files.ts';
import type { Journal } from '../ports/journal.ts';
import { buildDraft } from './build-draft.ts';
import { notAsShown } from './build-package.ts';
import { sharing, sharingBack, shareOf, type ListChange } from './build-shares.ts';
import { scriptedPackages } from './builds.ts';
import type { EngineContext } from './context.ts';
import { assertDriven, assertLine, assertTrusted, driverOf, managerOf } from './guards.ts';
import type { Recorder } from './operation-record.ts';
import type { OperationRunner } from './operation-runner.ts';
import { onProject, type Workbench } from './project-work.ts';
import { relocked } from './resolving.ts';
import { snapshotFolder } from './snapshots.ts';

/**
 * Writes where the package manager itself looks that a package may be built, for everybody who works on the project: because a
 * person asked for it, who was shown what that lets run.
 */
export class Sharing {
  readonly #context: EngineContext;
  readonly #runner: OperationRunner;

  constructor(context: EngineContext, runner: OperationRunner) {
    this.#context = context;
    this.#runner = runner;
  }

  /** The packages of a name that stand in a project and have install scripts, built or not: one for each version and content. */
  async shown(project: Project, name: string): Promise<readonly ShownPackage[]> {
    const bench = { context: this.#context, project, driver: await driverOf(project) };
    const found = (await scriptedPackages(bench)).filter((each) => each.name === name);
    const groups = Map.groupBy(found, ({ version, integrity, scripts }) => [version, integrity, ...scripts].join('\n'));
    return Promise.all([...groups.values()].map((same) => this.#shownAs(project, same as [ScriptedPackage])));
  }

  async #shownAs({ root }: Project, same: readonly [ScriptedPackage, ...ScriptedPackage[]]): Promise<ShownPackage> {
    const [{ name, version, scripts, integrity, place }] = same;
    const folder = absolute(absolute(this.#context.root, root), place);
    const files = await this.#context.trees.filesAmong(folder, filesNamedIn(scripts));
    return {
      ...{ project: root, name, version, scripts, integrity },
      places: same.map((each) => joinBeyond(root, each.place)),
      files: files.map((file) => joinBeyond(root, `${place}/${file}`)),
    };
  }

  /** What {@link share} would write. Rejects as it does; touches nothing. */
  async plan(project: Project, asked: Pick<BuildRequest, 'name' | 'version'>): Promise<BuildShare> {
    assertTrusted(this.#context);
    const driver = await driverOf(project);
    const tool = await this.#context.tools.find(managerOf(project), absolute(this.#context.root, project.root));
    assertLine(driver, managerOf(project), tool);
    return shareOf({ context: this.#context, project, driver }, asked, tool.version);
  }

  /**
   * The operation fails with QM_MANAGER_UNSUPPORTED where there is no such place, and with QM_BUILD_FAILED where the project says
   * no, or the package is another one than what was shown.
   */
  async share(project: Project, asked: BuildRequest, options: BuildOptions, signal: AbortSignal): Promise<Operation> {
    assertTrusted(this.#context);
    assertDriven(project);
    const draft = buildDraft('share', project, asked, { options, from: asked.version });
    return this.#runner.run(
      draft,
      (record, stop) =>
        onProject(this.#context, project.root, record, stop, async (bench) => {
          await assertShown(bench, asked);
          // Somebody else shared it meanwhile.
          if ((await shareOf(bench, asked, bench.tool.version)).stands) throw new CancelledError();
          const change = await sharing(bench, asked, bench.tool.version);
          await write(bench, await withLockfile(bench, change, record, stop), record, stop);
        }),
      signal,
    );
  }
}

/** True for an operation that changed a list of builds and nothing else, be it by taking such a one back. */
export function isShare(
  journal: Pick<Journal, 'operation'> | undefined,
  { kind, undoes }: Pick<Operation, 'kind' | 'undoes'>,
): boolean {
  if (kind !== 'rollback' || undoes === undefined) return kind === 'share';
  const undone = journal?.operation(undoes);
  return undone !== undefined && isShare(journal, undone);
}

/** Takes back what {@link Sharing.share} wrote. */
export async function takeShareBack(
  bench: Workbench,
  operation: Pick<Operation, 'files'>,
  record: Recorder,
  signal: AbortSignal,
): Promise<void> {
  const back = await sharingBack(bench, operation);
  if (back === undefined) return;
  const files = 'bytes' in back ? back.bytes : await withLockfile(bench, back.list, record, signal);
  await write(bench, files, record, signal);
}

async function assertShown(bench: Workbench, asked: BuildRequest): Promise<void> {
  const standing = (await scriptedPackages(bench)).filter(
    ({ name, version }) => name === asked.name && version === asked.version,
  );
  if (standing.length === 0 || !standing.every((each) => isAsShown(each, asked))) throw notAsShown(asked.name);
}

/** With the lockfile that goes with it, where that repeats the list and stands there. */
async function withLockfile(
  bench: Workbench,
  { list, file }: ListChange,
  record: Recorder,
  signal: AbortSignal,
): Promise<readonly FileChange[]> {
  if (!list.isLocked || bench.project.lockfile === undefined || file.after === undefined) return [file];
  return relocked(bench, new Map([[file.path, file.after]]), record, signal);
}

async function write(
  { context, project }: Workbench,
  files: readonly FileChange[],
  record: Recorder,
  signal: AbortSignal,
): Promise<void> {
  const root = absolute(context.root, project.root);
  record.set({ files: toRecords(files) });
  await bringFiles(
    {
      files: context.files,
      writeDown: (records) => record.note.files(records),
      snapshotFolder: snapshotFolder(context, project.root, record.id),
    },
    {
      root,
      files,
      name: t('Writing what may be built'),
      onStep: (name) => record.step(name, 0.5),
      onUndo: () => record.undoing(0.5),
      onTouch: () => {
        record.touching();
        return record.note.begun();
      },
    },
    signal,
  );
}
