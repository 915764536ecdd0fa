// A bundle of its own: it is asked for seldom.
import * as v from 'valibot';
import { builtinHost } from '../../model/builtins.ts';
import { foldersAbove, upward, type RelativePath } from '../../base/path.ts';
import { manifestPath } from '../../model/manifest.ts';
import { parsePackageName, type PackageName } from '../../model/package-name.ts';
import type { Project } from '../../model/project.ts';
import { classifySpecifier } from '../../model/specifier.ts';
import type { UnknownProject, UnusedPackage, UnusedReport } from '../../model/unused.ts';
import type { Breathe } from '../breathe.ts';
import type { FolderContext } from '../folder-context.ts';
import type { FolderReader } from '../folder-reader.ts';
import { leftOutReason } from '../left-out.ts';
import { rangePlace } from '../range-place.ts';
import { readNamed } from '../names/named.ts';
import type { Sightings } from '../sightings.ts';
import { installedFolders, unnamed, type Wanted } from './mentions.ts';
import { mayBeUsedUnnamed } from './unsure-kinds.ts';

const fields = ['dependencies', 'devDependencies'] as const;

const installedSchema = v.object({
  bin: v.fallback(v.optional(v.union([v.string(), v.record(v.string(), v.unknown())])), undefined),
  scripts: v.fallback(v.optional(v.record(v.string(), v.unknown())), undefined),
  keywords: v.fallback(v.optional(v.array(v.unknown())), undefined),
  peerDependencies: v.fallback(v.optional(v.record(v.string(), v.unknown())), undefined),
  peerDependenciesMeta: v.fallback(v.optional(v.record(v.string(), v.unknown())), undefined),
});

type Installed = v.InferOutput<typeof installedSchema>;

interface Candidate extends Omit<UnusedPackage, 'place'> {
  readonly project: Project;
  /** Undefined where it is not in node_modules. */
  readonly installed: Installed | undefined;
}

/**
 * What is declared and surely used by nothing: no text of the repository names it or a program of it, nothing that is
 * installed has it as a peer, and it is of no kind that is used unnamed. `imports`: of all files. Where packages cannot be
 * asked, what no text names is unknown.
 */
export async function unusedPackages(
  context: FolderContext,
  imports: Iterable<Sightings>,
  breathe: Breathe,
): Promise<UnusedReport> {
  const imported = await importedNames(imports, breathe);
  const candidates: Candidate[] = [];
  for (const project of context.map.projects) {
    candidates.push(...(await candidatesOf(context, project, breathe)).filter((one) => !imported.has(one.package)));
  }
  const words = Map.groupBy(candidates, (one) => one.package);
  const wanted: Wanted = new Map([...words].map(([name, all]) => [name, all.flatMap(wordsFor)] as const));
  const left = await unnamed(repositoryOf(context), wanted, breathe);
  if (left === undefined) return { found: [], unknown: unknownOf(candidates, 'texts') };
  const seeming = candidates.filter((one) => left.has(one.package));
  const asked = seeming.filter((one) => isKnown(context, one));
  const peers = new Set<string>();
  for (const project of new Set(asked.map((one) => one.project))) await addPeers(peers, context, project, breathe);
  return {
    found: asked.filter((one) => !peers.has(one.package)).flatMap((one) => placed(context, one)),
    unknown: unknownOf(
      seeming.filter((one) => !asked.includes(one)),
      'packages',
    ),
  };
}

function unknownOf(candidates: readonly Candidate[], because: UnknownProject['because']): readonly UnknownProject[] {
  return [...new Set(candidates.map(({ project }) => project.root))].map((project) => ({ project, because }));
}

/** What stands around the scanned folder may run what it declares. */
function repositoryOf({ reader }: FolderContext): FolderReader {
  const root = [reader.root, ...foldersAbove(reader.root)].find((folder) => reader.elsewhere(folder).stat('.git'));
  return root === undefined ? reader : reader.elsewhere(root);
}

/** Plug'n'Play keeps packages in archives; Yarn's own store has names of its own. */
function isKnown(context: FolderContext, { project, installed }: Candidate): boolean {
  const { root, hasNodeModules, manager } = project;
  const isElsewhere = context.ownerOf(root)?.plugAndPlay !== undefined || manager.kind === 'above';
  const isStored = context.reader.isFolder(modulesOf(root, '.store'));
  return installed !== undefined && hasNodeModules && !isElsewhere && !isStored;
}

/** It does something when it is installed, or says that others find it by its keywords. */
function actsByItself({ scripts = {}, keywords = [] }: Installed): boolean {
  const isRun = ['preinstall', 'install', 'postinstall'].some((name) => name in scripts);
  return (
    isRun ||
    keywords.some((word) => typeof word === 'string' && /plugin|addon|preset|loader|node-red|homebridge/.test(word))
  );
}

function modulesOf(folder: RelativePath, below?: string): RelativePath {
  return [folder, 'node_modules', below].filter(Boolean).join('/');
}

async function importedNames(all: Iterable<Sightings>, breathe: Breathe): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const sightings of all) {
    await breathe();
    for (let index = 0; index < sightings.length; index++) {
      for (const one of readNamed(sightings.specifierAt(index)).packages) {
        const shape = classifySpecifier(one);
        if (shape.kind === 'package') names.add(shape.name);
      }
    }
  }
  return names;
}

async function candidatesOf(context: FolderContext, project: Project, breathe: Breathe): Promise<readonly Candidate[]> {
  const declared = new Set(
    project.manifests.flatMap((manifest) => fields.flatMap((field) => [...manifest.dependencies[field].keys()])),
  );
  const candidates: Candidate[] = [];
  for (const entry of entriesOf(context, project)) {
    await breathe();
    const place = placeOf(context, entry.manifest, entry.package);
    if (entry.package.startsWith('@types/') && areTypesUsed(context, place, entry.package, declared)) continue;
    const installed = place === undefined ? undefined : readInstalled(context, place);
    if (installed === undefined || !actsByItself(installed)) candidates.push({ ...entry, project, installed });
  }
  return candidates;
}

/** What is declared from elsewhere, and of no kind that is used unnamed. */
function entriesOf(context: FolderContext, { manifests }: Project): readonly Omit<UnusedPackage, 'place'>[] {
  const siblings = new Set(manifests.flatMap(({ name }) => name ?? []));
  return manifests
    .filter(({ folder }) => leftOutReason(context, manifestPath(folder)) === undefined)
    .flatMap((manifest) =>
      fields.flatMap((field) =>
        [...manifest.dependencies[field]].flatMap(([key, range]) => {
          const name = parsePackageName(key);
          const isOwn = name === undefined || siblings.has(name) || manifest.dependencies.peerDependencies.has(name);
          if (isOwn || /^(?:file|link|portal|workspace):/.test(range) || mayBeUsedUnnamed(name)) return [];
          return [{ package: name, manifest: manifest.folder, field, range }];
        }),
      ),
    );
}

/** Its own folder in the nearest node_modules. */
function placeOf({ reader }: FolderContext, from: RelativePath, name: PackageName): RelativePath | undefined {
  return [...upward(from)]
    .map((folder) => modulesOf(folder, name))
    .find((folder) => reader.isFile(manifestPath(folder)));
}

/** Of a module of Node, of what is declared, or of what is there without an import. */
function areTypesUsed(
  { reader }: FolderContext,
  place: RelativePath | undefined,
  name: PackageName,
  declared: ReadonlySet<string>,
): boolean {
  const typed = typedBy(name);
  if (['node', 'deno'].includes(typed) || builtinHost(typed) !== undefined || declared.has(typed)) return true;
  const text = place === undefined ? undefined : reader.readText(`${place}/index.d.ts`);
  if (text === undefined || !/^\s*(?:import|export)\b/m.test(text)) return true;
  return /^\s*(?:export\s+)?declare\s+(?:global|var|let|const|function|namespace|class|module)\b|^export as namespace|<reference\s+path/m.test(
    text,
  );
}

/** `@types/a__b` has the types of `@a/b`. */
function typedBy(name: PackageName): string {
  return name.slice('@types/'.length).replace(/^(.+)__/, '@$1/');
}

/** Its name, also without its scope (icons are asked for so), what its types are of, and its programs. */
function wordsFor({ package: name, installed }: Candidate): readonly string[] {
  const bin = installed?.bin;
  const programs = typeof bin === 'object' ? Object.keys(bin) : [];
  return [name, name.replace(/^@[^/]+\//, ''), ...(name.startsWith('@types/') ? [typedBy(name)] : []), ...programs];
}

/** What anything that is installed has as a peer. */
async function addPeers(
  peers: Set<string>,
  context: FolderContext,
  { root, manifests }: Project,
  breathe: Breathe,
): Promise<void> {
  for (const folder of new Set([root, ...manifests.map((manifest) => manifest.folder)])) {
    for (const place of installedFolders(context.reader, modulesOf(folder))) {
      await breathe();
      const { peerDependencies = {}, peerDependenciesMeta = {} } = readInstalled(context, place) ?? {};
      for (const name of [...Object.keys(peerDependencies), ...Object.keys(peerDependenciesMeta)]) peers.add(name);
    }
  }
}

function readInstalled(context: FolderContext, folder: RelativePath): Installed | undefined {
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
