import { mkdirSync, promises, readFileSync, readdirSync, watch, writeFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import * as v from 'valibot';
import { toDisposable, type Disposable } from '../base/lifecycle.ts';
import { noBuildNotes, type BuildNotes } from '../model/build.ts';
import { isMode } from '../model/mode.ts';
import { defaultRetention, type Retention } from '../model/retention.ts';
import type { PrivateHost } from '../model/private-host.ts';
import { isRuleSource, ruleKinds, type AcceptedPolicy, type RuleSource } from '../model/rule.ts';
import { isDraftOf } from '../ports/files.ts';
import type { KnownDatabase, UserState, WriteAhead } from '../ports/user-state.ts';
import { diskFiles } from './disk-files.ts';
import { pathKey } from './path-key.ts';
import { storedRequestSchema } from './stored-request-schema.ts';
import {
  hasOrphans,
  identityOf,
  identitySchema,
  ownIdentity,
  stateOf,
  type ProcessIdentity,
} from './process-identity.ts';

const modeSchema = v.object({ root: v.string(), mode: v.string() });
const retentionSchema = v.object({
  days: v.pipe(v.number(), v.integer(), v.minValue(1)),
  operations: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
const databaseSchema = v.object({
  root: v.string(),
  database: v.object({ device: v.string(), inode: v.string(), databaseId: v.string() }),
});
/** What every file about one project has. */
const ofProjectSchema = v.object({ root: v.string() });
const builtSchema = v.object({ name: v.string(), version: v.string(), integrity: v.string() });
const buildsSchema = v.object({
  root: v.string(),
  unbuilt: v.array(
    v.object({
      name: v.string(),
      version: v.string(),
      place: v.string(),
      scripts: v.array(v.string()),
      integrity: v.optional(v.string()),
      digest: v.string(),
    }),
  ),
  built: v.array(builtSchema),
});

const privateHostsSchema = v.object({
  root: v.string(),
  hosts: v.array(v.object({ host: v.string(), names: v.array(v.string()) })),
});

const fileSchema = v.object({
  path: v.string(),
  before: v.optional(v.string()),
  after: v.optional(v.string()),
});
const writeAheadSchema = v.object({
  operation: v.string(),
  root: v.string(),
  workspace: v.optional(v.string()),
  files: v.array(fileSchema),
  begun: v.optional(v.boolean(), true),
  head: v.optional(v.string()),
  shadow: v.optional(v.string()),
  trees: v.optional(v.array(v.object({ path: v.string(), existed: v.boolean() }))),
  request: v.optional(storedRequestSchema),
  held: v.optional(v.boolean(), false),
  at: v.string(),
  owner: identitySchema,
});

const consentsSchema = v.object({ root: v.string(), digests: v.array(v.string()) });

const acceptedSchema = v.object({
  root: v.string(),
  hash: v.string(),
  rules: v.array(
    v.object({
      id: v.string(),
      name: v.string(),
      kind: v.picklist(ruleKinds),
      priority: v.number(),
      enabled: v.boolean(),
      conditions: v.record(v.string(), v.unknown()),
      source: v.custom<RuleSource>(isRuleSource),
    }),
  ),
});

/** A file that changes to and fro between branches is asked about once for each content. */
const mostConsents = 100;

/** Nothing that is still being written is older, in milliseconds. */
const draftMs = 60_000;

/**
 * One JSON file a folder and fact, one an open operation; written atomically, readable by this user alone. Mode and
 * database are files of their own: two processes that write one each must not undo each other's.
 */
export class DiskUserState implements UserState {
  readonly #home: string;

  constructor(home: string) {
    this.#home = home;
  }

  async mode(root: string): ReturnType<UserState['mode']> {
    const stored = v.safeParse(modeSchema, readJson(this.#folderFile(root, 'mode')));
    if (!stored.success || stored.output.root !== root) return undefined;
    return isMode(stored.output.mode) ? stored.output.mode : undefined;
  }

  async setMode(root: string, mode: string): Promise<void> {
    await this.#write(this.#folderFile(root, 'mode'), { root, mode });
  }

  async retention(): Promise<Retention | undefined> {
    const stored = v.safeParse(retentionSchema, readJson(join(this.#home, 'retention.json')));
    return stored.success ? stored.output : undefined;
  }

  async setRetention(retention: Retention): Promise<void> {
    const { days, operations } = (await this.retention()) ?? defaultRetention;
    if (days === retention.days && operations === retention.operations) return;
    await this.#write(join(this.#home, 'retention.json'), retention);
  }

  /** Where the system has no watch left to give, nothing is told: whoever acts by a mode asks for it anew. */
  watch(root: string, changed: () => void): Disposable {
    const prefix = basename(this.#folderFile(root, 'mode')).split('.', 1)[0] ?? '';
    const folder = join(this.#home, 'folders');
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name?.startsWith(prefix) === true) changed();
      });
      watcher.on('error', () => watcher.close());
      return toDisposable(() => watcher.close());
    } catch {
      return toDisposable(() => undefined);
    }
  }

  async consents(root: string): Promise<readonly string[]> {
    const stored = v.safeParse(consentsSchema, readJson(this.#folderFile(root, 'consents')));
    return stored.success && stored.output.root === root ? stored.output.digests : [];
  }

  async addConsent(root: string, digest: string): Promise<void> {
    const others = (await this.consents(root)).filter((known) => known !== digest);
    const digests = [digest, ...others].slice(0, mostConsents);
    await this.#write(this.#folderFile(root, 'consents'), { root, digests });
  }

  async acceptedRules(root: string): Promise<AcceptedPolicy | undefined> {
    const stored = v.safeParse(acceptedSchema, readJson(this.#folderFile(root, 'rules')));
    if (!stored.success || stored.output.root !== root) return undefined;
    const { hash, rules } = stored.output;
    return { hash, rules };
  }

  async setAcceptedRules(root: string, { hash, rules }: AcceptedPolicy): Promise<void> {
    await this.#write(this.#folderFile(root, 'rules'), { root, hash, rules });
  }

  async forget(root: string): Promise<void> {
    for (const fact of ['mode', 'consents', 'rules', 'database'] as const) {
      await promises.rm(this.#folderFile(root, fact), { force: true });
    }
    const folder = join(this.#home, 'folders');
    for (const name of namesIn(folder).filter((file) => /\.(?:builds|private)\.json$/.test(file))) {
      const stored = v.safeParse(ofProjectSchema, readJson(join(folder, name)));
      if (stored.success && isBelow(root, stored.output.root)) await promises.rm(join(folder, name), { force: true });
    }
  }

  lockFile(project: string): string {
    return join(this.#home, 'locks', `${pathKey(project)}.lock`);
  }

  async builds(project: string): Promise<BuildNotes> {
    const stored = v.safeParse(buildsSchema, readJson(this.#folderFile(project, 'builds')));
    if (!stored.success || stored.output.root !== project) return noBuildNotes;
    const { unbuilt, built } = stored.output;
    return { unbuilt: unbuilt.map((each) => ({ ...each, integrity: each.integrity })), built };
  }

  async setBuilds(project: string, notes: BuildNotes): Promise<void> {
    const file = this.#folderFile(project, 'builds');
    if (notes.unbuilt.length + notes.built.length === 0) await promises.rm(file, { force: true });
    else await this.#write(file, { root: project, ...notes });
  }

  async privateHosts(project: string): Promise<readonly PrivateHost[]> {
    const stored = v.safeParse(privateHostsSchema, readJson(this.#folderFile(project, 'private')));
    return stored.success && stored.output.root === project ? stored.output.hosts : [];
  }

  async setPrivateHosts(project: string, hosts: readonly PrivateHost[]): Promise<void> {
    const file = this.#folderFile(project, 'private');
    if (hosts.length === 0) await promises.rm(file, { force: true });
    else await this.#write(file, { root: project, hosts });
  }

  async knownDatabase(root: string): Promise<KnownDatabase | undefined> {
    const stored = v.safeParse(databaseSchema, readJson(this.#folderFile(root, 'database')));
    return stored.success && stored.output.root === root ? stored.output.database : undefined;
  }

  async setKnownDatabase(root: string, database: KnownDatabase): Promise<void> {
    await this.#write(this.#folderFile(root, 'database'), { root, database });
  }

  async writeAhead(record: WriteAhead): Promise<void> {
    const owner: ProcessIdentity = ownIdentity();
    await this.#write(this.#writeAheadFile(record.operation, 'json'), { ...record, owner });
  }

  /** At once: who dies between its start and this note leaves a package manager that nobody knows. */
  async noteChild(operation: string, pid: number): Promise<void> {
    const options = { mode: 0o600 };
    mkdirSync(join(this.#home, 'write-ahead'), { recursive: true, mode: 0o700 });
    writeFileSync(this.#writeAheadFile(operation, 'child'), `${JSON.stringify(identityOf(pid))}\n`, options);
  }

  async runningChild(operation: string): Promise<number | undefined> {
    const child = v.safeParse(identitySchema, readJson(this.#writeAheadFile(operation, 'child')));
    if (!child.success) return undefined;
    if (stateOf(child.output) === 'alive') return child.output.pid;
    const record = v.safeParse(writeAheadSchema, readJson(this.#writeAheadFile(operation, 'json')));
    const { root, shadow } = record.success ? record.output : {};
    const folders = [root, shadow].filter((folder) => folder !== undefined);
    return hasOrphans(child.output, folders) ? child.output.pid : undefined;
  }

  async closeWriteAhead(operation: string): Promise<void> {
    const files = [this.#writeAheadFile(operation, 'json'), this.#writeAheadFile(operation, 'child')];
    await this.#removeDrafts((found) => files.some((file) => isDraftOf(basename(file), found)));
    // The record at the very last: while it stands, the next start knows what to look for.
    for (const file of files.toReversed()) await promises.rm(file, { force: true });
  }

  async abandoned(below: string): Promise<readonly WriteAhead[]> {
    const folder = join(this.#home, 'write-ahead');
    const names = namesIn(folder);
    const records: WriteAhead[] = [];
    // What a process left that died at its very first word, and long enough ago that it is no other's at this moment.
    const longAgo = Date.now() - draftMs;
    await this.#removeDrafts(async (found) => found.endsWith('.tmp') && (await timeOf(join(folder, found))) < longAgo);
    for (const name of names.filter((file) => file.endsWith('.json')).sort()) {
      const record = v.safeParse(writeAheadSchema, readJson(join(folder, name)));
      if (!record.success || !isBelow(below, record.output.root) || stateOf(record.output.owner) !== 'dead') continue;
      const { operation, root, workspace = root, files, begun, head, shadow, trees, request, held, at } = record.output;
      records.push({
        operation,
        root,
        workspace,
        begun,
        head,
        shadow,
        trees,
        request,
        held,
        at,
        files: files.map((file) => ({ path: file.path, before: file.before, after: file.after })),
      });
    }
    return records;
  }

  async #removeDrafts(isOld: (name: string) => boolean | Promise<boolean>): Promise<void> {
    const folder = join(this.#home, 'write-ahead');
    for (const name of namesIn(folder)) {
      if (await isOld(name)) await promises.rm(join(folder, name), { force: true });
    }
  }

  async #write(file: string, value: unknown): Promise<void> {
    await promises.mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
    await diskFiles.writeAtomic(file, Buffer.from(`${JSON.stringify(value, undefined, 1)}\n`));
  }

  #folderFile(root: string, fact: 'mode' | 'database' | 'builds' | 'consents' | 'rules' | 'private'): string {
    return join(this.#home, 'folders', `${pathKey(root)}.${fact}.json`);
  }

  #writeAheadFile(operation: string, kind: 'json' | 'child'): string {
    return join(this.#home, 'write-ahead', `${operation.replace(/[^\w-]/g, '')}.${kind}`);
  }
}

/** Infinity where it is gone since. */
function timeOf(file: string): Promise<number> {
  return promises.stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => Infinity,
  );
}

function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`) || path.startsWith(`${folder}${sep}`);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** At once: most of these are a few hundred bytes, which take a thread longer to be handed out than to be read. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
