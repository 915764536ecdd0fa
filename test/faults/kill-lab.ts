import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { cli, startNode, type CliResult } from '../support/cli.ts';
import { homeOf } from '../support/engine.ts';
import { freshCaches } from '../support/environment.ts';
import { binOf, type TestManager } from '../support/managers.ts';
import { createTempProject, tempFolder, type TempProject } from '../support/temp-project.ts';
import { HostWindows, type HostKind } from './host-windows.ts';
import { comesTo, hasEnded, killAt, placeOf, reaches, rollingBack, type Moment } from './moments.ts';
import { faultOperations, succeed, type FaultOperation } from './operations.ts';
import { newestRow, rowOf, stateOf, straysOf, type ProjectState } from './project-state.ts';
import { edit, faultsOf, faultsOfTheSecondTry, sceneOf, type Scene } from './scene.ts';
import { standing, treeTop } from './tree.ts';

/** One kill and what the next start made of it. */
export interface KillResult {
  readonly kind: FaultOperation['kind'];
  /** What the journal said when it was dead. */
  readonly fell: string;
  readonly edited: boolean;
  /** Empty where everything was as it must be. */
  readonly faults: readonly string[];
}

/** What comes of an operation that nobody kills, and for how long it changes files. */
interface Uninterrupted {
  readonly after: ProjectState;
  readonly ms: number;
}

export interface KillOptions {
  /** With all processes that it started, or alone. */
  readonly whole: boolean;
  /** Its user edits package.json before the next start. */
  readonly edits: boolean;
}

/** A manager with a standing tree that is copied for each kill. */
export class KillLab {
  readonly manager: TestManager;
  readonly #registry: { readonly url: string };
  readonly #base: TempProject;
  readonly #bin: string;
  readonly #caches: Readonly<Record<string, string>>;
  #host: HostWindows | undefined;
  readonly #known = new Map<string, Uninterrupted>();
  readonly #undos = new Map<string, number>();

  private constructor(manager: TestManager, registry: { readonly url: string }, base: TempProject, bin: string) {
    this.manager = manager;
    this.#registry = registry;
    this.#base = base;
    this.#bin = bin;
    this.#caches = freshCaches(tempFolder('caches-'));
  }

  static async open(manager: TestManager, registry: { readonly url: string }): Promise<KillLab> {
    const base = createTempProject({ registry });
    base.write('package.json', { name: 'app', private: true });
    // What nobody uses is not missed, so that nothing would be restored.
    base.write('index.js', treeTop.map((name) => `require('${name}');\n`).join(''));
    for (const [name, text] of Object.entries(manager.marks(registry))) base.write(name, text);
    const lab = new KillLab(manager, registry, base, binOf(manager));
    await succeed(base, ['install', 'tree-half', 'tree-mover@1.0.0', 'tree-top'], lab.#env(tempFolder('tmp-')));
    base.delete('.quartermaster');
    if (!hasTree(base, manager.lockfile)) throw new Error(`${manager.label}: there is no tree to change`);
    return lab;
  }

  async close(): Promise<void> {
    await this.#host?.close();
    this.#base.dispose();
  }

  /** How long the files of the project are being changed, in milliseconds. */
  async measure(operation: FaultOperation): Promise<number> {
    return (await this.#uninterrupted(operation)).ms;
  }

  /** How long they are being put back where it is cancelled in the middle of its install, in milliseconds. */
  async measureUndo(operation: FaultOperation): Promise<number> {
    const known = this.#undos.get(operation.kind);
    if (known !== undefined) return known;
    const { app, temporary } = this.#begin();
    const script = await operation.prepare(app, this.#env(temporary));
    const earlier = newestRow(app)?.id;
    const child = startNode(app, script, this.#env(temporary));
    const exit = once(child, 'exit');
    const course = { earlier, isOver: () => child.exitCode !== null, cancel: () => child.kill('SIGINT') };
    await comesTo(app, rollingBack, course);
    const began = performance.now();
    await reaches(app, /^(?!running )/, course);
    const ms = performance.now() - began;
    if (!course.isOver()) await exit;
    this.#end(app, temporary);
    this.#undos.set(operation.kind, ms);
    return ms;
  }

  /** Kills the operation at a moment, and looks at what the next start makes of it. */
  async kill(kind: FaultOperation['kind'], moment: Moment, options: KillOptions): Promise<KillResult> {
    const operation = operationOf(kind);
    const { after } = await this.#uninterrupted(operation);
    const { app, temporary } = this.#begin();
    const env = this.#env(temporary);
    try {
      const script = await operation.prepare(app, env);
      const scene = this.#scene(app, operation, after, temporary, options);
      await killAt(app, startNode(app, script, env), moment, options.whole);
      const fell = placeOf(app, scene.earlier);
      if (options.edits) edit(app);
      const recovered = await cli(app, ['recover', '--json'], { env });
      const asks = rowOf(app, scene.earlier)?.status === 'needs-user';
      const faults = [
        ...(recovered.code === (asks ? 1 : 0) ? [] : [`recover ended ${recovered.code}: ${wordsOf(recovered)}`]),
        ...faultsOf(scene),
        ...(await faultsOfTheSecondTry(scene, script, env)),
        ...straysOf(app, temporary, scene.known).map((name) => `stray: ${name}`),
      ];
      return { kind, fell, edited: options.edits, faults };
    } finally {
      this.#end(app, temporary);
    }
  }

  /** The same with the extension host of a real window, and what the next window makes of it. */
  async killHost(kind: HostKind, moment: Moment, options: KillOptions): Promise<KillResult> {
    const operation = operationOf(kind);
    const { after } = await this.#uninterrupted(operation);
    this.#host ??= await HostWindows.open(this.#registry, { PATH: this.#path, ...this.#caches });
    const host = this.#host;
    const app = this.#copy();
    host.adopt(app);
    try {
      const script = await operation.prepare(app, this.#env(host.temporary));
      host.prepare(app, kind);
      const scene = this.#scene(app, operation, after, host.temporary, options);
      const { earlier } = scene;
      await host.kill(app, kind, options.whole, (cancel) =>
        comesTo(app, moment, { earlier, isOver: hasEnded(app, earlier), cancel }),
      );
      const fell = placeOf(app, earlier);
      if (options.edits) edit(app);
      const faults = [
        ...(await host.reopen(app)),
        ...faultsOf(scene),
        ...(await faultsOfTheSecondTry(scene, script, this.#env(host.temporary))),
        ...straysOf(app, host.temporary, scene.known).map((name) => `stray: ${name}`),
      ];
      return { kind, fell: `host: ${fell}`, edited: options.edits, faults };
    } finally {
      app.dispose();
    }
  }

  #scene(
    app: TempProject,
    operation: FaultOperation,
    after: ProjectState,
    temporary: string,
    { edits }: KillOptions,
  ): Scene {
    const { lockfile } = this.manager;
    return { ...sceneOf(app, lockfile), operation, after, temporary, edits };
  }

  async #uninterrupted(operation: FaultOperation): Promise<Uninterrupted> {
    const known = this.#known.get(operation.kind);
    if (known !== undefined) return known;
    const { app, temporary } = this.#begin();
    const script = await operation.prepare(app, this.#env(temporary));
    const earlier = newestRow(app)?.id;
    const child = startNode(app, script, this.#env(temporary));
    let said = '';
    child.stderr?.on('data', (data: Buffer) => (said += String(data)));
    const exit = once(child, 'exit');
    await reaches(app, operation.changing, { earlier, isOver: () => child.exitCode !== null });
    const began = performance.now();
    const [code] = (await exit) as [number | null];
    const found = { after: stateOf(app, this.manager.lockfile), ms: performance.now() - began };
    this.#end(app, temporary);
    if (code !== 0) throw new Error(`${this.manager.label}: ${operation.kind} ended ${code}\n${said}`);
    this.#known.set(operation.kind, found);
    return found;
  }

  #begin(): { readonly app: TempProject; readonly temporary: string } {
    return { app: this.#copy(), temporary: tempFolder('tmp-') };
  }

  #end(app: TempProject, temporary: string): void {
    app.dispose();
    for (const folder of [temporary, homeOf(app)]) fs.rmSync(folder, { recursive: true, force: true });
  }

  #copy(): TempProject {
    const app = createTempProject({ registry: this.#registry });
    fs.cpSync(this.#base.folder, app.folder, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    return app;
  }

  #env(temporary: string): Readonly<Record<string, string>> {
    return { PATH: this.#path, TMPDIR: temporary, ...this.#caches };
  }

  get #path(): string {
    return `${this.#bin}${path.delimiter}${process.env['PATH'] ?? ''}`;
  }
}

function operationOf(kind: FaultOperation['kind']): FaultOperation {
  return faultOperations.find((each) => each.kind === kind) as FaultOperation;
}

function wordsOf({ stdout, stderr }: CliResult): string {
  return `${stdout} ${stderr}`;
}

/** Whether the whole of what is declared was installed: a lab without it would find nothing broken. */
function hasTree(app: TempProject, lockfile: string): boolean {
  const stands = app.exists('node_modules/tree-top/package.json') || app.exists('.pnp.cjs');
  return stands && app.exists(lockfile) && standing.every((name) => app.read(lockfile).includes(name));
}
