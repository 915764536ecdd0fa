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

/** A setting that a repository must not have, and what it does. */
export interface RiskySetting {
  readonly setting: string;
  readonly effect: 'runs-code' | 'sends-secrets';
}

/**
 * What everything that reads a project's .npmrc has in common: settings by which the repository puts itself between the
 * user and a registry that the user is signed in to, that run a program, or that send a variable of the user's
 * environment to whatever host the file names.
 */
export function riskySettings(entries: readonly NpmrcEntry[]): readonly RiskySetting[] {
  return entries.flatMap(({ key: setting, value }): readonly RiskySetting[] => {
    const name = /^\/\/.*:([^:]+)$/.exec(setting)?.[1] ?? setting;
    if (name === 'tokenHelper') return [{ setting, effect: 'runs-code' }];
    const isRisky =
      (/^(?:https?-)?proxy$/.test(setting) && !isOff(value)) ||
      (setting === 'strict-ssl' && value !== 'true') ||
      ['ca', 'cafile', 'cert', 'certfile', 'key', 'keyfile'].includes(name) ||
      namesStrangeVariable(`${setting} ${value}`);
    return isRisky ? [{ setting, effect: 'sends-secrets' }] : [];
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
