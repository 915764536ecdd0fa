import picomatch from 'picomatch';
import { directoryOf, type RelativePath } from '../base/path.ts';
import { declarationOf, mustBeInstalled } from '../model/declaration.ts';
import { builtinHost } from '../model/builtins.ts';
import { parsePackageName, typesPackageOf, type PackageName } from '../model/package-name.ts';
import { classifySpecifier, type Specifier } from '../model/specifier.ts';
import type { Doubt, InstalledPackage, PackageUse } from '../model/snapshot.ts';
import { askAliases, isConfigured, isMocked, isProvided } from './alias.ts';
import { isAmbient } from './ambient.ts';
import { belongsIn, isOfDevelopment, isTest } from './belongs-in.ts';
import { isDoubted } from './doubted-names.ts';
import type { FolderContext, Owner } from './folder-context.ts';
import type { PopularList } from '../ports/popular-list.ts';
import { isMadeUp } from './made-up.ts';
import { OtherNames } from './other-names.ts';
import {
  isOfComments,
  isNamedForm,
  isOfTools,
  kindOf,
  meaningKind,
  unsureBy,
  type SightingKind,
} from './sighting-kind.ts';
import { SheetStems } from './styles/explained.ts';
import { knownTypesOf } from './reference-types.ts';
import type { Sighting, Sightings } from './sightings.ts';
import { isTypeScript, mayHaveTypes } from './source-kind.ts';
import { typesOnlyPackage } from './types-only.ts';
import type { UseCollector } from './use-collector.ts';

/** What a specifier means from a folder; undefined: nothing that a registry serves. */
export interface Meaning {
  readonly package: PackageName;
  readonly installed: InstalledPackage | undefined;
  /** Declared and there, or nothing that could be missed: no parser needs to look. */
  readonly isSettled: boolean;
  readonly doubt: Doubt | undefined;
  /** Tests get a file in its place. */
  readonly isMocked?: boolean;
  /** A page brings it. */
  readonly isProvided?: boolean;
}

/** Where a file stands, for all files of a folder that are read alike. */
interface Place {
  readonly from: RelativePath;
  readonly owner: Owner;
  readonly typeScript: boolean;
  /** By what else decides: {@link meaningKind}. Most folders have files of one kind alone. */
  readonly meanings: (Map<string, Meaning | undefined> | undefined)[];
}

/** From specifiers to packages, for one state of a folder. */
export class Resolver {
  readonly #context: FolderContext;
  /** Never reported, by the user's word. */
  readonly isIgnored: (name: string) => boolean;
  readonly #popular: PopularList;
  readonly #others: OtherNames;
  readonly #places = new Map<string, Place | undefined>();
  /** What specifiers are by their looks, whoever asks. */
  readonly #shapes = new Map<string, Specifier>();

  /** `ignorePackages`: names or globs (`@org/*`) that are never reported. */
  constructor(
    context: FolderContext,
    ignorePackages: readonly string[],
    popular: PopularList,
    sheets: Iterable<RelativePath>,
  ) {
    this.#context = context;
    this.#popular = popular;
    this.#others = new OtherNames(context, popular, new SheetStems(sheets), (...asked) => this.#resolve(...asked));
    this.isIgnored = ignorePackages.length === 0 ? () => false : picomatch([...ignorePackages]);
  }

  /** The uses of packages among the sightings. */
  uses(file: RelativePath, sightings: Sightings): readonly PackageUse[] {
    const found: PackageUse[] = [];
    this.#each(file, sightings, (meaning, place, index) =>
      found.push(useOf(file, place, meaning, sightings.at(index))),
    );
    return found;
  }

  /** The same, for a look at a whole folder. */
  collect(file: RelativePath, sightings: Sightings, collector: UseCollector): void {
    const typeScript = isTypeScript(file);
    this.#each(file, sightings, (meaning, place, index) =>
      collector.add(meaning, typeScript, () => useOf(file, place, meaning, sightings.at(index))),
    );
  }

  /** True where one of the candidates would be reported if it is real: only then a parser has to look. */
  needsConfirmation(file: RelativePath, candidates: Sightings): boolean {
    const place = this.#placeOf(file);
    if (place === undefined) return false;
    for (let index = 0; index < candidates.length; index++) {
      // What a comment names stays unsure, whoever looks.
      if (isOfComments(candidates.formAt(index))) continue;
      if (this.#meaningAt(place, candidates, index)?.isSettled === false) return true;
    }
    return false;
  }

  #each(
    file: RelativePath,
    sightings: Sightings,
    found: (meaning: Meaning, place: Place, index: number) => void,
  ): void {
    const place = this.#placeOf(file);
    if (place === undefined) return;
    for (let index = 0; index < sightings.length; index++) {
      const meaning = this.#meaningAt(place, sightings, index);
      if (meaning !== undefined) found(meaning, place, index);
    }
  }

  /** Undefined where no manifest owns the file. */
  #placeOf(file: RelativePath): Place | undefined {
    const from = directoryOf(file);
    const typeScript = mayHaveTypes(file);
    const key = typeScript ? `${from}\nts` : from;
    if (!this.#places.has(key)) {
      const owner = this.#context.ownerOf(from);
      this.#places.set(key, owner && { from, owner, typeScript, meanings: [] });
    }
    return this.#places.get(key);
  }

  #meaningAt(place: Place, sightings: Sightings, index: number): Meaning | undefined {
    const specifier = sightings.specifierAt(index);
    // Most are relative, and no package's name begins so.
    if (specifier.startsWith('.')) return undefined;
    const typeOnly = sightings.isTypeOnlyAt(index);
    const form = sightings.formAt(index);
    const meanings = (place.meanings[meaningKind(form, typeOnly)] ??= new Map());
    const known = meanings.get(specifier);
    if (known !== undefined || meanings.has(specifier)) return known;
    const { from, owner } = place;
    const kind = kindOf(form, typeOnly, place.typeScript);
    const meaning = this.#others.meaningOf(form, from, owner, specifier, kind);
    meanings.set(specifier, meaning);
    return meaning;
  }

  #resolve(from: RelativePath, owner: Owner, specifier: string, kind: SightingKind): Meaning | undefined {
    const asked = askedFor(specifier, this.#shapeOf(specifier), kind) ?? this.#hosted(owner, specifier);
    if (asked === undefined || this.isIgnored(asked) || asked === owner.manifest.name) return undefined;
    const name = kind.isReference ? this.#referenced(from, owner, asked) : servedBy(owner, asked, kind);
    if (name === undefined || this.isIgnored(name)) return undefined;
    const declaration = declarationOf(owner.project, owner.manifest, name);
    // A package of the same workspace resolves inside it; the registry's namesake would be a stranger.
    if (declaration === undefined && owner.siblings.has(name)) return undefined;
    if (declaration === undefined && this.#context.isInstalledAround(owner, name)) return undefined;
    const alias =
      declaration === undefined
        ? askAliases(this.#context.reader, this.#context.configs.aliasesFor(from), specifier)
        : 'none';
    if (alias === 'alias') return undefined;
    if (declaration === undefined && this.#isConfigured(from, specifier)) return undefined;
    if (declaration === undefined && this.#isMadeUp(owner, name, specifier, kind)) return undefined;
    const installed = this.#installed(from, owner, name, declaration !== undefined);
    const isMissing = declaration === undefined || (installed === undefined && mustBeInstalled(declaration));
    // In a fresh clone one finding speaks for everything declared; parsing thousands of files would add nothing.
    const isClone = declaration !== undefined && !owner.project.hasNodeModules;
    const isSettled = !isMissing || isClone;
    return {
      package: name,
      installed,
      isSettled,
      doubt: alias === 'doubtful' ? 'alias' : isMissing ? this.#doubtOf(owner, name) : undefined,
      // What somebody declared is wanted, whoever else has it.
      ...(declaration === undefined && !kind.isOther && this.#standIn(from, owner, specifier, kind)),
    };
  }

  #shapeOf(specifier: string): Specifier {
    const shape = this.#shapes.get(specifier) ?? classifySpecifier(specifier);
    this.#shapes.set(specifier, shape);
    return shape;
  }

  /** Electron brings its module along, and is a package that a project installs all the same. */
  #hosted({ project, manifest }: Owner, specifier: string): PackageName | undefined {
    const name = builtinHost(specifier) === 'electron' ? parsePackageName('electron') : undefined;
    if (name === undefined) return undefined;
    const isPackage = declarationOf(project, manifest, name) !== undefined || this.#context.isLocked(project, name);
    return isPackage ? name : undefined;
  }

  /** By a framework, or by a `declare module` that does not just describe a package without types. */
  #isMadeUp({ project }: Owner, name: PackageName, specifier: string, { isOther }: SightingKind): boolean {
    // What is declared is declared for code.
    if (isMadeUp(specifier) || isOther) return isMadeUp(specifier);
    return isAmbient(this.#context.ambientOf(project), specifier) && !this.#context.isLocked(project, name);
  }

  #isConfigured(from: RelativePath, specifier: string): boolean {
    return isConfigured(this.#context.reader, this.#context.configAliasesFor(from), specifier);
  }

  /** What the lockfile has is no slip, whatever it is called. */
  #doubtOf(owner: Owner, name: PackageName): Doubt | undefined {
    if (owner.isDoubtful) return 'broken-manifest';
    const elsewhere = this.#context.knownElsewhere(owner, name);
    if (elsewhere !== undefined) return elsewhere;
    // Both lists are long.
    if (!isDoubted(name)) return undefined;
    const isKnown = this.#popular.find(name) !== undefined || this.#context.isLocked(owner.project, name);
    return isKnown ? undefined : 'looks';
  }

  #standIn(
    from: RelativePath,
    owner: Owner,
    specifier: string,
    { typeOnly }: SightingKind,
  ): Pick<Meaning, 'isMocked' | 'isProvided'> {
    const { reader } = this.#context;
    return {
      isMocked: !typeOnly && isMocked(reader, from, owner.manifest.folder, specifier),
      isProvided: isProvided(this.#context.configAliasesFor(from), specifier),
    };
  }

  /**
   * Who has the types that a triple-slash reference names: `@types/x` before x, unless x is there with types of its own.
   * Undefined: a module of the runtime, without a package of types.
   */
  #referenced(from: RelativePath, owner: Owner, name: PackageName): PackageName | undefined {
    const isDeclared = (one: PackageName): boolean => declarationOf(owner.project, owner.manifest, one) !== undefined;
    if (isDeclared(typesPackageOf(name))) return typesPackageOf(name);
    const only = typesOnlyPackage(name);
    if (only !== undefined) return only;
    const known = knownTypesOf(name, this.#popular);
    if (builtinHost(name) !== undefined) return known;
    const installed = this.#installed(from, owner, name, isDeclared(name));
    // What an install would bring may have types: that is seen then.
    if (installed?.hasTypes === true || (installed === undefined && isDeclared(name))) return name;
    return known ?? name;
  }

  #installed(from: RelativePath, owner: Owner, name: PackageName, isDeclared: boolean): InstalledPackage | undefined {
    // Plug'n'Play falls back to node_modules where it is told to.
    return owner.plugAndPlay?.find(from, name, isDeclared) ?? this.#context.installed.find(from, name);
  }
}

function useOf(file: RelativePath, { owner }: Place, meaning: Meaning, sighting: Sighting): PackageUse {
  const { folder } = owner.manifest;
  const ownPath = folder === '' ? file : file.slice(folder.length + 1);
  const { certainty, ...seen } = sighting;
  const isErased = sighting.typeOnly || meaning.package.startsWith('@types/');
  return {
    site: { file, ...seen, ...(isNamedForm(seen.form) && { specifier: meaning.package }) },
    package: meaning.package,
    manifest: folder,
    belongsIn: belongsIn(ownPath, isErased || isOfTools(sighting.form)),
    installed: meaning.installed,
    doubt:
      meaning.doubt ?? standInFor(ownPath, meaning) ?? (certainty === 'confirmed' ? undefined : unsureBy(seen.form)),
  };
}

/** Mocks are for tests, and what a page brings is for what is bundled into it. */
function standInFor(file: RelativePath, { isMocked: hasMock, isProvided: hasGlobal }: Meaning): Doubt | undefined {
  if (hasMock === true && isTest(file)) return 'mocked';
  return hasGlobal === true && !isOfDevelopment(file) ? 'provided' : undefined;
}

/** The package that a specifier names; a reference may name a runtime, whose types are a package. */
function askedFor(specifier: string, shape: Specifier, { isReference }: SightingKind): PackageName | undefined {
  if (shape.kind === 'package') return shape.name;
  return isReference && shape.kind === 'builtin' ? parsePackageName(specifier) : undefined;
}

/** The package that answers for a name: itself, or `@types/…` where only types are asked for and that one is declared. */
function servedBy(owner: Owner, name: PackageName, kind: SightingKind): PackageName {
  if (declarationOf(owner.project, owner.manifest, name) !== undefined) return name;
  const only = kind.typeScript || kind.typeOnly ? typesOnlyPackage(name) : undefined;
  if (only !== undefined) return only;
  if (!kind.typeOnly) return name;
  const types = typesPackageOf(name);
  return declarationOf(owner.project, owner.manifest, types) === undefined ? name : types;
}
