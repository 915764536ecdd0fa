import type { RelativePath } from '../base/path.ts';
import type { Hazard } from '../ports/manager-driver.ts';

/** One setting of an .npmrc. */
export interface NpmrcEntry {
  readonly key: string;
  readonly value: string;
}

/** The settings of an .npmrc as the `ini` package reads them (npm documentation: npmrc); those of a list one by one. */
export function parseNpmrc(text: string): readonly NpmrcEntry[] {
  return text.split(/[\r\n]+/).flatMap((line) => {
    const content = line.trim();
    if (content === '' || /^[;#[]/.test(content)) return [];
    const [, key = '', value] = /^([^=]+?)(?:=(.*))?$/.exec(content) ?? [];
    const name = unquote(key.trim()).replace(/\[\]$/, '');
    return [{ key: name, value: value === undefined ? 'true' : unquote(value.trim()) }];
  });
}

function unquote(text: string): string {
  if (/^'.*'$/.test(text)) return text.slice(1, -1);
  if (!/^".*"$/.test(text)) return text.replace(/\s[;#].*$/, '');
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

/**
 * What every manager that reads a project's .npmrc has in common: settings by which the repository puts itself between
 * the user and a registry that the user is signed in to, that run a program, or that send a variable of the user's
 * environment to whatever host the file names.
 */
export function npmrcHazards(entries: readonly NpmrcEntry[], file: RelativePath = '.npmrc'): readonly Hazard[] {
  return entries.flatMap(({ key, value }): readonly Hazard[] => {
    const name = /^\/\/.*:([^:]+)$/.exec(key)?.[1] ?? key;
    if (name === 'tokenHelper') return [{ file, setting: key, effect: 'runs-code' }];
    if (/^(?:https?-)?proxy$/.test(key) && !isOff(value)) return [{ file, setting: key, effect: 'sends-secrets' }];
    if (key === 'strict-ssl' && value !== 'true') return [{ file, setting: key, effect: 'sends-secrets' }];
    if (['ca', 'cafile', 'cert', 'certfile', 'key', 'keyfile'].includes(name)) {
      return [{ file, setting: key, effect: 'sends-secrets' }];
    }
    return namesStrangeVariable(`${key} ${value}`) ? [{ file, setting: key, effect: 'sends-secrets' }] : [];
  });
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
