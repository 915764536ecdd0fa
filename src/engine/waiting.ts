import { t } from '@vscode/l10n';
import { QmError } from '../base/errors.ts';
import { absolute } from '../base/path.ts';
import type { StepAside } from '../execute/lanes.ts';
import { manifestPath, type Manifest } from '../model/manifest.ts';
import type { Project } from '../model/project.ts';
import type { ForeignRun } from '../ports/foreign-runs.ts';
import type { EngineContext } from './context.ts';
import { gitState } from './git-state.ts';

/** How often it is looked again. */
const lookMs = 250;
/** A package manager of somebody else's that runs longer than this is not waited for any more. */
const othersMs = 10 * 60_000;

/** What keeps an operation from touching a project now, as a sentence for the feed and as the error it becomes. */
interface Hindrance {
  readonly step: string;
  readonly error: () => QmError;
  /** How long it is waited for, in milliseconds. */
  readonly patienceMs: number;
}

/** Where an operation changes files: the root of the project, and the folders of its manifests. */
export interface Place extends Pick<Project, 'root'> {
  readonly manifests: readonly Pick<Manifest, 'folder'>[];
}

/**
 * Resolves when nothing stands in the way of changing a project: no unsaved edits of its manifests, no merge or rebase
 * under way, no other git, no package manager that somebody else runs there. `say` is told each new reason to wait;
 * `aside` runs the waiting itself, where there is any. Rejects with QM_UNSAVED, QM_GIT_BUSY or QM_MANAGER_BUSY where it
 * takes too long.
 */
export async function waitUntilFree(
  context: EngineContext,
  project: Place,
  say: (step: string) => void,
  signal: AbortSignal,
  aside: StepAside = (wait) => wait(signal),
): Promise<void> {
  const others = new Others(context, project);
  if ((await hindranceOf(context, project, others)) === undefined) return;
  await aside((stop) => waitForEnd(context, project, others, say, stop));
}

async function waitForEnd(
  context: EngineContext,
  project: Place,
  others: Others,
  say: (step: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const started = context.clock.now().getTime();
  let told: string | undefined;
  for (;;) {
    const hindrance = await hindranceOf(context, project, others);
    if (hindrance === undefined) return;
    if (hindrance.step !== told) say(hindrance.step);
    if (context.clock.now().getTime() - started >= hindrance.patienceMs) throw hindrance.error();
    told = hindrance.step;
    await context.clock.pause(lookMs, signal);
  }
}

/**
 * Waits until no package manager works in the project that does so now; true where there was one. Whoever begins later has
 * read what we wrote. Rejects with QM_MANAGER_BUSY.
 */
export async function waitForOthers(
  context: EngineContext,
  project: Place,
  say: (step: string) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const others = new Others(context, project);
  const started = context.clock.now().getTime();
  for (let seen = false; ; seen = true) {
    const run = await others.first();
    if (run === undefined) return seen;
    if (context.clock.now().getTime() - started >= othersMs) throw managerBusy(run);
    if (!seen) say(waitsFor(run));
    await context.clock.pause(lookMs, signal);
  }
}

/** How often it is looked while a manager of ours works: none of theirs is done sooner. */
const watchMs = 500;

/** Looks for package managers of others in a project (absolute) until it is stopped. */
export class OthersWatch {
  readonly #context: Pick<EngineContext, 'others' | 'clock'>;
  readonly #root: string;
  #isOver = false;
  #disarm: () => void = () => undefined;
  #seen = false;

  constructor(context: Pick<EngineContext, 'others' | 'clock'>, root: string) {
    this.#context = context;
    this.#root = root;
  }

  /** True where there was one. */
  get seen(): boolean {
    return this.#seen;
  }

  begin(): void {
    void this.#look();
  }

  stop(): void {
    this.#isOver = true;
    this.#disarm();
  }

  async #look(): Promise<void> {
    const { others, clock } = this.#context;
    const runs = await others.within(this.#root).catch(() => []);
    this.#seen ||= runs.length > 0;
    if (!this.#seen && !this.#isOver) this.#disarm = clock.schedule(() => void this.#look(), watchMs);
  }
}

/** The package managers of others that worked in a project at the first look. */
class Others {
  readonly #look: () => Promise<readonly ForeignRun[]>;
  #known: ReadonlySet<string> | undefined;

  constructor(context: EngineContext, project: Place) {
    this.#look = () => context.others.within(absolute(context.root, project.root));
  }

  /** One of them that still runs. Those that came since do not count: one after the other could keep us waiting for ever. */
  async first(): Promise<ForeignRun | undefined> {
    const now = await this.#look();
    this.#known ??= new Set(now.map(nameOf));
    return now.find((run) => this.#known?.has(nameOf(run)));
  }
}

function nameOf({ where }: ForeignRun): string {
  return `${where.kind} ${where.kind === 'process' ? where.pid : where.number}`;
}

async function hindranceOf(context: EngineContext, project: Place, others: Others): Promise<Hindrance | undefined> {
  const { patienceMs } = context;
  const unsaved = project.manifests.find(({ folder }) =>
    context.documents.isUnsaved(absolute(context.root, manifestPath(folder))),
  );
  if (unsaved !== undefined) {
    const path = manifestPath(unsaved.folder);
    return { step: t('Waiting until {0} is saved', path), error: () => unsavedError(path), patienceMs };
  }
  const git = await gitState(context.files, absolute(context.root, project.root));
  if (git === 'under-way') return { step: t('Waiting for a merge or rebase'), error: gitBusy, patienceMs };
  // Another git is done in a moment; one that died left its lock behind.
  if (git === 'locked') return { step: t('Waiting for git'), error: gitBusy, patienceMs: Math.max(patienceMs, 10_000) };
  const run = await others.first();
  if (run === undefined) return undefined;
  return { step: waitsFor(run), error: () => managerBusy(run), patienceMs: othersMs };
}

function waitsFor({ command }: ForeignRun): string {
  return t('Waiting for "{0}"', command);
}

function unsavedError(path: string): QmError {
  return new QmError('QM_UNSAVED', {
    message: t('{0} has edits that are not saved.', path),
    hint: t('Save or revert it, then try again.'),
  });
}

function gitBusy(): QmError {
  return new QmError('QM_GIT_BUSY', {
    message: t('A merge, a rebase or another git works on this repository.'),
    hint: t('Finish or abort it, then try again. If no git runs, remove .git/index.lock.'),
  });
}

function managerBusy({ command, where }: ForeignRun): QmError {
  return new QmError('QM_MANAGER_BUSY', {
    message:
      where.kind === 'process'
        ? t('"{0}" (process {1}) works in this project and does not come to its end.', command, String(where.pid))
        : t('"{0}" in the terminal "{1}" works in this project and does not come to its end.', command, where.name),
    hint: t('Wait for it, or end it, then try again. Nothing was changed.'),
  });
}
