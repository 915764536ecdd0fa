import { parse as parseJsonc } from 'jsonc-parser';
import * as v from 'valibot';
import { directoryOf, joinRelative, upward, type RelativePath } from '../base/path.ts';
import type { FolderReader } from './folder-reader.ts';
import { compare } from './listing.ts';

/** One entry of `paths`. */
export interface PathPattern {
  /** With at most one `*`. */
  readonly pattern: string;
  /** Relative to the scanned folder, a `*` where the pattern's text goes; undefined for one that leaves the folder. */
  readonly targets: readonly (RelativePath | undefined)[];
}

/** What a tsconfig or jsconfig says about bare specifiers. */
export interface PathAliases {
  readonly patterns: readonly PathPattern[];
  /** Folder in which bare specifiers are looked up first. */
  readonly baseUrl: RelativePath | undefined;
}

const strings = v.fallback(v.array(v.string()), []);
const schema = v.object({
  extends: v.fallback(
    v.optional(
      v.union([
        v.array(v.string()),
        v.pipe(
          v.string(),
          v.transform((one) => [one]),
        ),
      ]),
      [],
    ),
    [],
  ),
  references: v.fallback(v.optional(v.array(v.object({ path: v.string() })), []), []),
  compilerOptions: v.fallback(
    v.optional(
      v.object({
        baseUrl: v.fallback(v.optional(v.string()), undefined),
        paths: v.fallback(v.optional(v.record(v.string(), strings)), undefined),
      }),
      {},
    ),
    {},
  ),
});

type Config = v.InferOutput<typeof schema>;

/** Effective values of one config: `paths` of a child replace those of its parent altogether (TSConfig reference). */
interface Effective {
  readonly paths: readonly PathPattern[] | undefined;
  readonly baseUrl: RelativePath | undefined;
}

/** Reads configs once; every path is relative to the scanned folder. Missing and broken ones say nothing. */
export class TsConfigs {
  readonly #reader: FolderReader;
  readonly #byFolder: ReadonlyMap<RelativePath, readonly RelativePath[]>;
  /** Whether a file stands there; those of the listing do. */
  readonly #isFile: Map<RelativePath, boolean>;
  readonly #parsed = new Map<RelativePath, Config | undefined>();
  readonly #aliases = new Map<RelativePath, readonly PathAliases[]>();

  constructor(reader: FolderReader, configs: ReadonlySet<RelativePath>) {
    this.#reader = reader;
    this.#byFolder = Map.groupBy([...configs].toSorted(compare), directoryOf);
    this.#isFile = new Map([...configs].map((path) => [path, true]));
  }

  /**
   * All aliases that may apply to files of a folder: those of the nearest folder with a config, its variants
   * (tsconfig.app.json), what they extend and reference. Which of them owns a file does not matter here: an alias of
   * the same project is never a package to install.
   */
  aliasesFor(folder: RelativePath): readonly PathAliases[] {
    const nearest = [...upward(folder)].find((above) => this.#byFolder.has(above));
    if (nearest === undefined) return [];
    const known = this.#aliases.get(nearest);
    if (known !== undefined) return known;
    const aliases = this.#read(this.#byFolder.get(nearest) ?? []);
    this.#aliases.set(nearest, aliases);
    return aliases;
  }

  #read(configs: readonly RelativePath[]): readonly PathAliases[] {
    const seen = new Set<RelativePath>();
    const queue = [...configs];
    const found: PathAliases[] = [];
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const { paths, baseUrl } = this.#effective(path, directoryOf(path), new Set());
      if (paths !== undefined || baseUrl !== undefined) found.push({ patterns: paths ?? [], baseUrl });
      queue.push(...this.#references(path));
    }
    return found;
  }

  #effective(path: RelativePath, leaf: RelativePath, chain: ReadonlySet<RelativePath>): Effective {
    const config = this.#parse(path);
    // A config that extends itself, by whatever way round, adds nothing the second time.
    if (config === undefined || chain.has(path)) return { paths: undefined, baseUrl: undefined };
    const here = directoryOf(path);
    const parents = config.extends
      .flatMap((name) => this.#locate(here, name) ?? [])
      .map((parent) => this.#effective(parent, leaf, new Set([...chain, path])));
    const own = config.compilerOptions.baseUrl;
    const baseUrl = own === undefined ? lastOf(parents, (one) => one.baseUrl) : within(here, leaf, own);
    const paths = config.compilerOptions.paths;
    return {
      baseUrl,
      paths: paths === undefined ? lastOf(parents, (one) => one.paths) : toPatterns(paths, baseUrl ?? here, leaf),
    };
  }

  #references(path: RelativePath): readonly RelativePath[] {
    return (this.#parse(path)?.references ?? []).flatMap((reference) => {
      const target = joinRelative(directoryOf(path), reference.path);
      if (target === undefined) return [];
      return this.#reader.isFolder(target) ? (joinRelative(target, 'tsconfig.json') ?? []) : target;
    });
  }

  /** `extends`: a path, with or without .json, or a package's file; a missing one is nothing to worry about. */
  #locate(from: RelativePath, name: string): RelativePath | undefined {
    if (/^\.\.?(?:[/\\]|$)/.test(name))
      return this.#firstFile(variants(joinRelative(from, name.replaceAll('\\', '/'))));
    if (/^(?:[/\\]|[a-z]:)/i.test(name)) return undefined;
    for (const folder of upward(from)) {
      const found = this.#firstFile(variants(joinRelative(folder, 'node_modules', name)));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #firstFile(paths: readonly RelativePath[]): RelativePath | undefined {
    return paths.find((path) => {
      const isFile = this.#isFile.get(path) ?? this.#reader.isFile(path);
      this.#isFile.set(path, isFile);
      return isFile;
    });
  }

  #parse(path: RelativePath): Config | undefined {
    if (!this.#parsed.has(path)) {
      const text = this.#reader.readText(path);
      const parsed =
        text === undefined ? undefined : v.safeParse(schema, parseJsonc(text, [], { allowTrailingComma: true }));
      this.#parsed.set(path, parsed?.success === true ? parsed.output : undefined);
    }
    return this.#parsed.get(path);
  }
}

function variants(path: RelativePath | undefined): readonly RelativePath[] {
  return path === undefined ? [] : [path, `${path}.json`, `${path}/tsconfig.json`];
}

function lastOf<T>(parents: readonly Effective[], pick: (one: Effective) => T | undefined): T | undefined {
  return parents.map(pick).findLast((value) => value !== undefined);
}

/** `${configDir}` is the folder of the config that was asked for, not of the one that is extended (TypeScript 5.5). */
function within(here: RelativePath, leaf: RelativePath, path: string): RelativePath | undefined {
  const template = '${configDir}';
  const isTemplate = path.startsWith(template);
  return joinRelative(
    isTemplate ? leaf : here,
    (isTemplate ? path.slice(template.length) : path).replaceAll('\\', '/'),
  );
}

function toPatterns(
  paths: Readonly<Record<string, readonly string[]>>,
  base: RelativePath,
  leaf: RelativePath,
): readonly PathPattern[] {
  return Object.entries(paths).map(([pattern, targets]) => ({
    pattern,
    targets: targets.map((target) => within(base, leaf, target)),
  }));
}
