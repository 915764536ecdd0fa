import { t } from '@vscode/l10n';
import { QmError, UndoFailedError } from '../base/errors.ts';
import { absolute, joinBeyond, directoryOf, type RelativePath } from '../base/path.ts';
import { bringFiles } from '../execute/bring-files.ts';
import { isManifest, sameBytes, toChanges, toRecords } from '../execute/file-records.ts';
import { isReadable } from '../execute/manifest-merge.ts';
import {
  canSettle,
  type ListedOperation,
  type Operation,
  type OperationId,
  type PackageChange,
  type Settled,
  type Settlement,
  type SettlePlan,
} from '../model/operation.ts';
import { isRangeOrTag } from '../model/plan.ts';
import { belowRoot, type Project } from '../model/project.ts';
import type { FileChange } from '../model/resolution.ts';
import type { Journal } from '../ports/journal.ts';
import type { EngineContext } from './context.ts';
import { assertTrusted, driverOf, readText } from './guards.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { Recorder } from './operation-record.ts';
import type { OperationRunner } from './operation-runner.ts';
import { applyFiles, openWorkbench, readProject } from './project-work.ts';
import { withHint } from './settlement.ts';
import { snapshotFolder } from './snapshots.ts';

/** Operations that are looked at for whether something came later. */
const laterOperations = 1_000;

/** Ends what could be neither made nor taken back, as its user says. */
export class Settling {
  readonly #context: EngineContext;
  readonly #keeper: JournalKeeper;
  readonly #runner: OperationRunner;
  readonly #installDeclared: (project: Project, signal: AbortSignal) => Promise<Operation>;

  /** `installDeclared`: makes node_modules what manifest and lockfile say, as an operation. */
  constructor(
    context: EngineContext,
    keeper: JournalKeeper,
    runner: OperationRunner,
    installDeclared: (project: Project, signal: AbortSignal) => Promise<Operation>,
  ) {
    this.#context = context;
    this.#keeper = keeper;
    this.#runner = runner;
    this.#installDeclared = installDeclared;
  }

  /** What settling by `restore` would do; touches nothing. Rejects with QM_NO_OPERATION, QM_NOT_OPEN or QM_ROLLBACK_BLOCKED. */
  async plan(id: OperationId): Promise<SettlePlan> {
    const operation = await this.#open(id);
    const changes = await standing(this.#context, operation);
    const files = changes.filter(({ before, after }) => !sameBytes(before, after)).map(({ path }) => path);
    return { project: operation.project, files };
  }

  /** Rejects as {@link plan} does, before anything is touched. */
  async settle(
    id: OperationId,
    how: Settlement,
    adopts: OperationId | undefined,
    signal: AbortSignal,
  ): Promise<Settled> {
    if (how === 'keep') return this.#install(await this.#keep(id, signal), signal);
    const work = await this.#restore(id, adopts, signal);
    const operation = (await this.#keeper.read())?.operation(id) ?? work;
    return { operation, work, problem: undefined };
  }

  /** What stands there is the user's wish: nothing is written but the end of the operation. Returns it. */
  async #keep(id: OperationId, signal: AbortSignal): Promise<Operation> {
    assertTrusted(this.#context);
    const { project } = openIn(await this.#keeper.read(), id);
    return this.#runner.alone(
      project,
      async (journal) => {
        const operation = openIn(journal, id);
        const at = this.#context.clock.now().toISOString();
        const kept = t('You kept what stands there.');
        const evidence = [...operation.audit.evidence, { kind: 'settled', source: 'user', at, detail: kept }];
        const error = withHint(operation.error, kept);
        journal.update(id, { status: 'failed', error, audit: { ...operation.audit, evidence } });
        await this.#tidy(operation);
        return journal.operation(id) ?? operation;
      },
      signal,
    );
  }

  /** Installs what was kept, and says where that does not fit together. */
  async #install(operation: Operation, signal: AbortSignal): Promise<Settled> {
    try {
      const project = await readProject(this.#context, operation.project, signal);
      const work = await this.#installDeclared(project, signal);
      const problem = work.error === undefined ? await unlocked(this.#context, project) : undefined;
      return { operation, work, problem };
    } catch (error) {
      if (!(error instanceof QmError)) throw error;
      return { operation, work: undefined, problem: error };
    }
  }

  /**
   * Brings back the bytes from before the operation, as an operation of its own that records what stood there instead.
   */
  async #restore(id: OperationId, adopts: OperationId | undefined, signal: AbortSignal): Promise<Operation> {
    const operation = await this.#open(id);
    const { project, files } = operation;
    const folders = files.filter(({ path }) => isManifest(path)).map(({ path }) => directoryOf(path));
    const ended = await this.#runner.run(
      {
        kind: 'rollback',
        trigger: 'manual',
        claimedTrigger: undefined,
        project,
        packages: reversed(operation.packages),
        decidedBy: t('You'),
        gate: [],
        undoes: id,
        request: { kind: 'settle', id, options: { trigger: 'manual', confirmed: true, automatic: false } },
        adopts,
        // Its package.json may be one that nobody can read.
        place: { root: project, manifests: folders.map((folder) => ({ folder: joinBeyond(project, folder) })) },
        onSuccess: (journal, by) => {
          const error = withHint(operation.error, t('You put back what was there before.'));
          journal.update(id, { status: 'rolled-back', undoneBy: by, error });
        },
      },
      (record, stop) => this.#putBack(id, record, stop),
      signal,
    );
    if (ended.status === 'succeeded') await this.#tidy(operation);
    return ended;
  }

  async #putBack(id: OperationId, record: Recorder, signal: AbortSignal): Promise<void> {
    const operation = await this.#open(id);
    const files = await standing(this.#context, operation);
    record.set({ files: toRecords(files) });
    await putBack(
      this.#context,
      { project: operation.project, files, changes: reversed(operation.packages) },
      record,
      signal,
    );
  }

  async #open(id: OperationId): Promise<Operation> {
    assertTrusted(this.#context);
    const journal = await this.#keeper.read();
    const operation = openIn(journal, id);
    assertLast(journal, operation);
    return operation;
  }

  async #tidy({ id, project }: Operation): Promise<void> {
    await this.#context.files.remove(snapshotFolder(this.#context, project, id));
    await this.#context.user.closeWriteAhead(id);
  }
}

interface PutBack {
  readonly project: RelativePath;
  /** From what stands there to what is to stand there. */
  readonly files: readonly FileChange[];
  readonly changes: readonly PackageChange[];
}

/**
 * Brings files back to the bytes they had, whatever these are, and node_modules with them where a package manager can read
 * them.
 */
export async function putBack(
  context: EngineContext,
  { project, files, changes }: PutBack,
  record: Recorder,
  signal: AbortSignal,
): Promise<void> {
  const manifests = files.filter(({ path }) => isManifest(path));
  const hasTree = manifests.every(({ after }) => isReadable(after));
  const follow = async (stop: AbortSignal): Promise<void> => {
    const bench = await openWorkbench(context, project, record, stop);
    await applyFiles(bench, { files, changes, exact: true, back: true, stands: true, mends: true }, record, stop);
  };
  await bringFiles(
    {
      files: context.files,
      writeDown: (records) => record.note.files(records),
      snapshotFolder: snapshotFolder(context, project, record.id),
    },
    {
      root: absolute(context.root, project),
      files,
      name: t('Putting the files back'),
      next: {
        name: t('Making node_modules fit'),
        do: async (stop) => (hasTree ? follow(stop).catch((error: unknown) => halfTree(context, error)) : undefined),
      },
      onStep: (name) => record.step(name, 0.1),
      onUndo: () => record.undoing(0.1),
      onTouch: () => {
        record.touching();
        return record.note.begun();
      },
    },
    signal,
  );
}

/** That node_modules was left half is no news: the operation that is to be settled says so. */
function halfTree({ log }: EngineContext, error: unknown): never {
  if (!(error instanceof UndoFailedError)) throw error;
  log.warn('node_modules could not be put back as it was');
  throw error.cause;
}

/** The change from what stands there now to what was there before an operation. */
function standing({ files, root }: EngineContext, operation: Operation): Promise<FileChange[]> {
  const folder = absolute(root, operation.project);
  return Promise.all(
    toChanges(operation.files).map(async ({ path, before }) => ({
      path,
      before: await files.read(absolute(folder, path)),
      after: before,
    })),
  );
}

function openIn(journal: Journal | undefined, id: OperationId): Operation {
  const operation = journal?.operation(id);
  if (operation === undefined) {
    throw new QmError('QM_NO_OPERATION', {
      message: t('There is no operation {0}.', id),
      hint: t('The history lists the operations of this folder with their ids.'),
    });
  }
  if (canSettle(operation)) return operation;
  throw new QmError('QM_NOT_OPEN', {
    message: t('This operation does not wait for you: it has its end.'),
    hint: t('Nothing was changed. "quartermaster recover" lists those that do.'),
  });
}

/** What came later would go with the bytes that it was built on. */
function assertLast(journal: Journal | undefined, { id, project }: Operation): void {
  const all = journal?.operations({ limit: laterOperations, project }) ?? [];
  const at = all.findIndex((operation) => operation.id === id);
  const later = at < 0 ? all : all.slice(0, at);
  const ids = new Set([id, ...later.map((operation) => operation.id)]);
  const standing = later.find((operation) => stillStands(operation) && !ids.has(operation.undoes ?? ''));
  if (standing === undefined) return;
  const names = standing.packages.map(({ name }) => name).join(', ');
  throw new QmError('QM_ROLLBACK_BLOCKED', {
    message: t('Something came later in the same files ({0}), and would be lost.', names),
    hint: t('Nothing was changed. Take the later step back first, or keep what stands there.'),
  });
}

/** A later step that took back one that was later too, or put back this very one, is none that would be lost. */
function stillStands({ status, undoneBy, kind }: ListedOperation): boolean {
  return status === 'succeeded' && undoneBy === undefined && kind !== 'restore';
}

/** Where the manifests declare what the lockfile does not know: it is not ours to say which of them is right. */
async function unlocked({ files, root }: EngineContext, project: Project): Promise<QmError | undefined> {
  const text = project.lockfile === undefined ? undefined : await readText(files, absolute(root, project.lockfile));
  if (text === undefined) return undefined;
  const lockfile = await (await driverOf(project)).readLockfile(text);
  const missing = project.manifests.flatMap(({ folder, dependencies }) =>
    [...dependencies.dependencies, ...dependencies.devDependencies]
      .filter(([name, range]) => {
        return isRangeOrTag(range) && lockfile.version(belowRoot(project, folder), name, range) === undefined;
      })
      .map(([name]) => name),
  );
  if (missing.length === 0) return undefined;
  return new QmError('QM_LOCKFILE_STALE', {
    message: t('The lockfile does not have what package.json declares: {0}.', [...new Set(missing)].join(', ')),
    hint: t('Run an install with your package manager, and look at what it makes of the lockfile.'),
  });
}

function reversed(changes: readonly PackageChange[]): readonly PackageChange[] {
  return changes.map((change) => ({ ...change, from: change.to, to: change.from, range: undefined }));
}
