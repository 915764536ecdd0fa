import { sentByNpmrc, type SentVariable } from './sent-variables.ts';

/** One setting of an .npmrc. */
export interface NpmrcEntry {
  readonly key: string;
  readonly value: string;
}

/**
 * The settings of an .npmrc as the `ini` package reads them (npm documentation: npmrc), those of a list one by one. Not
 * everybody who reads the file goes by that package: a line that can be read otherwise yields that too, before.
 */
export function parseNpmrc(text: string): readonly NpmrcEntry[] {
  return text.split(/[\r\n]+/).flatMap((line) => {
    if (/^\s*(?:[;#]|$)/.test(line) || /^\s*\[[^\]]*\]\s*$/.test(line)) return [];
    const [whole, key = '', value] = /^([^=]+)(?:=(.*))?$/.exec(line) ?? [];
    if (whole === undefined) return [];
    const [plain, ini] = [plainText, iniText].map((read) => ({
      key: read(key).replace(/(?<=.)\[\]$/, ''),
      value: value === undefined ? 'true' : read(value),
    })) as [NpmrcEntry, NpmrcEntry];
    return plain.key === ini.key && plain.value === ini.value ? [ini] : [plain, ini];
  });
}

/** A comment has a space before it, and a backslash is one. */
function plainText(text: string): string {
  const trimmed = text.trim();
  if (/^'.*'$/.test(trimmed)) return trimmed.slice(1, -1);
  return /^".*"$/.test(trimmed) ? parsed(trimmed) : trimmed.replace(/\s[;#].*$/, '');
}

/** `unsafe` of the `ini` package 6: JSON inside of single quotes too, and a comment wherever its sign is not escaped. */
function iniText(text: string): string {
  const trimmed = text.trim();
  if (/^'.*'$/.test(trimmed) || trimmed === "'") return parsed(trimmed.slice(1, -1));
  if (/^".*"$/.test(trimmed)) return parsed(trimmed);
  const [content = ''] = /^(?:\\.|[^\\;#])*\\?/.exec(trimmed) ?? [];
  return content.replaceAll(/\\([\\;#])/g, '$1').trim();
}

function parsed(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    return json;
  }
}

/** A setting that a repository must not have, and what it does. */
export interface RiskySetting {
  readonly setting: string;
  readonly effect: 'runs-code' | 'sends-secrets';
  /** All that it does is to send these; which hosts may have them is for others to say. */
  readonly sends?: readonly SentVariable[];
}

/**
 * What everything that reads a project's .npmrc has in common: settings by which the repository puts itself between the
 * user and a registry that the user is signed in to, or chooses by which way requests leave the machine, that run a
 * program, or that send a variable of the user's environment to whatever host the file names.
 */
export function riskySettings(entries: readonly NpmrcEntry[]): readonly RiskySetting[] {
  const risky = alwaysRisky(entries);
  const others = sentByNpmrc(entries).filter(({ setting }) => !risky.some((known) => known.setting === setting));
  return [...risky, ...others.map((sending): RiskySetting => ({ ...sending, effect: 'sends-secrets' }))];
}

function alwaysRisky(entries: readonly NpmrcEntry[]): readonly RiskySetting[] {
  return entries.flatMap(({ key: setting, value }): readonly RiskySetting[] => {
    const name = /^\/\/.*:([^:]+)$/.exec(setting)?.[1] ?? setting;
    if (name === 'tokenHelper') return [{ setting, effect: 'runs-code' }];
    const isRisky =
      (/^(?:(?:https?-|no-?)?proxy|local-address)$/.test(setting) && !isOff(value)) ||
      (setting === 'strict-ssl' && value !== 'true') ||
      ['ca', 'cafile', 'cert', 'certfile', 'key', 'keyfile'].includes(name) ||
      hidesItsName(setting) ||
      namesStrangeVariable(`${setting} ${value}`);
    return isRisky ? [{ setting, effect: 'sends-secrets' }] : [];
  });
}

/**
 * True for a key in which a variable may stand for any part of its name: `ca${NPM_X?}che` is `cache` to npm and to pnpm 10. A
 * host that a variable names is none.
 */
function hidesItsName(key: string): boolean {
  if (!key.includes('${')) return false;
  const at = key.lastIndexOf(':');
  const host = key.slice(0, at).replaceAll(/\$\{\w+\??\}/g, '');
  return !key.startsWith('//') || host.includes('$') || key.slice(at).includes('$');
}

function isOff(value: string): boolean {
  return ['', 'false', 'null'].includes(value);
}

/**
 * True where text has a `${VARIABLE}` (`$VARIABLE` too, where `bare`) that is not, by its name, one for a registry: what a
 * company's .npmrc has for its token is known by such names, and any other could be any secret of the user's.
 */
export function namesStrangeVariable(text: string, bare = false): boolean {
  const pattern = bare ? /\$\{?([A-Za-z_]\w*)/g : /\$\{([^}]*)\}/g;
  return [...text.matchAll(pattern)].some(([, name = '']) => !registryVariable.test(name.replace(/[?:].*$/, '')));
}

const registryVariable =
  /NPM|NODE_AUTH|YARN|BUN|REGISTRY|PACKAGE|ARTIFACT|JFROG|NEXUS|CODEARTIFACT|FEED|CI_JOB_TOKEN|^(?:GITHUB|GH|GITLAB)_(?:TOKEN|PAT)$|FONTAWESOME/i;
