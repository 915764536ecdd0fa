import type { BuildAnswers, BuildList, ReadConfig } from '../../ports/manager-driver.ts';
import { jsonArrayList, jsonObjectList } from '../json-build-lists.ts';
import { readJsonObject } from '../json.ts';
import { isSince } from '../since.ts';
import { editYaml, readYamlObject } from '../yaml-edit.ts';
import { addToYamlList, removeFromYamlList } from '../yaml-list.ts';

const path = 'pnpm-workspace.yaml';

/** `allowBuilds` of pnpm-workspace.yaml: `name@1.0.0: true`. */
const allowBuilds = {
  path,
  setting: 'allowBuilds',
  async read(text: string): Promise<BuildAnswers | undefined> {
    const list = (await readYamlObject(text))?.['allowBuilds'];
    if (typeof list !== 'object' || list === null) return undefined;
    return new Map(Object.entries(list).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'));
  },
  edit: ((text, { entry, answer }) =>
    editYaml(text, [{ path: ['allowBuilds', entry], value: answer }])) satisfies BuildList['edit'],
};

/** `onlyBuiltDependencies` of pnpm-workspace.yaml: `- name`. */
const onlyBuilt = {
  path,
  setting: 'onlyBuiltDependencies',
  async read(text: string): Promise<BuildAnswers | undefined> {
    const list = (await readYamlObject(text))?.['onlyBuiltDependencies'];
    return Array.isArray(list) ? new Map(list.map((item) => [String(item), true])) : undefined;
  },
  edit: ((text, { entry, answer, staysEmpty }) =>
    answer === true
      ? addToYamlList(text, 'onlyBuiltDependencies', entry)
      : removeFromYamlList(text, 'onlyBuiltDependencies', entry, staysEmpty)) satisfies BuildList['edit'],
};

/** A list that pnpm 10 still takes from package.json, as a whole, where pnpm-workspace.yaml has none of that name. */
const inManifest = (setting: 'allowBuilds' | 'onlyBuiltDependencies'): BuildList['holds'] => {
  return async (read, version) => {
    const { manifest, settings } = await listsOf(read);
    return isTen(version) && manifest.has(setting) && !lists.some((own) => settings.has(own));
  };
};

/**
 * Where pnpm writes itself what `pnpm approve-builds` is told (pnpm 10.34: writeSettings, updateWorkspaceManifest; pnpm
 * documentation: Settings, "allowBuilds", since 10.26, and "onlyBuiltDependencies"). Before 10.5 there was no place but
 * package.json, and what stands there then is gone by. None where another kind of list takes precedence:
 * `neverBuiltDependencies`, by which all else is built, and `permissions` of pnpm 12.
 */
export const pnpmBuildLists: readonly BuildList[] = [
  { ...jsonObjectList(['pnpm', 'allowBuilds']), isLocked: false, holds: inManifest('allowBuilds'), entry },
  {
    ...jsonArrayList(['pnpm', 'onlyBuiltDependencies']),
    isLocked: false,
    holds: inManifest('onlyBuiltDependencies'),
    entry,
  },
  {
    ...onlyBuilt,
    isLocked: false,
    entry,
    async holds(read, version) {
      const { manifest, settings } = await listsOf(read);
      if (!isTen(version) || settings.has('allowBuilds') || hasOther(manifest, settings)) return false;
      return settings.has('onlyBuiltDependencies') || (isSince(version, 10, 5) && !isSince(version, 10, 26));
    },
  },
  {
    ...allowBuilds,
    isLocked: false,
    entry,
    async holds(read, version) {
      const { manifest, settings } = await listsOf(read);
      return isSince(version, 10, 26) && !hasOther(isTen(version) ? manifest : new Set(), settings);
    },
  },
];

/** Versions in these lists are known since 10.19. */
function entry(name: string, packageVersion: string, version: string): string {
  return isSince(version, 10, 19) ? `${name}@${packageVersion}` : name;
}

/** Each of them takes the place of what package.json has. */
const lists = ['allowBuilds', 'onlyBuiltDependencies'];

function hasOther(manifest: ReadonlySet<string>, settings: ReadonlySet<string>): boolean {
  return settings.has('permissions') || [manifest, settings].some((keys) => keys.has('neverBuiltDependencies'));
}

/** The keys of both files that have settings. */
async function listsOf(read: ReadConfig): Promise<Readonly<Record<'manifest' | 'settings', ReadonlySet<string>>>> {
  const manifest = readJsonObject((await read('package.json')) ?? '')['pnpm'];
  const settings = (await readYamlObject((await read(path)) ?? '')) ?? {};
  return { manifest: new Set(Object.keys(manifest ?? {})), settings: new Set(Object.keys(settings)) };
}

/** pnpm 9 builds everything that no list forbids, and since 11 nothing in package.json counts. */
function isTen(version: string): boolean {
  return isSince(version, 10, 0) && !isSince(version, 11, 0);
}
