import { baseNameOf, type RelativePath } from '../../base/path.ts';
import type { Breathe } from '../breathe.ts';
import type { FolderReader } from '../folder-reader.ts';
import { IgnoreRules } from '../ignore-rules.ts';
import { lockfileManagers } from '../manager.ts';

/** What others wrote, or a tool did for itself. Ignored files are read: code that is generated uses packages too. */
const passedOver: ReadonlySet<string> = new Set([
  ...['.git', '.hg', '.svn', '.jj', '.yarn', '.cache', '.next', '.nuxt', '.output', '.parcel-cache', '.quartermaster'],
  ...['.svelte-kit', '.turbo', 'node_modules'],
]);

/** Builds, where git ignores them. */
const builds: ReadonlySet<string> = new Set(['build', 'coverage', 'dist', 'out']);

/** What holds no text, or nothing but licences. */
const noText =
  /\.(?:map|png|jpe?g|gif|webp|avif|ico|svg|pdf|woff2?|ttf|eot|otf|mp[34]|webm|wav|zip|t?gz|br|wasm|node|exe|dll|so|dylib|snap|lock)$|^(?:LICEN[CS]E|AUTHORS|NOTICE|CHANGELOG)\b/i;

/** Prose, which names what it does not use. */
const prose = /\.(?:md|markdown|txt|rst|adoc)$/i;

const largeText = 64_000;

/** Bytes over which nobody wrote a file by hand. */
const largestText = 16_000_000;

/** The fields of package.json that declare, and those that choose versions of what is declared. */
const declaring = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'overrides',
  'resolutions',
];

/** What is looked for: what stands for it, by the words that would name it. */
export type Wanted = ReadonlyMap<string, readonly string[]>;

/**
 * Those of `wanted` that no text of a folder names, wherever: in code, in a configuration of any tool, in a script, in a
 * comment. Undefined where something could not be read, or lies outside, so that nobody knows.
 */
export async function unnamed(
  reader: FolderReader,
  wanted: Wanted,
  breathe: Breathe,
): Promise<ReadonlySet<string> | undefined> {
  const walk = new Walk(reader, wanted, breathe);
  return (await walk.folder('')) ? new Set(walk.left.keys()) : undefined;
}

class Walk {
  readonly left: Map<string, readonly string[]>;
  readonly #reader: FolderReader;
  readonly #breathe: Breathe;
  readonly #rules: IgnoreRules;

  constructor(reader: FolderReader, wanted: Wanted, breathe: Breathe) {
    this.#reader = reader;
    this.#breathe = breathe;
    this.#rules = new IgnoreRules(reader);
    this.left = new Map(wanted);
  }

  /** False where something cannot be read. */
  async folder(folder: RelativePath): Promise<boolean> {
    await this.#breathe();
    if (this.left.size === 0) return true;
    const entries = this.#reader.list(folder);
    if (entries === undefined) return false;
    const paths = entries
      .filter(({ name }) => !passedOver.has(name))
      .map(({ name, kind }) => ({ path: folder === '' ? name : `${folder}/${name}`, name, kind }));
    // A tool's own file or folder, whatever is in it: `.husky/`, `one.config.js`.
    for (const { name } of paths) this.#strike((word) => name.includes(word));
    // What stands at the top names most.
    for (const { path, name, kind } of paths) if (kind === 'file' && !(await this.#file(path, name))) return false;
    if (paths.some(({ path, kind }) => kind === 'link' && this.#reader.linkTarget(path)?.inside === false))
      return false;
    for (const { path, name, kind } of paths) {
      if (kind === 'folder' && !this.#isBuild(path, name) && !(await this.folder(path))) return false;
    }
    return true;
  }

  async #file(path: RelativePath, name: string): Promise<boolean> {
    await this.#breathe();
    if (noText.test(name) || lockfileManagers.has(name) || (this.#reader.stat(path)?.size ?? 0) > largestText)
      return true;
    const text = this.#reader.readText(path);
    if (text === undefined) return false;
    const told = name === 'package.json' ? withoutDeclarations(text) : isProse(name) ? codeIn(text) : text;
    for (const [key, words] of this.left) {
      // Such a text takes a while for each of many names.
      if (told.length > largeText) await this.#breathe();
      if (words.some((word) => told.includes(word) && wholeWord(word).test(told))) this.left.delete(key);
    }
    return true;
  }

  #isBuild(path: RelativePath, name: string): boolean {
    return builds.has(name) && this.#rules.isEntryIgnored(path, true);
  }

  /** Takes out what is named. */
  #strike(isNamed: (word: string) => boolean): void {
    for (const [key, words] of this.left) if (words.some(isNamed)) this.left.delete(key);
  }
}

function isProse(name: string): boolean {
  return prose.test(name) && name !== 'CMakeLists.txt';
}

/** What site generators run of it: the head, and lines that import. */
function codeIn(text: string): string {
  const head = /^---\r?\n[^]*?\r?\n---/.exec(text)?.[0] ?? '';
  return [
    head,
    ...text.split('\n').filter((line) => /^\s*(?:import|export)\b|\bfrom\s*['"]|^\s*@import\b/.test(line)),
  ].join('\n');
}

/** Endings of files: a name before one of them is that of the tool whose file it is. */
const ending = String.raw`(?:c?js|mjs|[cm]?ts|json5?|ya?ml|toml|sh|css|config|conf|rc|cmd|ps1|bat|exe)\b`;

/** A name behind a scope is another name, and so is one that goes on; a path or a subpath is not. */
function wholeWord(word: string): RegExp {
  const literal = word.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  return new RegExp(`(?<![\\w@.-])(?<!@[\\w.-]+/)${literal}(?![\\w-]|\\.(?!${ending})\\w)`);
}

function withoutDeclarations(text: string): string {
  try {
    const { pnpm, ...manifest } = JSON.parse(text.replace(/^\uFEFF/, '')) as Record<string, unknown>;
    const rest = Object.entries(manifest).filter(([field]) => !declaring.includes(field));
    // `"a": "$b"` has the range of b, which has to be declared for it (npm documentation: overrides).
    const referred = JSON.stringify(manifest['overrides'] ?? {}).match(/(?<="\$)[^"]+/g) ?? [];
    return JSON.stringify([Object.fromEntries(rest), withoutOverrides(pnpm), referred]);
  } catch {
    return text;
  }
}

function withoutOverrides(pnpm: unknown): unknown {
  return typeof pnpm === 'object' && pnpm !== null ? { ...pnpm, overrides: undefined } : undefined;
}

/** Where packages stand below a node_modules: those at its top, those in them, and a store's own. */
export function* installedFolders(reader: FolderReader, modules: RelativePath): Generator<RelativePath> {
  for (const { name, kind } of reader.list(modules) ?? []) {
    const path = `${modules}/${name}`;
    if (name === '.pnpm' || name === '.bun') {
      for (const entry of reader.list(path) ?? [])
        yield* installedFolders(reader, `${path}/${entry.name}/node_modules`);
    } else if (name.startsWith('@')) {
      for (const entry of reader.list(path) ?? [])
        yield* packageFolders(reader, `${path}/${entry.name}`, entry.kind === 'link');
    } else if (!name.startsWith('.')) {
      yield* packageFolders(reader, path, kind === 'link');
    }
  }
}

function* packageFolders(reader: FolderReader, folder: RelativePath, isLink: boolean): Generator<RelativePath> {
  yield folder;
  // What a link leads to has its packages beside it, in a store or in a member.
  if (!isLink && baseNameOf(folder) !== 'node_modules') yield* installedFolders(reader, `${folder}/node_modules`);
}
