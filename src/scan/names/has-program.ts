import { isInside, upward, type RelativePath } from '../../base/path.ts';
import { dependencyFields, type Manifest } from '../../model/manifest.ts';
import type { FolderContext, Owner } from '../folder-context.ts';
import type { FolderReader } from '../folder-reader.ts';

/**
 * Whether scripts of a package find a program: one of `packages` is declared by it or by one around it, under whatever name, or
 * what stands in node_modules is another declared package's. Scripts look into node_modules of every folder above (npm
 * documentation, "npm-run-script").
 */
export function hasProgram(
  context: FolderContext,
  owner: Owner,
  packages: readonly string[],
  program: string,
): boolean {
  const { folder } = owner.manifest;
  const above = owner.project.manager.kind === 'above' ? owner.project.manager.manifest : undefined;
  const around = [
    ...context.map.projects.flatMap(({ manifests }) => manifests.filter((one) => isInside(one.folder, folder))),
    ...(above === undefined ? [] : [above]),
  ];
  if (packages.some((name) => owner.siblings.has(name) || around.some((one) => declares(one, name)))) return true;
  return [...upward(folder)].some((at) => {
    const bringer = bringerOf(context.reader, `${at === '' ? '' : `${at}/`}node_modules/.bin/${program}`);
    return bringer === '' || around.some((one) => bringer !== undefined && declares(one, bringer));
  });
}

function declares(manifest: Manifest, name: string): boolean {
  return dependencyFields.some((field) => {
    const declared = manifest.dependencies[field];
    return declared.has(name) || [...declared.values()].some((range) => range.startsWith(`npm:${name}@`));
  });
}

/** The package that a program is linked to; '' where it is no link, as pnpm makes it for what is declared; undefined: none. */
function bringerOf(reader: FolderReader, path: RelativePath): string | undefined {
  const parts = reader.realPath(path)?.split(/[/\\]/);
  if (parts === undefined) return undefined;
  const [first = '', second = ''] = parts.slice(parts.lastIndexOf('node_modules') + 1);
  if (first === '.bin') return '';
  return first.startsWith('@') ? `${first}/${second}` : first;
}
