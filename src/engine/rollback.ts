import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { absolute } from '../base/path.ts';
import { inverted, isManifest, standsAt, toChanges } from '../execute/file-records.ts';
import { isReadable } from '../execute/manifest-merge.ts';
import { parseTree, findNodeAtLocation } from 'jsonc-parser';
import { catalogNamedBy, type Catalogs } from '../model/catalog.ts';
import { isLockfile } from '../model/lockfile.ts';
import { manifestPath } from '../model/manifest.ts';
import {
  canRollBack,
  type Operation,
  type OperationId,
  type PackageChange,
  type RollbackConcern,
  type RollbackPlan,
  type Trigger,
} from '../model/operation.ts';
import type { Plan } from '../model/plan.ts';
import { belowRoot, type Project, type ProjectMap } from '../model/project.ts';
import {
  entriesOf,
  movedFrom,
  planInverse,
  type EntryRanges,
  type FieldRanges,
  type InverseBlock,
} from '../plan/inverse-plan.ts';
import type { Journal } from '../ports/journal.ts';
import { adviseOnNewcomers } from './advising.ts';
import { sharingBack } from './build-shares.ts';
import type { EngineContext } from './context.ts';
import { keepAwayBlocked } from './newcomers.ts';
import type { Judge } from './resolving.ts';
import { assertTrusted, driverOf } from './guards.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { Recorder } from './operation-record.ts';
import type { OperationRunner } from './operation-runner.ts';
import { applyFiles, onProject, resolveAndApply } from './project-work.ts';
import { rollbackConcerns } from './rollback-concerns.ts';
import { bothWays, withHint } from './settlement.ts';
import { isShare, takeShareBack } from './sharing.ts';
import { putBack } from './settling.ts';

/** How a rollback is to be done: back to the very bytes, or by edits that keep what came later. */
type Way =
  | { readonly kind: 'bytes' }
  | { readonly kind: 'edits'; readonly plan: Plan }
  /** No package comes or goes: all that changes is a list of what may be built. */
  | { readonly kind: 'share'; readonly how: RollbackPlan['how'] };

/** Who asked; see InstallOptions for the other. */
export interface RollbackOptions {
  readonly trigger: Trigger;
  readonly adopts: OperationId | undefined;
}

/** Takes operations back. A rollback is an operation too, and can be rolled back itself. */
export class Rollback {
  readonly #context: EngineContext;
  readonly #keeper: JournalKeeper;
  readonly #runner: OperationRunner;

  constructor(context: EngineContext, keeper: JournalKeeper, runner: OperationRunner) {
    this.#context = context;
    this.#keeper = keeper;
    this.#runner = runner;
  }

  /** What {@link run} would do. Rejects as it does; touches nothing. */
  async plan(map: ProjectMap, id: OperationId): Promise<RollbackPlan> {
    assertTrusted(this.#context);
    const operation = findOperation(await this.#keeper.read(), id);
    const way = await this.#way(projectFor(map, operation), operation);
    const isMoved = (change: PackageChange): boolean =>
      way.kind === 'bytes' || (way.kind === 'edits' && isEdited(way.plan, change));
    return {
      undoes: operation.id,
      project: operation.project,
      how: way.kind === 'share' ? way.how : way.kind,
      installs: way.kind !== 'share',
      packages: reversed(operation).map((change, index) => {
        const isOther = change.field !== operation.packages[index]?.field;
        return { ...change, moves: isOther && isMoved(change) };
      }),
      files: operation.files.map((file) => file.path),
    };
  }

  /**
   * What the registry and the advisories say of the versions that {@link run} would bring back and take away. Rejects as
   * it does; touches nothing.
   */
  async concerns(map: ProjectMap, id: OperationId, signal: AbortSignal): Promise<readonly RollbackConcern[]> {
    assertTrusted(this.#context);
    const operation = findOperation(await this.#keeper.read(), id);
    const project = projectFor(map, operation);
    const { kind } = await this.#way(project, operation);
    if (kind === 'share') return [];
    const driver = await driverOf(project);
    const folder = absolute(this.#context.root, project.root);
    return rollbackConcerns(this.#context, { operation, how: kind, driver, project, folder }, signal);
  }

  /** Rejects with QM_NO_OPERATION or QM_ROLLBACK_BLOCKED before anything is touched. */
  async run(
    map: ProjectMap,
    id: OperationId,
    { trigger, adopts }: RollbackOptions,
    signal: AbortSignal,
  ): Promise<Operation> {
    assertTrusted(this.#context);
    const operation = findOperation(await this.#keeper.read(), id);
    const project = projectFor(map, operation);
    await this.#way(project, operation);
    const onSuccess = (at: Journal, by: OperationId): void => markUndone(at, operation, by);
    return this.#runner.run(
      { ...draftOf(operation, trigger), adopts, onSuccess },
      (record, stop) => this.#work(operation, record, stop),
      signal,
    );
  }

  #work(operation: Operation, record: Recorder, signal: AbortSignal): Promise<void> {
    return onProject(this.#context, operation.project, record, signal, async (bench) => {
      const way = await this.#way(bench.project, operation);
      if (way.kind === 'share') return takeShareBack(bench, operation, record, signal);
      if (way.kind === 'edits') {
        // What comes back was there before: only what nobody may have is kept away.
        const judge: Judge = async (found) => {
          keepAwayBlocked(this.#context, found, await adviseOnNewcomers(this.#context, bench.project, found, signal));
          return 'lands';
        };
        return resolveAndApply(bench, way.plan, judge, record, signal);
      }
      const files = inverted(toChanges(operation.files));
      const changes = reversed(operation);
      if (!files.filter(({ path }) => isManifest(path)).every(({ after }) => isReadable(after))) {
        // No package manager can follow there.
        return putBack(this.#context, { project: operation.project, files, changes }, record, signal);
      }
      await applyFiles(bench, { files, changes, exact: true, back: true }, record, signal);
    });
  }

  async #way(project: Project, operation: Operation): Promise<Way> {
    if (isShare(await this.#keeper.read(), operation)) {
      const back = await sharingBack({ context: this.#context, project, driver: await driverOf(project) }, operation);
      return { kind: 'share', how: back !== undefined && 'bytes' in back ? 'bytes' : 'edits' };
    }
    const root = absolute(this.#context.root, project.root);
    const changes = toChanges(operation.files);
    // Without any lockfile nothing tells the manager what is to go: then one is made for it.
    const isLocked = changes.some(({ path, before, after }) => isLockfile(path) && (before ?? after) !== undefined);
    if (isLocked && (await standsAt(this.#context.files, root, changes, 'after'))) return { kind: 'bytes' };
    const catalogs = await this.#catalogs(project, operation);
    const inverse = planInverse(project, operation, (change) => rangesOf(operation, change, catalogs));
    if (inverse.kind === 'edits') {
      const { edits, catalogEdits } = inverse;
      return { kind: 'edits', plan: { project: project.root, packages: [], edits, catalogEdits } };
    }
    throw new QmError('QM_ROLLBACK_BLOCKED', {
      message: inverse.blocks.map(sentenceOf).join(' '),
      hint: t('Nothing was changed. Take the later step back first, or edit package.json yourself.'),
    });
  }

  /** Undefined where the operation did not touch the file that has them. */
  async #catalogs(project: Project, operation: Operation): Promise<CatalogsThen | undefined> {
    const { catalogs: file } = await driverOf(project);
    const kept = toChanges(operation.files).find(({ path }) => path === file?.path);
    if (file === undefined || kept === undefined) return undefined;
    const now = await this.#context.files.read(absolute(absolute(this.#context.root, project.root), file.path));
    const [before, after, today] = await Promise.all(
      [kept.before, kept.after, now].map((bytes) => file.read(new TextDecoder().decode(bytes))),
    );
    return { before, after, now: today } as CatalogsThen;
  }
}

/** The catalogs of a project: before an operation, after it, and now. */
interface CatalogsThen {
  readonly before: Catalogs;
  readonly after: Catalogs;
  readonly now: Catalogs;
}

function findOperation(journal: Journal | undefined, id: OperationId): Operation {
  const operation = journal?.operation(id);
  if (operation === undefined) {
    throw new QmError('QM_NO_OPERATION', {
      message: t('There is no operation {0}.', id),
      hint: t('The history lists the operations of this folder with their ids.'),
    });
  }
  if (canRollBack(operation)) return operation;
  throw new QmError('QM_ROLLBACK_BLOCKED', {
    message:
      operation.undoneBy === undefined
        ? t('This operation changed nothing that could be taken back.')
        : t('This operation was rolled back already.'),
    hint: t('Nothing was changed.'),
  });
}

/** Taking a rollback back brings what it undid to life again, and so on down the chain. */
function markUndone(journal: Journal, operation: Operation, by: OperationId): void {
  journal.update(operation.id, { status: 'rolled-back', undoneBy: by });
  const revived = operation.undoes === undefined ? undefined : journal.operation(operation.undoes);
  if (revived === undefined) return;
  // What had failed is left to the user once more.
  const error = withHint(revived.error, bothWays());
  journal.update(revived.id, { status: error === undefined ? 'succeeded' : 'needs-user', undoneBy: undefined, error });
  const again = revived.undoes === undefined ? undefined : journal.operation(revived.undoes);
  if (again !== undefined) markUndone(journal, again, revived.id);
}

function projectFor(map: ProjectMap, operation: Operation): Project {
  const project = map.projects.find((candidate) => candidate.root === operation.project);
  if (project !== undefined) return project;
  throw new QmError('QM_NO_MANIFEST', {
    message: t('The project of this operation is not there any more.'),
    hint: t('Nothing was changed.'),
  });
}

function draftOf(operation: Operation, trigger: Trigger) {
  return {
    kind: 'rollback',
    trigger,
    claimedTrigger: undefined,
    project: operation.project,
    packages: reversed(operation),
    decidedBy: t('You'),
    gate: [],
    undoes: operation.id,
    request: { kind: 'rollback', id: operation.id, options: { trigger, confirmed: true, automatic: false } },
  } as const;
}

/** False where somebody has put the entry back already. */
function isEdited({ edits }: Plan, { name, manifest, field }: PackageChange): boolean {
  return edits.some((edit) => edit.name === name && edit.manifest === manifest && edit.field === field);
}

/** What is said of the way back: each package in the versions, and in the field, that it had before. */
function reversed(operation: Operation): readonly PackageChange[] {
  return operation.packages.map((change) => {
    const field = movedFrom(rangesOf(operation, change, undefined)) ?? change.field;
    return { ...change, field, from: change.to, to: change.from, range: undefined };
  });
}

/** The entries of a package in its manifest as it was before the operation, and after it; with its catalog's, where it names one. */
function rangesOf(operation: Operation, change: PackageChange, catalogs: CatalogsThen | undefined): EntryRanges {
  const folder = belowRoot({ root: operation.project }, change.manifest);
  const file = toChanges(operation.files.filter(({ path }) => path === manifestPath(folder)))[0];
  const ranges = { before: entriesIn(file?.before, change.name), after: entriesIn(file?.after, change.name) };
  const catalog = change.field === undefined ? undefined : catalogNamedBy(ranges.after.get(change.field) ?? '');
  if (catalog === undefined || catalogs === undefined) return ranges;
  const entry = (all: Catalogs): string | undefined => all.get(catalog)?.get(change.name);
  const { before, after, now } = catalogs;
  return { ...ranges, inCatalog: { catalog, before: entry(before), after: entry(after), now: entry(now) } };
}

function entriesIn(bytes: Uint8Array | undefined, name: string): FieldRanges {
  const tree = bytes === undefined ? undefined : parseTree(new TextDecoder().decode(bytes));
  return entriesOf((field) => {
    const value: unknown = tree === undefined ? undefined : findNodeAtLocation(tree, [field, name])?.value;
    return typeof value === 'string' ? value : undefined;
  });
}

function sentenceOf(block: InverseBlock): string {
  return block.kind === 'manifest-gone'
    ? t('The package.json that had {0} is gone.', block.change.name)
    : t('{0} is at {1} by now: something came later.', block.change.name, block.range);
}
