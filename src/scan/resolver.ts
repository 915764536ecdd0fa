import picomatch from 'picomatch';
import { directoryOf, type RelativePath } from '../base/path.ts';
import { declarationOf, mustBeInstalled } from '../model/declaration.ts';
import { typesPackageOf, type PackageName } from '../model/package-name.ts';
import { classifySpecifier } from '../model/specifier.ts';
import type { InstalledPackage, PackageUse } from '../model/snapshot.ts';
import { askAliases } from './alias.ts';
import { isAmbient } from './ambient.ts';
import { belongsIn } from './belongs-in.ts';
import type { FolderContext, Owner } from './folder-context.ts';
import type { Sighting } from './record.ts';
import { isTypeScript } from './source-kind.ts';
import { typesOnlyPackage } from './types-only.ts';

/** What a specifier means from a folder; undefined: nothing that a registry serves. */
interface Meaning {
  readonly package: PackageName;
  readonly installed: InstalledPackage | undefined;
  /** Declared and there, or nothing that could be missed: no parser needs to look. */
  readonly isSettled: boolean;
  /** An alias or a broken manifest may explain it. */
  readonly isDoubtful: boolean;
}

/** From specifiers to packages, for one state of a folder. */
export class Resolver {
  readonly #context: FolderContext;
  readonly #isIgnored: (name: string) => boolean;
  readonly #meanings = new Map<string, Meaning | undefined>();

  /** `ignorePackages`: names or globs (`@org/*`) that are never reported. */
  constructor(context: FolderContext, ignorePackages: readonly string[]) {
    this.#context = context;
    this.#isIgnored = ignorePackages.length === 0 ? () => false : picomatch([...ignorePackages]);
  }

  /** The uses of packages among the sightings. */
  uses(file: RelativePath, sightings: readonly Sighting[]): readonly PackageUse[] {
    const owner = this.#context.ownerOf(directoryOf(file));
    if (owner === undefined) return [];
    const { folder } = owner.manifest;
    const ownPath = folder === '' ? file : file.slice(folder.length + 1);
    return sightings.flatMap((sighting) => {
      const meaning = this.#meaning(file, owner, sighting);
      if (meaning === undefined) return [];
      const certainty = meaning.isDoubtful ? 'unsure' : sighting.certainty;
      return {
        site: { file, ...sighting, certainty },
        package: meaning.package,
        manifest: folder,
        belongsIn: belongsIn(ownPath, sighting.typeOnly || meaning.package.startsWith('@types/')),
        installed: meaning.installed,
      };
    });
  }

  /** True where one of the candidates would be reported if it is real: only then a parser has to look. */
  needsConfirmation(file: RelativePath, candidates: readonly Sighting[]): boolean {
    const owner = this.#context.ownerOf(directoryOf(file));
    if (owner === undefined) return false;
    return candidates.some((candidate) => this.#meaning(file, owner, candidate)?.isSettled === false);
  }

  #meaning(file: RelativePath, owner: Owner, { specifier, typeOnly }: Sighting): Meaning | undefined {
    const from = directoryOf(file);
    const typeScript = isTypeScript(file);
    const key = `${from}\n${typeScript ? 't' : ''}${typeOnly ? 'e' : ''}\n${specifier}`;
    if (!this.#meanings.has(key)) {
      this.#meanings.set(key, this.#resolve(from, owner, specifier, { typeOnly, typeScript }));
    }
    return this.#meanings.get(key);
  }

  #resolve(
    from: RelativePath,
    owner: Owner,
    specifier: string,
    kind: { readonly typeOnly: boolean; readonly typeScript: boolean },
  ): Meaning | undefined {
    const shape = classifySpecifier(specifier);
    if (shape.kind !== 'package' || this.#isIgnored(shape.name) || shape.name === owner.manifest.name) return undefined;
    const name = servedBy(owner, shape.name, kind);
    const declaration = declarationOf(owner.project, owner.manifest, name);
    // A package of the same workspace resolves inside it; the registry's namesake would be a stranger.
    if (declaration === undefined && owner.siblings.has(name)) return undefined;
    const alias =
      declaration === undefined
        ? askAliases(this.#context.reader, this.#context.configs.aliasesFor(from), specifier)
        : 'none';
    if (alias === 'alias') return undefined;
    if (declaration === undefined && isAmbient(this.#context.ambientOf(owner.project), specifier)) return undefined;
    const installed = this.#installed(from, owner, name, declaration !== undefined);
    const isMissing = declaration === undefined || (installed === undefined && mustBeInstalled(declaration));
    // In a fresh clone one finding speaks for everything declared; parsing thousands of files would add nothing.
    const isClone = declaration !== undefined && !owner.project.hasNodeModules;
    return {
      package: name,
      installed,
      isSettled: !isMissing || isClone,
      isDoubtful: alias === 'doubtful' || owner.isDoubtful,
    };
  }

  #installed(from: RelativePath, owner: Owner, name: PackageName, isDeclared: boolean): InstalledPackage | undefined {
    // Plug'n'Play falls back to node_modules where it is told to.
    return owner.plugAndPlay?.find(from, name, isDeclared) ?? this.#context.installed.find(from, name);
  }
}

/** The package that answers for a name: itself, or `@types/…` where only types are asked for and that one is declared. */
function servedBy(
  owner: Owner,
  name: PackageName,
  kind: { readonly typeOnly: boolean; readonly typeScript: boolean },
): PackageName {
  if (declarationOf(owner.project, owner.manifest, name) !== undefined) return name;
  const only = kind.typeScript || kind.typeOnly ? typesOnlyPackage(name) : undefined;
  if (only !== undefined) return only;
  if (!kind.typeOnly) return name;
  const types = typesPackageOf(name);
  return declarationOf(owner.project, owner.manifest, types) === undefined ? name : types;
}
