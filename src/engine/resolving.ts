import { t } from '@vscode/l10n';
import { isCancellation, QmError } from '../base/errors.ts';
import type { RelativePath } from '../base/path.ts';
import type { LockedPackage, Newcomer } from '../model/lockfile.ts';
import type { Plan } from '../model/plan.ts';
import type { FileChange } from '../model/resolution.ts';
import { leastVersionDays } from '../policy/published.ts';
import type { LeastAge } from '../ports/manager-driver.ts';
import { shadowResolve } from '../trial/shadow-resolve.ts';
import { checkFirstFetch } from './first-fetch.ts';
import { progressTeller } from './manager-progress.ts';
import type { Recorder } from './operation-record.ts';
import { rememberPrivateHosts, withFormerHosts } from './private-hosts.ts';
import { askingPatiently } from './pauses.ts';
import { resolveShare, type NewFiles, type Workbench } from './project-work.ts';

const dayMs = 24 * 60 * 60_000;

/**
 * Looks at what would come along; rejects where it may not. `isLast`: there is no other way. Where there is, it may say instead that
 * only what is older may land.
 */
export type Judge = (newcomers: readonly Newcomer[], isLast: boolean) => Promise<'lands' | 'too-young'>;

/**
 * Resolves a plan in a shadow folder, and once more without what is very young where `judge` says so and the manager can.
 */
export async function resolvePlan(
  bench: Workbench,
  plan: Plan,
  judge: Judge,
  record: Recorder,
  signal: AbortSignal,
): Promise<NewFiles> {
  const { driver, context, tool } = bench;
  record.step(t('Resolving in a copy'), 0.05);
  const first = await resolveOnce(bench, plan, undefined, record, signal);
  const hasOther = driver.choosesByAge?.(tool.version) === true;
  if ((await judge(first.newcomers, !hasOther)) === 'lands') return first.files;
  record.step(t('Resolving again without what is very young'), resolveShare / 2);
  const days = leastVersionDays;
  const leastAge = { days, before: new Date(context.clock.now().getTime() - days * dayMs) };
  // Where nothing older fits, the question is about what came out first.
  const older = await resolveOnce(bench, plan, leastAge, record, signal).catch(unlessCancelled);
  const { files, newcomers } = older ?? first;
  await judge(newcomers, true);
  return files;
}

/** What came out of one resolve. */
interface Resolved {
  readonly files: NewFiles;
  readonly newcomers: readonly Newcomer[];
  readonly command: readonly string[];
}

async function resolveOnce(
  bench: Workbench,
  plan: Plan,
  leastAge: LeastAge | undefined,
  record: Recorder,
  signal: AbortSignal,
): Promise<Resolved> {
  const { context, project, driver } = bench;
  let unproven: readonly LockedPackage[] = [];
  const resolution = await shadowResolve(
    {
      ...shadowOf(bench, record),
      leastAge,
      inspect: async ({ newcomers }, shadow) => {
        const registry = askingPatiently(context, (step) => record.step(step, resolveShare));
        unproven = await checkFirstFetch({ registry }, driver, shadow, newcomers, signal);
      },
    },
    project,
    plan,
    signal,
  );
  record.set({ command: resolution.command });
  // A plan of edits alone (a rollback) names no packages: what the operation was queued with stands.
  if (plan.packages.length > 0) record.set({ packages: resolution.changes });
  const { files, changes, locked, command } = resolution;
  // What is known from before, first: what a changed configuration says now is what is judged.
  const newcomers = await withFormerHosts(context, project, resolution.newcomers);
  await rememberPrivateHosts(context, project, locked);
  const notes = unproven.map(({ name, version }) =>
    t('{0} {1} is not verified: the registry announces no hash of its content.', name, version),
  );
  return { files: { files, changes, exact: false, back: false, notes }, newcomers, command };
}

/**
 * The lockfile that the manager makes in a shadow folder where a file has other bytes, with that file: nothing else may change by
 * it. Rejects with QM_LOCKFILE_STALE where it does.
 */
export async function relocked(
  bench: Workbench,
  written: ReadonlyMap<RelativePath, Uint8Array>,
  record: Recorder,
  signal: AbortSignal,
): Promise<readonly FileChange[]> {
  record.step(t('Resolving in a copy'), 0.05);
  const plan = { project: bench.project.root, packages: [], edits: [], catalogEdits: [] };
  const context = { ...shadowOf(bench, record), leastAge: undefined, written };
  const { files, newcomers, command } = await shadowResolve(context, bench.project, plan, signal);
  record.set({ command });
  if (newcomers.length === 0) return files;
  throw new QmError('QM_LOCKFILE_STALE', {
    message: t(
      'The lockfile does not fit package.json: {0} would come in.',
      newcomers.map(({ name }) => name).join(', '),
    ),
    hint: t('Nothing was changed. Run an install first, then try again.'),
  });
}

function shadowOf({ context, driver, tool, patienceMs, hooks }: Workbench, record: Recorder) {
  return {
    files: context.files,
    run: context.run,
    driver,
    tool,
    patienceMs,
    hooks,
    workspace: context.root,
    name: record.id,
    onShadow: (folder: string | undefined) => record.note.shadow(folder),
    onStart: (pid: number) => record.note.child(pid),
    onOutput: progressTeller(driver, (sentence, share) => record.within(sentence, share)),
  };
}

/** What a second look failed at is no reason to give up the first. */
function unlessCancelled(error: unknown): undefined {
  if (isCancellation(error)) throw error;
}
