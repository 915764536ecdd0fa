import { joinRelative, type RelativePath } from '../base/path.ts';
import { declarationOf } from '../model/declaration.ts';
import type { ImportForm } from '../model/import-site.ts';
import { declaredIn, dependencyFields, type Manifest } from '../model/manifest.ts';
import type { PackageName } from '../model/package-name.ts';
import type { Doubt } from '../model/snapshot.ts';
import type { PopularList } from '../ports/popular-list.ts';
import type { FolderContext, Owner } from './folder-context.ts';
import type { FolderReader } from './folder-reader.ts';
import { hasProgram } from './names/has-program.ts';
import { readNamed } from './names/named.ts';
import { toolsByName } from './names/tools.ts';
import type { Meaning } from './resolver.ts';
import { isNamedForm, type SightingKind } from './sighting-kind.ts';
import type { SheetStems } from './styles/explained.ts';

/** What a specifier of code means. */
type Resolve = (from: RelativePath, owner: Owner, specifier: string, kind: SightingKind) => Meaning | undefined;

/** What style sheets, configurations and scripts mean by a name. Only what is declared is sure there to be a package. */
export class OtherNames {
  readonly #context: FolderContext;
  readonly #popular: PopularList;
  readonly #sheets: SheetStems;
  readonly #resolve: Resolve;

  constructor(context: FolderContext, popular: PopularList, sheets: SheetStems, resolve: Resolve) {
    this.#context = context;
    this.#popular = popular;
    this.#sheets = sheets;
    this.#resolve = resolve;
  }

  /** What is none of these is a specifier of code. */
  meaningOf(form: ImportForm, from: RelativePath, owner: Owner, text: string, kind: SightingKind): Meaning | undefined {
    if (form === 'style-import') return this.#resolveStyle(from, owner, text, kind);
    if (form === 'config-types') return this.#resolveTypes(from, owner, text, kind);
    if (form === 'script') return this.#resolveScript(from, owner, text, kind);
    return isNamedForm(form) ? this.#resolveNamed(from, owner, text, kind) : this.#resolve(from, owner, text, kind);
  }

  /** A file comes first, unless the specifier says itself that it names a package: `~x` of webpack, `pkg:x` of Sass. */
  #resolveStyle(from: RelativePath, owner: Owner, specifier: string, kind: SightingKind): Meaning | undefined {
    const bare = specifier.replace(/^(?:~|pkg:)/, '');
    const meaning = this.#resolve(from, owner, bare, { ...kind, typeScript: false });
    if (meaning === undefined || meaning.isSettled) return meaning;
    const answer = this.#sheets.ask(this.#context.reader, from, bare);
    if (answer === 'file' && bare === specifier) return undefined;
    if (answer !== 'none' && !this.#isKnown(owner, meaning.package, bare)) return undefined;
    if (isDeclared(owner, meaning.package)) return meaning;
    return { ...meaning, doubt: meaning.doubt ?? (answer === 'none' ? 'unknown' : 'sheet') };
  }

  /** One that is there or declared speaks for all that may be meant. */
  #resolveNamed(from: RelativePath, owner: Owner, text: string, kind: SightingKind): Meaning | undefined {
    const { packages, tool } = readNamed(text);
    const meanings = packages.map((name) => this.#resolve(from, owner, name, kind));
    const found = meanings.filter((one) => one !== undefined);
    const there = found.find(({ isSettled }) => isSettled) ?? found.find((one) => isDeclared(owner, one.package));
    const [first] = found;
    if (there !== undefined) return there;
    if (first === undefined || found.length < meanings.length) return undefined;
    if (packages.some((name) => isBeside(this.#context.reader, from, name))) return undefined;
    if (tool === undefined) return { ...first, doubt: first.doubt ?? 'comment' };
    const doubt = isToolDeclared(owner, tool) ? this.#doubtForTools(owner, first, packages[0]) : 'no-tool';
    return { ...first, doubt: first.doubt ?? doubt };
  }

  /** A reference in a tsconfig: the same as in code, where somebody declares it. */
  #resolveTypes(from: RelativePath, owner: Owner, text: string, kind: SightingKind): Meaning | undefined {
    const meaning = this.#resolve(from, owner, text, kind);
    if (meaning === undefined || meaning.isSettled) return meaning;
    if (isBeside(this.#context.reader, from, text)) return undefined;
    if (isDeclared(owner, meaning.package)) return meaning;
    return { ...meaning, doubt: meaning.doubt ?? this.#doubtForTools(owner, meaning, text) };
  }

  /** Of what is declared it says nothing: that is told where it is used. */
  #resolveScript(from: RelativePath, owner: Owner, text: string, kind: SightingKind): Meaning | undefined {
    const { packages, tool: program = '' } = readNamed(text);
    const meaning = this.#resolve(from, owner, packages[0] ?? '', kind);
    if (meaning === undefined || hasProgram(this.#context, owner, packages, program)) return undefined;
    return { ...meaning, doubt: meaning.doubt ?? 'program' };
  }

  /** A tool finds what it brings itself, and what another package does, wherever a package manager puts that. */
  #doubtForTools(owner: Owner, { package: name }: Meaning, text = ''): Doubt {
    const isElsewhere = this.#context.map.projects.some(({ manifests }) =>
      manifests.some((manifest) => declaredIn(manifest, name) !== undefined),
    );
    if (isElsewhere) return 'declared-elsewhere';
    return this.#isKnown(owner, name, text) ? 'tool' : 'unknown';
  }

  /**
   * A name that is a package's beyond doubt, where what is named may be a file as well: `theme.css` and `normalize.css` look
   * alike.
   */
  #isKnown({ project }: Owner, name: PackageName, specifier: string): boolean {
    if (name.startsWith('@') || this.#context.isLocked(project, name)) return true;
    return this.#popular.find(name) !== undefined && !(specifier === name && /\.[a-z]+$/.test(name));
  }
}

function isDeclared({ project, manifest }: Owner, name: string): boolean {
  return declarationOf(project, manifest, name) !== undefined;
}

/** Whether somebody reads the configuration of a tool. */
function isToolDeclared(owner: Owner, tool: string): boolean {
  const broughtBy = toolsByName.get(tool)?.broughtBy ?? [];
  return broughtBy.some((name) =>
    name.endsWith('*')
      ? owner.project.manifests.some((one) => declaresBelow(one, name.slice(0, -1)))
      : isDeclared(owner, name),
  );
}

function declaresBelow({ dependencies }: Manifest, scope: string): boolean {
  return dependencyFields.some((field) => [...dependencies[field].keys()].some((name) => name.startsWith(scope)));
}

/** Whether a file of the project explains a name: `setup.js`, `src/setup`. */
function isBeside(reader: FolderReader, from: RelativePath, name: string): boolean {
  if (name.startsWith('@')) return false;
  const [first = ''] = name.split('/', 1);
  const path = joinRelative(from, first);
  return path !== undefined && (name === first ? reader.isFile(path) : reader.isFolder(path));
}
