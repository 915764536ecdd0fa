import { isAbsolute, relative, resolve } from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore, Emitter, type Disposable } from '../../base/lifecycle.ts';
import { redact } from '../../base/redact.ts';
import type { ForeignRun, ForeignRuns } from '../../ports/foreign-runs.ts';
import { realPathOr } from '../../node/real-path.ts';

interface TerminalRun {
  /** Real path of the folder that the package manager was told to work in. */
  readonly folder: string;
  readonly run: ForeignRun;
}

/** A line that names a package manager, and what it turned out to be. */
interface Line {
  readonly terminal: vscode.Terminal;
  readonly found: Promise<TerminalRun | undefined>;
}

/**
 * Package managers that people run in the terminals of this window, as the shells report them: VS Code API,
 * `window.onDidStartTerminalShellExecution`. A shell without VS Code's integration tells of nothing.
 */
export class TerminalRuns implements ForeignRuns, Disposable {
  readonly #store = new DisposableStore();
  readonly #running = new Map<vscode.TerminalShellExecution, Line>();
  readonly #ended = this.#store.add(new Emitter<string>());
  /** Commands that were ever seen here. */
  #count = 0;

  /** Tells the folder (real path) in which one has ended. */
  readonly onDidEnd = this.#ended.event;

  constructor() {
    this.#store.add(vscode.window.onDidStartTerminalShellExecution((event) => this.#start(event)));
    this.#store.add(vscode.window.onDidEndTerminalShellExecution(({ execution }) => this.#end(execution)));
    this.#store.add(
      vscode.window.onDidCloseTerminal((closed) => {
        for (const [execution, { terminal }] of this.#running) if (terminal === closed) this.#end(execution);
      }),
    );
  }

  /** Also those above `root`: an install at the top of a workspace changes its members. */
  async within(root: string): Promise<readonly ForeignRun[]> {
    const runs = await Promise.all([...this.#running.values()].map(({ found }) => found));
    return runs.flatMap((each) => {
      const concerns = each !== undefined && (isWithin(root, each.folder) || isWithin(each.folder, root));
      return concerns ? [each.run] : [];
    });
  }

  dispose(): void {
    this.#store.dispose();
  }

  #start({ terminal, shellIntegration, execution }: vscode.TerminalShellExecutionStartEvent): void {
    const cwd = execution.cwd ?? shellIntegration.cwd;
    const line = execution.commandLine.value;
    if (cwd?.scheme !== 'file' || !/npm|yarn|berry|bun/i.test(line)) return;
    const where = { kind: 'terminal', number: ++this.#count, name: terminal.name } as const;
    this.#running.set(execution, { terminal, found: readLine(line, cwd.fsPath, where) });
  }

  #end(execution: vscode.TerminalShellExecution): void {
    const ended = this.#running.get(execution);
    this.#running.delete(execution);
    void ended?.found.then((each) => each && this.#ended.fire(each.folder));
  }
}

/** Undefined where the line changes no node_modules. */
async function readLine(line: string, cwd: string, where: ForeignRun['where']): Promise<TerminalRun | undefined> {
  const { installOf } = await import('../../model/manager-command.ts');
  const install = installOf(line);
  if (install === undefined) return undefined;
  return {
    folder: realPathOr(resolve(cwd, ...install.folders)),
    run: { where, command: redact(install.words.join(' ')) },
  };
}

/** True for the folder itself too. Node's own comparison knows of drives and of letters that are the same on Windows. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!isAbsolute(way) && way !== '..' && !/^\.\.[/\\]/.test(way));
}
