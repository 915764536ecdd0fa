import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ManagerId } from '../model/project.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a package manager has the time that it waits for a registry, besides npm's `fetch-timeout`, in milliseconds. */
interface Places {
  /** Variables; of one that counts in seconds the milliseconds of its unit. */
  readonly variables: readonly (readonly [name: string, unitMs: number])[];
  /** Files by their path in a folder and what stands in them before the number. */
  readonly files: readonly (readonly [name: string, setting: RegExp])[];
  /** The same, in the folder of the user's configuration. */
  readonly userFiles: readonly (readonly [name: string, setting: RegExp])[];
}

const pnpmYaml = /^\s*["']?fetchTimeout["']?\s*:\s*["']?(\d+)/m;

/**
 * Sources: Yarn documentation "httpTimeout"; Yarn 1 documentation "network-timeout"; pnpm documentation "fetchTimeout"
 * and "Settings"; Bun's `BUN_CONFIG_HTTP_IDLE_TIMEOUT`, in seconds.
 */
const placesOf: Readonly<Record<ManagerId, Places>> = {
  npm: { variables: [], files: [], userFiles: [] },
  pnpm: {
    variables: [
      ['pnpm_config_fetch_timeout', 1],
      ['PNPM_CONFIG_FETCH_TIMEOUT', 1],
    ],
    files: [['pnpm-workspace.yaml', pnpmYaml]],
    userFiles: [
      ['pnpm/rc', /^\s*fetch-timeout\s*=\s*(\d+)/m],
      ['pnpm/config.yaml', pnpmYaml],
    ],
  },
  yarn: {
    variables: [
      ['YARN_HTTP_TIMEOUT', 1],
      ['YARN_NETWORK_TIMEOUT', 1],
      ['yarn_network_timeout', 1],
    ],
    files: [
      ['.yarnrc.yml', /^\s*["']?httpTimeout["']?\s*:\s*["']?(\d+(?:ms|s|m|h)?)\b/m],
      ['.yarnrc', /^\s*(?:--)?"?network-timeout"?:?\s+"?(\d+)/m],
    ],
    userFiles: [],
  },
  bun: { variables: [['BUN_CONFIG_HTTP_IDLE_TIMEOUT', 1_000]], files: [], userFiles: [] },
};

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * The longest that a package manager's own settings wait for a registry, in milliseconds: by its variables, and by its
 * files in a folder, in those above and in the user's own. Undefined where none of them says so.
 */
export async function managerPatience(
  folder: string,
  manager: ManagerId,
  env: Environment = process.env,
): Promise<number | undefined> {
  const { variables, files, userFiles } = placesOf[manager];
  const named = variables.map(([name, unitMs]) => Number(env[name]) * unitMs);
  const configuration = env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  const looked = [...new Set([...foldersFrom(folder), homedir()])].flatMap((each) =>
    files.map(([name, setting]) => [join(each, name), setting] as const),
  );
  const users = userFiles.map(([name, setting]) => [join(configuration, name), setting] as const);
  const read = await Promise.all([...looked, ...users].map(([file, setting]) => numberIn(file, setting)));
  const found = [...named, ...read].filter((value) => value !== undefined && value > 0 && Number.isFinite(value));
  return found.length === 0 ? undefined : Math.max(...(found as number[]));
}

function foldersFrom(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersFrom(above)];
}

async function numberIn(file: string, setting: RegExp): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const [, value = '', unit = 'ms'] = /^(\d+)(\w+)?$/.exec(setting.exec(text)?.[1] ?? '') ?? [];
  return value === '' ? undefined : Number(value) * (unitsMs[unit] ?? 1);
}
