import * as v from 'valibot';
import { joinRelative, type RelativePath } from '../../base/path.ts';
import { emptyLockfile, hostOf, withoutRepeats, type LockedPackage, type Lockfile } from '../../model/lockfile.ts';
import { nameAndVersion, sourceOf, withoutPeers } from './dependency-path.ts';

/** A malformed field is one that is not there. */
const text = v.fallback(v.optional(v.string()), undefined);

const resolution = v.fallback(
  v.optional(v.object({ integrity: text, tarball: text, type: text, repo: text, directory: text })),
  undefined,
);

/** One malformed entry is an unknown package, not an unknown lockfile. */
const entry = v.fallback(v.optional(v.object({ name: text, version: text, resolution })), undefined);

/** `version` since version 6; a string before. */
const link = v.fallback(v.union([v.string(), v.object({ version: text })]), '');
const links = v.fallback(v.optional(v.record(v.string(), link)), undefined);
const importer = v.fallback(v.object({ dependencies: links, devDependencies: links, optionalDependencies: links }), {});

const lockfile = v.object({
  lockfileVersion: v.union([v.string(), v.number()]),
  importers: v.fallback(v.optional(v.record(v.string(), importer)), undefined),
  packages: v.fallback(v.optional(v.record(v.string(), entry)), undefined),
});
type Parsed = v.InferOutput<typeof lockfile>;
type Entry = NonNullable<v.InferOutput<typeof entry>>;
type Importer = v.InferOutput<typeof importer>;

/** The generations that are known: 5 (pnpm 3 to 7), 6 (pnpm 8) and 9 (since pnpm 9). */
const knownVersions = /^(?:5|6|9)(?:\.|$)/;

/** The version that a lockfile says it is of where that is none of ours; undefined for ours and for no lockfile. */
export async function unknownVersion(source: string): Promise<string | undefined> {
  for (const document of await parse(source)) {
    const { lockfileVersion } = document as { lockfileVersion?: unknown };
    const version = String(lockfileVersion ?? '');
    if (version !== '' && !knownVersions.test(version)) return version;
  }
  return undefined;
}

/** pnpm-lock.yaml 5.0 to 9.0 (pnpm's repository: lockfile/types). Unreadable text has no packages. */
export async function readPnpmLockfile(source: string): Promise<Lockfile> {
  for (const document of await parse(source)) {
    const parsed = v.safeParse(lockfile, document);
    if (!parsed.success || !knownVersions.test(String(parsed.output.lockfileVersion))) continue;
    // The pnpm that a project pins has a document of its own, before the project's.
    if (parsed.output.packages === undefined && parsed.output.importers === undefined && !isSingle(document)) continue;
    return toLockfile(parsed.output, v.parse(importer, document));
  }
  return emptyLockfile;
}

function isSingle(document: object): boolean {
  return ['specifiers', 'dependencies', 'devDependencies', 'optionalDependencies'].some((key) => key in document);
}

async function parse(source: string): Promise<readonly object[]> {
  const { parseAllYaml } = await import('../lazy/lockfile-parsers.ts');
  try {
    const documents = parseAllYaml(source, { uniqueKeys: false });
    if (!Array.isArray(documents)) return [];
    if (documents.some(({ errors }) => errors.length > 0)) return [];
    const values = documents.map((document): unknown => document.toJS());
    return values.filter((value): value is object => typeof value === 'object' && value !== null);
  } catch {
    return [];
  }
}

/** `single`: the fields of a project alone, which stand at the top before version 9. */
function toLockfile({ importers, packages }: Parsed, single: Importer): Lockfile {
  const projects = new Map(Object.entries(importers ?? { '.': single }));
  const entries = new Map(Object.entries(packages ?? {}).flatMap(([key, value]) => (value ? [[key, value]] : [])));
  return {
    version(folder, name) {
      const project = projects.get(folder === '' ? '.' : folder);
      const found = project === undefined ? undefined : linksOf(project).get(name);
      return found === undefined ? undefined : versionOf(name, found, entries);
    },
    packages: withoutRepeats([
      ...[...entries].flatMap(([key, value]) => lockedPackage(key, value) ?? []),
      ...[...projects].flatMap(([folder, project]) => membersIn(folder, project, projects)),
    ]),
  };
}

function linksOf({ dependencies, devDependencies, optionalDependencies }: Importer): ReadonlyMap<string, string> {
  const all = [optionalDependencies, devDependencies, dependencies].flatMap((field) => Object.entries(field ?? {}));
  return new Map(all.map(([name, link]) => [name, typeof link === 'string' ? link : (link.version ?? '')]));
}

function versionOf(name: string, link: string, entries: ReadonlyMap<string, Entry>): string | undefined {
  if (link === '' || link.startsWith('link:')) return undefined;
  const plain = withoutPeers(link);
  const keys = [plain, link, `${name}@${plain}`, `/${name}@${plain}`, `/${name}@${link}`, `/${name}/${link}`];
  const key = keys.find((candidate) => entries.has(candidate));
  if (key === undefined) return nameAndVersion(plain)?.version ?? plain;
  return entries.get(key)?.version ?? nameAndVersion(key)?.version;
}

function lockedPackage(key: string, { name, version, resolution }: Entry): LockedPackage | undefined {
  const read = nameAndVersion(key);
  const own = name ?? read?.name;
  if (own === undefined) return undefined;
  return {
    name: own,
    version: version ?? read?.version ?? '',
    source: sourceOf(read?.version ?? key, resolution ?? {}),
    integrity: resolution?.integrity,
    host: hostOf(resolution?.tarball),
  };
}

/** A lockfile has no names of members: they are known by what others call them. */
function membersIn(
  folder: RelativePath,
  project: Importer,
  projects: ReadonlyMap<string, Importer>,
): readonly LockedPackage[] {
  return [...linksOf(project)].flatMap(([name, link]) => {
    if (!link.startsWith('link:')) return [];
    const target = joinRelative(folder === '.' ? '' : folder, link.slice('link:'.length));
    if (target === undefined || !projects.has(target === '' ? '.' : target)) return [];
    return [{ name, version: '', source: 'workspace' as const, integrity: undefined }];
  });
}
