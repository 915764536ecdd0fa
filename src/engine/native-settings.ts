import { t } from '@vscode/l10n';
import { absolute, baseNameOf, directoryOf, joinBeyond, wayTo, type RelativePath } from '../base/path.ts';
import { readBunfig } from '../policy/native/bun.ts';
import { readDependabot } from '../policy/native/dependabot.ts';
import { readNcurc } from '../policy/native/ncu.ts';
import { readNpmrc } from '../policy/native/npm.ts';
import { readOverrides } from '../policy/native/overrides.ts';
import { readPnpmWorkspace } from '../policy/native/pnpm.ts';
import { readRenovate } from '../policy/native/renovate.ts';
import { isObject, own, type NativeReading, type ReadNative, type Settings } from '../policy/native/settings.ts';
import { readYarnrc } from '../policy/native/yarn.ts';
import type { EngineContext } from './context.ts';
import { repositoryOf } from './git-state.ts';
import { readText } from './guards.ts';
import {
  parseIni,
  parseJson,
  parseSettings,
  parseToml,
  parseYaml,
  TextError,
  type ParseText,
} from './settings-text.ts';

/** One file of another tool's settings, and what reads it. */
interface Source {
  readonly name: string;
  readonly parse: ParseText;
  readonly read: readonly ReadNative[];
  /** The settings are the value of this key. */
  readonly below?: string;
  /** Code, which is never run: what it says is not known. */
  readonly isCode?: boolean;
}

/** Of which the first that is there counts, as the tool has it (Renovate documentation: configuration file locations). */
const renovate: readonly Source[] = [
  ...['renovate.json', 'renovate.json5', '.github/renovate.json', '.github/renovate.json5'],
  ...['.gitlab/renovate.json', '.gitlab/renovate.json5', '.renovaterc', '.renovaterc.json', '.renovaterc.json5'],
].map((name) => ({ name, parse: parseJson, read: [readRenovate] }));
const dependabot: readonly Source[] = ['.github/dependabot.yml', '.github/dependabot.yaml'].map((name) => ({
  name,
  parse: parseYaml,
  read: [readDependabot],
}));
/** npm-check-updates documentation: config file. */
const ncu: readonly Source[] = [
  ...['.ncurc', '.ncurc.json', '.ncurc.yml', '.ncurc.yaml'].map((name) => ({
    name,
    parse: parseYaml,
    read: [readNcurc],
  })),
  ...['.ncurc.js', '.ncurc.cjs', '.ncurc.mjs'].map((name) => ({ name, parse: parseJson, read: [], isCode: true })),
];

/** Of each project, beside its lockfile: all of them count. */
const ofProject: readonly Source[] = [
  { name: '.npmrc', parse: parseIni, read: [readNpmrc] },
  { name: 'pnpm-workspace.yaml', parse: parseYaml, read: [readPnpmWorkspace, readOverrides] },
  { name: '.yarnrc.yml', parse: parseYaml, read: [readYarnrc] },
  { name: 'bunfig.toml', parse: parseToml, read: [readBunfig] },
  { name: 'package.json', parse: parseJson, read: [readOverrides] },
];

/** Where a Renovate without a file of its own is configured. */
const inManifest: Source = { name: 'package.json', parse: parseJson, read: [readRenovate], below: 'renovate' };

/** Every file that is looked for. */
export const nativeFileNames: readonly string[] = [...renovate, ...dependabot, ...ncu, ...ofProject].map(
  ({ name }) => name,
);

/** A file that is there. */
export interface NativeFile {
  readonly source: Source;
  /** Relative to the workspace folder. */
  readonly file: RelativePath;
  readonly project: RelativePath | undefined;
  readonly text: string;
}

/**
 * The files of other tools that stand in a folder, or in the repository around it, with their texts. `projects`: roots of the
 * folder's projects.
 */
export async function findNativeSettings(
  { files, root }: Pick<EngineContext, 'files' | 'root'>,
  projects: readonly RelativePath[],
): Promise<readonly NativeFile[]> {
  const repository = wayTo((await repositoryOf(files, root)) ?? root, root) ?? '';
  const named = new Map<string, Promise<readonly string[]>>();
  // Most of them are not there: one look at a folder tells that of all.
  const isThere = async (file: RelativePath): Promise<boolean> => {
    const folder = directoryOf(file);
    const names = named.get(folder) ?? files.list(absolute(root, folder));
    named.set(folder, names);
    return (await names).includes(baseNameOf(file));
  };
  const read = async (source: Source, folder: RelativePath, project?: RelativePath): Promise<readonly NativeFile[]> => {
    const file = joinBeyond(folder, source.name);
    const text = (await isThere(file)) ? await readText(files, absolute(root, file)) : undefined;
    if (text === undefined || (source.below !== undefined && !text.includes(`"${source.below}"`))) return [];
    return [{ source, file, project, text }];
  };
  const readAll = async (list: readonly Source[], folder: RelativePath, project?: RelativePath) =>
    (await Promise.all(list.map((source) => read(source, folder, project)))).flat();
  const found = await Promise.all([
    readAll([...renovate, inManifest], repository).then((all) => all.slice(0, 1)),
    readAll(dependabot, repository).then((all) => all.slice(0, 1)),
    ...projects.flatMap((project) => [
      readAll(ncu, project, project).then((all) => all.slice(0, 1)),
      readAll(ofProject, project, project),
    ]),
  ]);
  return found.flat();
}

/** What those files mean for us. */
export async function readNativeSettings(files: readonly NativeFile[]): Promise<NativeReading> {
  const all = await Promise.all(files.map(readFile));
  return {
    rules: all.flatMap(({ rules }) => rules),
    faults: all.flatMap(({ faults }) => faults),
    notes: all.flatMap(({ notes }) => notes),
    updatesBy: all.flatMap(({ updatesBy }) => updatesBy),
  };
}

async function readFile({ source, file, project, text }: NativeFile): Promise<NativeReading> {
  const place = { file, line: 1, column: 1 };
  if (source.isCode === true) {
    const message = t('It is code, and not run: what it says is not known here.');
    return { ...nothing, notes: [{ ...place, reason: 'not-held', message, drops: 'nothing' }] };
  }
  try {
    const whole = await parseSettings(file, project, text, source.parse);
    const settings = source.below === undefined ? whole : partOf(whole, source.below);
    const read = source.read.map((each) => each(settings));
    return {
      rules: read.flatMap(({ rules }) => rules),
      faults: read.flatMap(({ faults }) => faults),
      notes: read.flatMap(({ notes }) => notes),
      updatesBy: read.flatMap(({ updatesBy }) => updatesBy),
    };
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    const fault = { file, reason: 'syntax', message: error.message, ...error.place, drops: 'file' } as const;
    return { ...nothing, faults: [fault] };
  }
}

/** The object below a key of a file, with its places; no fields where it is none. */
function partOf({ value, placeOf, ...rest }: Settings, key: string): Settings {
  const part = own(value, key);
  return { ...rest, value: isObject(part) ? part : {}, placeOf: (path) => placeOf([key, ...path]) };
}

const nothing: NativeReading = { rules: [], faults: [], notes: [], updatesBy: [] };
