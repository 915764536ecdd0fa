// A bundle of its own: it is asked for seldom.
import * as v from 'valibot';
import { builtinHost } from '../../model/builtins.ts';
import type { RelativePath } from '../../base/path.ts';
import { manifestPath, type Manifest } from '../../model/manifest.ts';
import { parsePackageName, type PackageName } from '../../model/package-name.ts';
import type { Project } from '../../model/project.ts';
import { classifySpecifier } from '../../model/specifier.ts';
import type { UnusedPackage, UnusedReport } from '../../model/unused.ts';
import type { FolderContext } from '../folder-context.ts';
import { leftOutReason } from '../left-out.ts';
import { rangePlace } from '../range-place.ts';
import type { Sightings } from '../sightings.ts';
import { installedFolders, unnamed, type Wanted } from './mentions.ts';
import { mayBeUsedUnnamed } from './unsure-kinds.ts';

const fields = ['dependencies', 'devDependencies'] as const;

const installedSchema = v.object({
  bin: v.fallback(v.optional(v.union([v.string(), v.record(v.string(), v.unknown())])), undefined),
  peerDependencies: v.fallback(v.optional(v.record(v.string(), v.unknown())), undefined),
  peerDependenciesMeta: v.fallback(v.optional(v.record(v.string(), v.unknown())), undefined),
});

type Candidate = Omit<UnusedPackage, 'place'>;

/**
 * What is declared and surely used by nothing: no text of the folder names it or a program of it, nothing that is installed
 * has it as a peer, and it is of no kind that is used unnamed. `imports`: of all files. Where packages cannot be asked,
 * what no text names is unknown.
 */
export function unusedPackages(context: FolderContext, imports: Iterable<Sightings>): UnusedReport {
  const { projects } = context.map;
  const imported = importedNames(imports);
  const candidates = projects.flatMap((project) =>
    candidatesOf(context, project)
      .filter((one) => !imported.has(one.package))
      .map((one) => ({ ...one, project })),
  );
  const wanted: Wanted = new Map(candidates.map((one) => [one.package, wordsFor(context, one)] as const));
  const left = unnamed(context.reader, wanted);
  const unnamedOnes = candidates.filter((one) => left === undefined || left.has(one.package));
  const [asked, unasked] = [new Set<Project>(), new Set<Project>()];
  for (const { project } of unnamedOnes)
    (left !== undefined && isKnown(context, project) ? asked : unasked).add(project);
  const peers = new Set([...asked].flatMap((project) => [...peersIn(context, project)]));
  const found = unnamedOnes.filter((one) => asked.has(one.project) && !peers.has(one.package));
  return {
    found: found.flatMap((one) => placed(context, one)),
    unknown: [...unasked].map(({ root }) => root),
  };
}

/** Plug'n'Play keeps packages in archives; Yarn's own store has names of its own. */
function isKnown(context: FolderContext, project: Project): boolean {
  const { root, hasNodeModules } = project;
  const isElsewhere = context.ownerOf(root)?.plugAndPlay !== undefined || project.manager.kind === 'above';
  return hasNodeModules && !isElsewhere && !context.reader.isFolder(modulesOf(root, '.store'));
}

function modulesOf(folder: RelativePath, below?: string): RelativePath {
  return [folder, 'node_modules', below].filter(Boolean).join('/');
}

function importedNames(all: Iterable<Sightings>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const sightings of all) {
    for (let index = 0; index < sightings.length; index++) {
      const shape = classifySpecifier(sightings.specifierAt(index));
      if (shape.kind === 'package') names.add(shape.name);
    }
  }
  return names;
}

function candidatesOf(context: FolderContext, project: Project): readonly Candidate[] {
  const siblings = new Set(project.manifests.flatMap(({ name }) => name ?? []));
  const declared = new Set(
    project.manifests.flatMap((manifest) => fields.flatMap((field) => [...manifest.dependencies[field].keys()])),
  );
  return project.manifests
    .filter(({ folder }) => leftOutReason(context, manifestPath(folder)) === undefined)
    .flatMap((manifest) =>
      fields.flatMap((field) =>
        [...manifest.dependencies[field]].flatMap(([key, range]) => {
          const name = parsePackageName(key);
          const isOwn = name === undefined || siblings.has(name) || manifest.dependencies.peerDependencies.has(name);
          if (isOwn || /^(?:file|link|portal|workspace):/.test(range) || mayBeUsedUnnamed(name)) return [];
          if (name.startsWith('@types/') && areTypesUsed(context, manifest, name, declared)) return [];
          return [{ package: name, manifest: manifest.folder, field, range }];
        }),
      ),
    );
}

/** Of a module of Node, of what is declared, or of what is there without an import. */
function areTypesUsed(
  context: FolderContext,
  { folder }: Manifest,
  name: PackageName,
  declared: ReadonlySet<string>,
): boolean {
  const typed = name.slice('@types/'.length).replace(/^(.+)__/, '@$1/');
  if (['node', 'deno'].includes(typed) || builtinHost(typed) !== undefined || declared.has(typed)) return true;
  const text =
    context.reader.readText(`${modulesOf(folder, name)}/index.d.ts`) ??
    context.reader.readText(`${modulesOf('', name)}/index.d.ts`);
  return (
    text === undefined ||
    /^\s*(?:export\s+)?declare\s+(?:global|var|let|const|function|namespace|class|module)\b|^export as namespace/m.test(
      text,
    )
  );
}

/** Its name, also without its scope (icons are asked for so), what its types are of, and its programs. */
function wordsFor(context: FolderContext, { package: name, manifest }: Candidate): readonly string[] {
  const typed = name.startsWith('@types/') ? [name.slice('@types/'.length).replace(/^(.+)__/, '@$1/')] : [];
  const bin = [modulesOf(manifest, name), modulesOf('', name)]
    .map((folder) => readInstalled(context, folder)?.bin)
    .find((one) => one !== undefined);
  const programs = typeof bin === 'object' ? Object.keys(bin) : [];
  return [name, name.replace(/^@[^/]+\//, ''), ...typed, ...programs];
}

function* peersIn(context: FolderContext, { root, manifests }: Project): Generator<string> {
  for (const folder of new Set([root, ...manifests.map((manifest) => manifest.folder)])) {
    for (const place of installedFolders(context.reader, modulesOf(folder))) {
      const { peerDependencies = {}, peerDependenciesMeta = {} } = readInstalled(context, place) ?? {};
      yield* Object.keys(peerDependencies);
      yield* Object.keys(peerDependenciesMeta);
    }
  }
}

function readInstalled(
  context: FolderContext,
  folder: RelativePath,
): v.InferOutput<typeof installedSchema> | undefined {
  const text = context.reader.readText(manifestPath(folder));
  try {
    const parsed = v.safeParse(installedSchema, JSON.parse(text ?? ''));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

function placed(
  context: FolderContext,
  { package: name, manifest, field, range }: Candidate,
): readonly UnusedPackage[] {
  const place = rangePlace(context.reader.readText(manifestPath(manifest)) ?? '', field, name);
  return place === undefined ? [] : [{ package: name, manifest, field, range, place }];
}
