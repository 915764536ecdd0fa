import { t } from '@vscode/l10n';
import { absolute } from '../base/path.ts';
import type { FileRecord } from '../model/operation.ts';
import type { FileChange } from '../model/resolution.ts';
import type { Files } from '../ports/files.ts';
import { assertBase, baseMoved, sameBytes, standsAt, toRecords } from './file-records.ts';
import { release, reserve } from './reserve.ts';
import { nothing, runSteps, type Step } from './steps.ts';

interface BringRequest {
  /** Absolute folder of the lockfile root. */
  readonly root: string;
  readonly files: readonly FileChange[];
  /** Localized name of the step in which they change. */
  readonly name: string;
  /** What follows while the files stand at their new bytes, by its localized name; they go back where it fails. */
  readonly next?: { readonly name: string; readonly do: (signal: AbortSignal) => Promise<void> };
  readonly onStep: (name: string) => void;
  /** From here on the files go back. */
  readonly onUndo: () => void;
  /** From here on the project's files change: awaited before the first of them does. */
  readonly onTouch: () => Promise<void>;
}

interface BringContext {
  readonly files: Files;
  /** Writes down what the files are about to become, before the first of them changes. */
  readonly writeDown: (files: readonly FileRecord[]) => Promise<void>;
  /** Folder on the project's own disk; whoever gave it removes it. */
  readonly snapshotFolder: string;
}

/**
 * Brings files to new bytes without asking a package manager what it makes of them, be they readable or not. A file that
 * is to go stands until `next` is done. Rejects with QM_BASE_MOVED where somebody else changed one of them, with the
 * failure of `next` after the files went back, with UndoFailedError where they could not.
 */
export async function bringFiles(
  { files, writeDown, snapshotFolder }: BringContext,
  { root, files: changes, name, next, onStep, onUndo, onTouch }: BringRequest,
  signal: AbortSignal,
): Promise<void> {
  const steps: readonly Step[] = [
    {
      name: t('Writing down what will change'),
      do: async () => {
        await writeDown(toRecords(changes));
        const sizes = changes.map(({ before }) => before?.length ?? 0);
        await reserve(files, snapshotFolder, 2 * sizes.reduce((sum, size) => sum + size, 0));
      },
      undo: nothing,
    },
    { name: t('Comparing with what was planned'), do: () => assertBase(files, root, changes), undo: nothing },
    {
      name,
      do: async () => {
        await onTouch();
        const first = next === undefined ? changes : changes.filter(({ after }) => after !== undefined);
        await bringAll(files, root, first);
      },
      undo: async () => {
        for (const change of changes) await turn(files, root, change, 'before');
      },
    },
    ...(next === undefined
      ? []
      : [
          { ...next, undo: nothing },
          { name, do: () => bringAll(files, root, changes), undo: nothing },
        ]),
  ];
  const listener = {
    onStep: (step: Step): void => onStep(step.name),
    onUndo: async (): Promise<void> => {
      await release(files, snapshotFolder);
      onUndo();
    },
  };
  await runSteps(steps, listener, signal);
}

async function bringAll(files: Files, root: string, changes: readonly FileChange[]): Promise<void> {
  for (const change of changes) await turn(files, root, change, 'after');
  if (!(await standsAt(files, root, changes, 'after'))) throw baseMoved();
}

/** Only from the other side: what a person wrote in this very moment is left to them. */
async function turn(files: Files, root: string, change: FileChange, side: 'before' | 'after'): Promise<void> {
  const path = absolute(root, change.path);
  const bytes = change[side];
  if (!sameBytes(await files.read(path), change[side === 'after' ? 'before' : 'after'])) return;
  if (bytes === undefined) await files.remove(path);
  else await files.writeAtomic(path, bytes);
}
