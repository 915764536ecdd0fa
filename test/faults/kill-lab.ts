import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startCli, cli } from '../support/cli.ts';
import { homeOf } from '../support/engine.ts';
import { freshCaches } from '../support/environment.ts';
import { binOf, type TestManager } from '../support/managers.ts';
import { createTempProject, tempFolder, type TempProject } from '../support/temp-project.ts';
import { faultOperations, succeed, type FaultOperation } from './operations.ts';
import { newestRow, stateOf, straysOf, type ProjectState } from './project-state.ts';
import { HostWindows, type HostKind } from './host-windows.ts';
import { descendantsOf, killHard } from './process-tree.ts';
import { standing, treeTop } from './tree.ts';

/** Where in an operation it is killed: as soon as the journal shows this, or at a moment between two such. */
export type Moment = { readonly after: RegExp } | { readonly after: RegExp; readonly plusMs: number };

/** What the journal shows in the course of an operation, in its order. */
export const journalStates = {
  queued: /^queued /,
  resolving: /^running Resolving/,
  'writing down': /^running Writing down/,
  comparing: /^running Comparing/,
  keeping: /^running Keeping/,
  writing: /^running Writing package/,
  installing: /^running Installing/,
  checking: /^running Checking/,
  ended: /^succeeded /,
} as const satisfies Readonly<Record<string, RegExp>>;

/** One kill and what the next start made of it. */
export interface KillResult {
  readonly kind: FaultOperation['kind'];
  /** What the journal said when it was dead. */
  readonly fell: string;
  readonly edited: boolean;
  /** Empty where everything was as it must be. */
  readonly faults: readonly string[];
}

/** A project before an operation and after it. */
interface Sides {
  readonly before: ProjectState;
  readonly after: ProjectState;
}

/** A manager with a standing tree that is copied for each kill. */
export class KillLab {
  readonly #manager: TestManager;
  readonly #registry: { readonly url: string };
  readonly #base: TempProject;
  readonly #bin: string;
  readonly #caches: Readonly<Record<string, string>>;
  #host: HostWindows | undefined;
  readonly #windows = new Map<string, Sides & { readonly ms: number }>();

  private constructor(manager: TestManager, registry: { readonly url: string }, base: TempProject, bin: string) {
    this.#manager = manager;
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

  /** How long the files of the project are being changed, in milliseconds, and what comes of it. */
  async measure(operation: FaultOperation): Promise<number> {
    return (await this.#window(operation)).ms;
  }

  /** Kills the operation at a moment, with all processes that it started or alone, and looks at what the next start makes of it. */
  async kill(
    kind: FaultOperation['kind'],
    moment: Moment,
    options: { whole: boolean; edits: boolean },
  ): Promise<KillResult> {
    const operation = faultOperations.find((each) => each.kind === kind) as FaultOperation;
    const sides = await this.#window(operation);
    const app = this.#copy();
    const temporary = tempFolder('tmp-');
    try {
      const command = await operation.prepare(app, this.#env(temporary));
      const earlier = newestRow(app)?.id;
      const known = new Set([...fs.readdirSync(app.folder), ...madeByManagers]);
      await killAt(app, command, this.#env(temporary), moment, options.whole);
      const fell = placeOf(app, earlier);
      if (options.edits) edit(app);
      const recovered = await cli(app, ['recover', '--json'], { env: this.#env(temporary) });
      const faults = [
        ...(recovered.code === 0 ? [] : [`recover ended ${recovered.code}: ${recovered.stdout} ${recovered.stderr}`]),
        ...this.#faultsOf(app, sides, earlier, options.edits),
        ...straysOf(app, temporary, known).map((name) => `stray: ${name}`),
      ];
      return { kind, fell, edited: options.edits, faults };
    } finally {
      app.dispose();
      fs.rmSync(temporary, { recursive: true, force: true });
      fs.rmSync(homeOf(app), { recursive: true, force: true });
    }
  }

  /** The same with the extension host of a real window, and what the next window makes of it. */
  async killHost(kind: HostKind, moment: Moment, options: { whole: boolean; edits: boolean }): Promise<KillResult> {
    const operation = faultOperations.find((each) => each.kind === kind) as FaultOperation;
    const sides = await this.#window(operation);
    this.#host ??= await HostWindows.open(this.#registry, { PATH: this.#path, ...this.#caches });
    const host = this.#host;
    const app = this.#copy();
    host.adopt(app);
    try {
      await operation.prepare(app, this.#env(host.temporary));
      host.prepare(app, kind);
      const earlier = newestRow(app)?.id;
      const known = new Set([...fs.readdirSync(app.folder), ...madeByManagers]);
      await host.kill(app, kind, options.whole, async () => {
        await reaches(app, moment.after, hasEnded(app, earlier), earlier);
        if ('plusMs' in moment) await delay(moment.plusMs);
      });
      const fell = placeOf(app, earlier);
      if (options.edits) edit(app);
      const faults = [
        ...(await host.reopen(app)),
        ...this.#faultsOf(app, sides, earlier, options.edits),
        ...straysOf(app, host.temporary, known).map((name) => `stray: ${name}`),
      ];
      return { kind, fell: `host: ${fell}`, edited: options.edits, faults };
    } finally {
      app.dispose();
    }
  }

  #faultsOf(
    app: TempProject,
    { before, after }: Sides,
    earlier: string | undefined,
    edited: boolean,
  ): readonly string[] {
    const row = newestRow(app);
    const now = stateOf(app, this.#manager.lockfile);
    const isOpen = row !== undefined && ['queued', 'running', 'needs-user'].includes(row.status);
    const plain = edited ? unedited(now.manifest) : now.manifest;
    const side = row?.id !== earlier && row?.status === 'succeeded' ? after : before;
    return [
      ...(isOpen ? [`left ${row.status}`] : []),
      ...(edited && plain === now.manifest ? ["the user's edit is lost"] : []),
      ...(same(plain, side.manifest, edited) ? [] : ['the manifest is not the one of its operation']),
      ...(now.lockfile === side.lockfile ? [] : ['the lockfile is not the one of its operation']),
      ...differences(side.tree, now.tree),
    ];
  }

  async #window(operation: FaultOperation) {
    const known = this.#windows.get(operation.kind);
    if (known !== undefined) return known;
    const app = this.#copy();
    const temporary = tempFolder('tmp-');
    const command = await operation.prepare(app, this.#env(temporary));
    const before = stateOf(app, this.#manager.lockfile);
    const earlier = newestRow(app)?.id;
    const child = startCli(app, command, this.#env(temporary));
    let said = '';
    child.stderr?.on('data', (data: Buffer) => (said += String(data)));
    const exit = once(child, 'exit');
    await reaches(app, journalStates.writing, () => child.exitCode !== null, earlier);
    const began = performance.now();
    const [code] = (await exit) as [number | null];
    const window = { before, after: stateOf(app, this.#manager.lockfile), ms: performance.now() - began };
    app.dispose();
    if (code !== 0) throw new Error(`${this.#manager.label}: ${command.join(' ')} ended ${code}\n${said}`);
    this.#windows.set(operation.kind, window);
    return window;
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

async function killAt(
  app: TempProject,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  moment: Moment,
  whole: boolean,
): Promise<void> {
  const earlier = newestRow(app)?.id;
  const child = startCli(app, command, env);
  const exit = once(child, 'exit');
  await reaches(app, moment.after, () => child.exitCode !== null, earlier);
  if ('plusMs' in moment) await Promise.race([delay(moment.plusMs), exit]);
  const pid = child.pid ?? 0;
  const others = whole ? descendantsOf(pid) : [];
  for (const each of [pid, ...others]) killHard(each);
  await exit;
}

/** What the journal says of the operation that came after `earlier`. */
function placeOf(app: TempProject, earlier: string | undefined): string {
  const row = newestRow(app);
  return row === undefined || row.id === earlier ? 'before its row' : `${row.status} ${row.step}`.trim();
}

/** In a window nobody else tells that an operation is at its end. */
function hasEnded(app: TempProject, earlier: string | undefined): () => boolean {
  const deadline = performance.now() + endsMs;
  return () => {
    if (performance.now() > deadline) throw new Error('The window began nothing, or did not come to its end.');
    const row = newestRow(app);
    return row !== undefined && row.id !== earlier && !['queued', 'running'].includes(row.status);
  };
}

/** Until the journal shows it of an operation after `earlier`, or that is over. */
async function reaches(
  app: TempProject,
  state: RegExp,
  isOver: () => boolean,
  earlier: string | undefined,
): Promise<void> {
  for (;;) {
    const row = newestRow(app);
    if (row !== undefined && row.id !== earlier && state.test(`${row.status} ${row.step}`)) return;
    if (isOver()) return;
    await delay(1);
  }
}

/** Longer than any of these operations takes in a window. */
const endsMs = 60_000;

/** What an operation may leave beside package.json. */
const madeByManagers = [
  '.quartermaster',
  'node_modules',
  'package-lock.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  '.yarn',
  '.pnp.cjs',
  '.pnp.loader.mjs',
];

/** The first few of them, and how many there are. */
function differences(wanted: readonly string[], found: readonly string[]): readonly string[] {
  const [left, right] = [new Set(wanted), new Set(found)];
  const all = [
    ...wanted.filter((file) => !right.has(file)).map((file) => `-${file}`),
    ...found.filter((file) => !left.has(file)).map((file) => `+${file}`),
  ];
  if (all.length === 0) return [];
  return [`the tree is not the one of its operation: ${all.length} differ: ${all.slice(0, 3).join(', ')}`];
}

/** Whether the whole of what is declared was installed: a lab without it would find nothing broken. */
function hasTree(app: TempProject, lockfile: string): boolean {
  const stands = app.exists('node_modules/tree-top/package.json') || app.exists('.pnp.cjs');
  return stands && app.exists(lockfile) && standing.every((name) => app.read(lockfile).includes(name));
}

const mark = '\n  "edited": "by its user",';

function edit(app: TempProject): void {
  app.write('package.json', app.read('package.json').replace('{', `{${mark}`));
}

function unedited(manifest: string): string {
  return manifest.replace(mark, '');
}

/** White space may differ where a change was taken out of what a user wrote. */
function same(left: string, right: string, edited: boolean): boolean {
  return edited ? JSON.stringify(JSON.parse(left)) === JSON.stringify(JSON.parse(right)) : left === right;
}
