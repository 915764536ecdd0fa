import { baseNameOf, type RelativePath } from '../../base/path.ts';
import type { FolderReader } from '../folder-reader.ts';
import { largestSource } from '../listing.ts';
import { lockfileManagers } from '../manager.ts';

/** What others wrote, or a build did. Ignored files are read: code that is generated uses packages too. */
const passedOver: ReadonlySet<string> = new Set([
  ...['.git', '.hg', '.svn', '.jj', '.yarn', '.cache', '.next', '.nuxt', '.output', '.parcel-cache', '.quartermaster'],
  ...['.svelte-kit', '.turbo', 'build', 'coverage', 'dist', 'node_modules', 'out'],
]);

/** Prose, which names what it does not use, and what holds no text. */
const noCode =
  /\.(?:md|markdown|txt|rst|adoc|map|png|jpe?g|gif|webp|avif|ico|svg|pdf|woff2?|ttf|eot|otf|mp[34]|webm|wav|zip|t?gz|br|wasm|node|exe|dll|so|dylib|snap)$|^(?:LICEN[CS]E|AUTHORS|NOTICE)\b/i;

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
 * comment. Undefined where something could not be read, so that nobody knows.
 */
export function unnamed(reader: FolderReader, wanted: Wanted): ReadonlySet<string> | undefined {
  const left = new Map(wanted);
  const walk = (folder: RelativePath): boolean => {
    const entries = reader.list(folder);
    if (entries === undefined) return false;
    const paths = entries.map(({ name, kind }) => ({ path: folder === '' ? name : `${folder}/${name}`, name, kind }));
    // What stands at the top names most.
    for (const { path, name, kind } of paths) {
      if (left.size === 0) return true;
      // A tool's own file or folder, whatever is in it: `.husky/`, `one.config.js`.
      if (!passedOver.has(name))
        for (const [key, words] of left) if (words.some((word) => name.includes(word))) left.delete(key);
      if (kind !== 'file' || noCode.test(name) || lockfileManagers.has(name)) continue;
      if ((reader.stat(path)?.size ?? 0) > largestSource) continue;
      const text = reader.readText(path);
      if (text === undefined) return false;
      strike(left, name === 'package.json' ? withoutDeclarations(text) : text);
    }
    return paths.every(({ path, name, kind }) => kind !== 'folder' || passedOver.has(name) || walk(path));
  };
  return walk('') ? new Set(left.keys()) : undefined;
}

/** Takes out what the text names. */
function strike(left: Map<string, readonly string[]>, text: string): void {
  for (const [key, words] of left) {
    if (words.some((word) => text.includes(word) && wholeWord(word).test(text))) left.delete(key);
  }
}

/** Endings of files: a name before one of them is that of the tool whose file it is. */
const ending = String.raw`(?:c?js|mjs|[cm]?ts|json5?|ya?ml|toml|sh|css|config|conf|rc)\b`;

/** A name behind a scope is another name, and so is one that goes on; a path or a subpath is not. */
function wholeWord(word: string): RegExp {
  const literal = word.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  return new RegExp(`(?<![\\w@.-])(?<!@[\\w.-]+/)${literal}(?![\\w-]|\\.(?!${ending})\\w)`);
}

function withoutDeclarations(text: string): string {
  try {
    const { pnpm, ...manifest } = JSON.parse(text.replace(/^\uFEFF/, '')) as Record<string, unknown>;
    const rest = Object.entries(manifest).filter(([field]) => !declaring.includes(field));
    return JSON.stringify([Object.fromEntries(rest), withoutOverrides(pnpm)]);
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
