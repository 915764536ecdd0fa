import type { RelativePath } from '../base/path.ts';
import { declarationOf, mustBeInstalled, type Declaration } from '../model/declaration.ts';
import {
  findingId,
  type Finding as AnyFinding,
  type MismatchedFinding,
  type UnbuiltFinding,
} from '../model/finding.ts';
import type { Manifest } from '../model/manifest.ts';
import type { PackageName } from '../model/package-name.ts';
import type { Project } from '../model/project.ts';
import type { PackageUse, SettledPackage } from '../model/snapshot.ts';
import type { Monitor } from './monitor.ts';

/** What this one finds. */
type Finding = Exclude<AnyFinding, MismatchedFinding | UnbuiltFinding>;

/** Packages that code uses and that nobody declared or nobody installed. In a fixed order: by folder, kind and name. */
export const missingMonitor: Monitor<Finding> = ({ snapshot }) => {
  const owners = new Map(
    snapshot.map.projects.flatMap((project) =>
      project.manifests.map((manifest) => [manifest.folder, { manifest, project }]),
    ),
  );
  const uses = Map.groupBy(snapshot.uses, groupKey);
  const settled = Map.groupBy(snapshot.settled, groupKey);
  const groups = [...new Set([...uses.keys(), ...settled.keys()])].flatMap((key) => {
    const [own, others] = [uses.get(key) ?? [], settled.get(key) ?? []];
    const first = own[0] ?? others[0];
    const owner = first === undefined ? undefined : owners.get(first.manifest);
    return first === undefined || owner === undefined ? [] : [toGroup(first.package, owner, own, others)];
  });
  const unreadable = snapshot.map.faults.map((fault): Finding => {
    const { folder, message, line, column } = fault;
    return {
      kind: 'unreadable-manifest',
      id: findingId('unreadable-manifest', folder),
      manifest: folder,
      message,
      line,
      column,
    };
  });
  const found = snapshot.map.projects.flatMap((project) => projectFindings(project, groups));
  return [...unreadable, ...found].toSorted(inOrder);
};

interface Owner {
  readonly manifest: Manifest;
  readonly project: Project;
}

/** All uses of one package by the files of one manifest, as far as they are told one by one. */
interface Group extends Owner {
  readonly package: PackageName;
  readonly declaration: Declaration | undefined;
  readonly uses: readonly PackageUse[];
  /** Those from which the package cannot be found. */
  readonly missing: readonly PackageUse[];
  /** From some place it cannot be found. */
  readonly isAbsent: boolean;
}

function groupKey({ manifest, package: name }: PackageUse | SettledPackage): string {
  return `${manifest}\n${name}`;
}

function toGroup(
  name: PackageName,
  owner: Owner,
  uses: readonly PackageUse[],
  settled: readonly SettledPackage[],
): Group {
  const sorted = uses.toSorted(bySite);
  return {
    ...owner,
    package: name,
    declaration: declarationOf(owner.project, owner.manifest, name),
    uses: sorted,
    missing: sorted.filter((use) => use.installed === undefined),
    isAbsent: [...uses, ...settled].some(({ installed }) => installed === undefined),
  };
}

function projectFindings(project: Project, all: readonly Group[]): readonly Finding[] {
  const groups = all.filter((group) => group.project === project);
  const undeclared = groups.filter((group) => group.declaration === undefined);
  const declared = groups.filter(({ declaration }) => declaration !== undefined && mustBeInstalled(declaration));
  const absent = declared.filter(({ isAbsent }) => isAbsent);
  const findings = undeclared.flatMap(undeclaredFindings);
  if (!isNotInstalled(project, declared, absent)) return [...findings, ...absent.flatMap(uninstalledFindings)];
  const missing = [...new Set(absent.map((group) => group.package))].toSorted(compare);
  return [
    ...findings,
    { kind: 'not-installed', id: findingId('not-installed', project.root), project: project.root, missing },
  ];
}

/** A fresh clone, or a pull that changed half of what is used: one install puts all of it right. */
function isNotInstalled(project: Project, declared: readonly Group[], absent: readonly Group[]): boolean {
  const missing = new Set(absent.map((group) => group.package)).size;
  const used = new Set(declared.map((group) => group.package)).size;
  return missing > 0 && (!project.hasNodeModules || (missing >= 3 && missing * 2 >= used));
}

function undeclaredFindings(group: Group): readonly Finding[] {
  const { manifest, package: name } = group;
  const sure = group.uses.filter(isConfirmed);
  const finding: readonly Finding[] =
    sure.length === 0
      ? []
      : [
          {
            kind: 'undeclared',
            id: findingId('undeclared', manifest.folder, name),
            package: name,
            manifest: manifest.folder,
            uses: sure,
            belongsIn: sure.every((use) => use.belongsIn === 'devDependencies') ? 'devDependencies' : 'dependencies',
            installed: sure.every((use) => use.installed !== undefined),
          },
        ];
  return [...finding, ...unsureFindings(group, group.uses)];
}

function uninstalledFindings(group: Group): readonly Finding[] {
  const { manifest, package: name, declaration } = group;
  const sure = group.missing.filter(isConfirmed);
  const finding: readonly Finding[] =
    sure.length === 0 || declaration === undefined
      ? []
      : [
          {
            kind: 'uninstalled',
            id: findingId('uninstalled', manifest.folder, name),
            package: name,
            manifest: manifest.folder,
            uses: sure,
            field: declaration.field,
            range: declaration.range,
          },
        ];
  return [...finding, ...unsureFindings(group, group.missing)];
}

function unsureFindings({ manifest, package: name }: Group, uses: readonly PackageUse[]): readonly Finding[] {
  const unsure = uses.filter((use) => !isConfirmed(use));
  if (unsure.length === 0) return [];
  return [
    {
      kind: 'unsure',
      id: findingId('unsure', manifest.folder, name),
      package: name,
      manifest: manifest.folder,
      uses: unsure,
    },
  ];
}

function isConfirmed(use: PackageUse): boolean {
  return use.doubt === undefined;
}

const kindOrder: readonly Finding['kind'][] = [
  'unreadable-manifest',
  'not-installed',
  'undeclared',
  'uninstalled',
  'unsure',
];

function inOrder(a: Finding, b: Finding): number {
  return (
    compare(folderOf(a), folderOf(b)) ||
    kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind) ||
    compare('package' in a ? a.package : '', 'package' in b ? b.package : '')
  );
}

function folderOf(finding: Finding): RelativePath {
  return 'project' in finding ? finding.project : finding.manifest;
}

function bySite(a: PackageUse, b: PackageUse): number {
  const [from, to] = [a.site, b.site];
  return (
    compare(from.file, to.file) ||
    from.range.startLine - to.range.startLine ||
    from.range.startColumn - to.range.startColumn
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
