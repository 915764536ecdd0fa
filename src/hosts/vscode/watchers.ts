import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle.ts';
import { isInside, type RelativePath } from '../../base/path.ts';
import { jsonConfigs } from '../../scan/configs/config-files.ts';
import { lockfileManagers } from '../../scan/manager.ts';
import { isSource, dataConfigNames, sourceEndings } from '../../scan/source-kind.ts';
import type { FolderEntry, Folders } from './folders.ts';

/** What a change of means: look again. Source files that no editor holds, manifests, lockfiles, compiler settings. */
const patterns = [
  `**/*.{${sourceEndings.join(',')}}`,
  `**/{${['package.json', 'pnpm-workspace.yaml', '.pnp.data.json', '.gitignore', ...lockfileManagers.keys(), ...jsonConfigs].join(',')}}`,
  `**/{${dataConfigNames.join(',')}}`,
  // npm, pnpm, Yarn 1 and later Yarns write one of them at the end of each install, whoever ran it. Bun writes none.
  '**/node_modules/{.package-lock.json,.modules.yaml,.pnpm-workspace-state-v1.json,.yarn-integrity,.yarn-state.yml}',
];
const headPattern = '**/.git/{HEAD,MERGE_HEAD,ORIG_HEAD}';
/** Events of one change come in bursts, and some of them twice. */
const burstMs = 50;

/** Of so many new paths at once it is asked whether they are folders; of more, as of a branch, all are told. */
const mostAsked = 50;

/** Tells the engines what changes outside the editors. */
export function registerWatchers(folders: Folders): Disposable {
  const store = new DisposableStore();
  const pending = new Map<FolderEntry, Set<string>>();
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    for (const [entry, paths] of pending) entry.engine.filesChanged([...paths]);
    pending.clear();
  };
  const changed = (uri: vscode.Uri): void => {
    for (const { entry, file } of folders.around(uri)) {
      if (isNoise(file)) continue;
      const paths = pending.get(entry) ?? new Set();
      pending.set(entry, paths.add(file));
      timer ??= setTimeout(flush, burstMs);
    }
  };
  for (const pattern of patterns) watch(store, pattern, changed);
  watchFolders(store, folders, changed);
  watch(store, headPattern, (uri) => {
    for (const { entry } of folders.around(uri)) entry.engine.documents.headMoved();
  });
  store.add({ dispose: () => clearTimeout(timer) });
  return store;
}

function watch(store: DisposableStore, pattern: string, changed: (uri: vscode.Uri) => void): void {
  const watcher = store.add(vscode.workspace.createFileSystemWatcher(pattern));
  store.add(watcher.onDidCreate(changed));
  store.add(watcher.onDidChange(changed));
  store.add(watcher.onDidDelete(changed));
}

/**
 * A folder that is moved in, unpacked or checked out, or that goes, may be told by its own name alone: what is inside it
 * comes and goes with it.
 */
function watchFolders(store: DisposableStore, folders: Folders, changed: (uri: vscode.Uri) => void): void {
  const watcher = store.add(vscode.workspace.createFileSystemWatcher('**', false, true, false));
  let asking = 0;
  store.add(
    watcher.onDidCreate((uri) => {
      // A source is told of by its ending, whatever it is.
      if (isNoise(uri.path) || isSource(uri.path)) return;
      if (asking >= mostAsked) return changed(uri);
      asking += 1;
      void isFolder(uri).then((is) => {
        asking -= 1;
        if (is) changed(uri);
      });
    }),
  );
  store.add(
    watcher.onDidDelete((uri) => {
      if (folders.around(uri).some(({ entry, file }) => holdsAny(entry, file))) changed(uri);
    }),
  );
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  const stat = await vscode.workspace.fs.stat(uri).then(
    (found) => found,
    () => undefined,
  );
  return stat !== undefined && (stat.type & vscode.FileType.Directory) !== 0;
}

/** Whether something that was found stood below the path. */
function holdsAny({ engine }: FolderEntry, path: RelativePath): boolean {
  const { uses = [], settled = [], map } = engine.snapshot ?? {};
  const manifests = [
    ...(map?.projects ?? []).flatMap((project) => project.manifests.map(({ folder }) => folder)),
    ...(map?.faults ?? []).map(({ folder }) => folder),
  ];
  const places = [...uses, ...settled.flatMap((one) => one.places)];
  if (manifests.some((folder) => isInside(path, folder)) || places.some(({ site }) => isInside(path, site.file)))
    return true;
  // Of what is settled not every place is known: what looks like a folder may have been one.
  return !/\.[^/]*$/.test(path) && manifests.some((folder) => isInside(folder, path));
}

/** An install changes thousands of files below node_modules; its end is one file there. */
function isNoise(file: string): boolean {
  return (
    (file.includes('node_modules/') &&
      !/node_modules\/\.(?:package-lock\.json|modules\.yaml|pnpm-workspace-state-v1\.json|yarn-integrity|yarn-state\.yml)$/.test(
        file,
      )) ||
    file.includes('.git/') ||
    file.split('/').includes('.quartermaster')
  );
}
