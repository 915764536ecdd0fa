import { t } from '@vscode/l10n';
import { errorText, QmError } from '../../../base/errors.ts';
import { absolute, foldersAbove, wayTo } from '../../../base/path.ts';
import type { DriverContext } from '../../../ports/manager-driver.ts';
import { pluginPaths } from './plugins.ts';
import { indifferentPaths, leftOutSettings, readPaths, writtenPaths } from './settings.ts';

/** Settings by name. */
export type Values = Readonly<Record<string, unknown>>;

const fileName = '.yarnrc.yml';

/**
 * Writes down what Yarn is to know of the project's configuration and returns the name by which it finds it: one that
 * nobody can foresee, since Yarn looks for it in every folder above too, and a shadow stands in a folder that every user
 * of the machine can write to. Rejects with QM_MANAGER_FAILED where a file of it cannot be read.
 */
export async function writeConfiguration({ files, project, cwd, scratch, hooks }: DriverContext): Promise<string> {
  const isShadow = cwd !== project;
  const found: Values[] = [];
  const plugins: string[] = [];
  for (const folder of [project, ...foldersAbove(project)]) {
    const bytes = await files.read(absolute(folder, fileName));
    if (bytes === undefined) continue;
    const read = await parseConfiguration(new TextDecoder().decode(bytes));
    // The very files that were consented to, in their order.
    if (folder === project) plugins.push(...pluginPaths(read).filter((path) => hooks?.includes(path)));
    found.unshift(usable(read, folder, isShadow));
  }
  const consented = plugins.length === 0 ? {} : { plugins: plugins.map((path) => absolute(project, path)) };
  const values = found.reduce<Values>((outer, inner) => merged(outer, inner), {});
  const catalogs = isShadow ? await catalogsIn(files, cwd) : {};
  const environment = { injectEnvironmentFiles: [absolute(project, '.env.yarn?')] };
  const path = `${scratch}/${crypto.randomUUID()}.yml`;
  await files.makeFolder(scratch);
  // JSON is YAML.
  await files.writeAtomic(
    path,
    new TextEncoder().encode(JSON.stringify({ ...environment, ...values, ...catalogs, ...consented })),
  );
  return wayTo(path, cwd) ?? path;
}

/** A shadow's own: what is resolved there may be another entry of a catalog. */
async function catalogsIn(files: DriverContext['files'], folder: string): Promise<Values> {
  const bytes = await files.read(absolute(folder, fileName));
  const { catalog, catalogs } = await parseConfiguration(new TextDecoder().decode(bytes));
  return { ...(catalog === undefined ? {} : { catalog }), ...(catalogs === undefined ? {} : { catalogs }) };
}

/** The values of a .yarnrc.yml, all texts, as Yarn itself reads them. Rejects with QM_MANAGER_FAILED. */
export async function parseConfiguration(text: string): Promise<Values> {
  const { parseSyml } = await import('../../lazy/lockfile-parsers.ts');
  try {
    return parseSyml(text) as Values;
  } catch (error) {
    throw new QmError('QM_MANAGER_FAILED', {
      message: t('{0} cannot be read.', fileName),
      hint: t('Mend its YAML, then try again. Nothing was changed.'),
      details: errorText(error),
      cause: error,
    });
  }
}

/** Those of the user's own home hold all the same. */
function usable(values: Values, folder: string, isShadow: boolean): Values {
  const isWritten = (name: string): boolean => writtenPaths.has(name) || indifferentPaths.has(name);
  const entries = Object.entries(values).filter(
    ([name, value]) => value !== null && !leftOutSettings.has(name) && !(isShadow && isWritten(name)),
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, withPaths(name, value, folder)]));
}

const paths: ReadonlySet<string> = new Set([
  ...[...writtenPaths, ...indifferentPaths, ...readPaths],
  // Of the user's own, above the workspace.
  ...['globalFolder', 'httpsCaFilePath', 'httpsCertFilePath', 'httpsKeyFilePath'],
]);

/** Paths are relative to the file that they stand in, and that is another one now. */
function withPaths(name: string, value: unknown, folder: string): unknown {
  if (Array.isArray(value)) return value.map((each) => withPaths(name, each, folder));
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withPaths(key, inner, folder)]));
  }
  if (!paths.has(name) || typeof value !== 'string' || /^(?:[/\\]|[a-z]:|\$)/i.test(value)) return value;
  return absolute(folder, value);
}

/** The inner file wins; lists and maps of both hold. */
function merged(outer: Values, inner: Values): Values {
  const result: Record<string, unknown> = { ...outer };
  for (const [name, value] of Object.entries(inner)) {
    const other = result[name];
    if (isRecord(other) && isRecord(value)) result[name] = merged(other, value);
    else if (Array.isArray(other) && Array.isArray(value))
      result[name] = [...(other as unknown[]), ...(value as unknown[])];
    else result[name] = value;
  }
  return result;
}

function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
