import { t } from '@vscode/l10n';
import { DisposableStore, type Disposable } from '../../base/lifecycle.ts';
import type { ListedOperation, OperationId } from '../../model/operation.ts';
import type { FolderEntry, Folders } from './folders.ts';
import type { Work } from './work.ts';

/** Operations that one folder may have under way. */
const mostUnderWay = 20;

/** Shows what autopilot does like anything else that runs: where it lasts it can be cancelled. */
export function registerAutomaticWork(folders: Folders, work: Work): Disposable {
  const store = new DisposableStore();
  const shown = new Map<OperationId, { readonly entry: FolderEntry; readonly end: () => void }>();
  const end = (id: OperationId): void => {
    shown.get(id)?.end();
    shown.delete(id);
  };
  store.add(
    folders.onDidChange((entry) => {
      for (const operation of underWay(entry).filter(({ id }) => !shown.has(id))) {
        const ended = Promise.withResolvers<void>();
        shown.set(operation.id, { entry, end: ended.resolve });
        work.show(title(operation), ended.promise, () => entry.engine.queue.cancel(operation.id));
      }
    }),
  );
  store.add(folders.onDidChange(() => work.tell(newestStep(folders))));
  store.add(folders.onDidEnd(({ value }) => end(value.id)));
  store.add(
    folders.onDidChangeFolders(() => {
      for (const [id, { entry }] of shown) if (!folders.all.includes(entry)) end(id);
    }),
  );
  return store;
}

/** What nobody clicked and this window does. A history that cannot be read is told where it is shown. */
function underWay({ engine }: FolderEntry): readonly ListedOperation[] {
  if (!engine.queue.busy) return [];
  try {
    const newest = engine.journal?.operations({ limit: mostUnderWay }) ?? [];
    return newest.filter(({ id, trigger }) => trigger === 'ai_auto' && engine.queue.canCancel(id));
  } catch {
    return [];
  }
}

function title({ packages }: ListedOperation): string {
  return packages.length === 1
    ? t('Installing {0}', packages[0]?.name ?? '')
    : t('Installing {0} packages', packages.length);
}

/** What the operation that told last is at, whoever began it. */
function newestStep(folders: Folders): string | undefined {
  return folders.all.flatMap(({ engine }) => [...engine.queue.live.values()]).at(-1)?.step;
}
