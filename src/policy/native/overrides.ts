import { t } from '@vscode/l10n';
import { NativeRules } from './native-rules.ts';
import { isObject, own, type ReadNative, type SettingPath } from './settings.ts';

/** Where managers have them; `resolutions` is Yarn's, and pnpm and Bun read it too. */
const places: readonly SettingPath[] = [['overrides'], ['resolutions'], ['pnpm', 'overrides']];

/**
 * The versions that a package.json, or a pnpm-workspace.yaml, has whatever else asks for: such a package is not updated past
 * them. One below a parent is about what comes along alone. Sources: npm documentation, package.json, overrides; Yarn
 * documentation, manifest, resolutions; pnpm documentation, settings, overrides.
 */
export const readOverrides: ReadNative = (settings) => {
  const rules = new NativeRules(settings);
  for (const path of places) {
    const value = path.reduce<unknown>((at, key) => own(at, String(key)), settings.value);
    if (value === undefined || value === null) continue;
    if (!isObject(value)) {
      rules.fault(path, t('This is no object.'));
      continue;
    }
    const { everywhere, below } = namesIn(value);
    if (everywhere.length > 0) rules.hold(path, 'pin', { package: everywhere });
    const alone = below.filter((name) => !everywhere.includes(name));
    if (alone.length > 0) rules.hold([...path, 'below'], 'pin', { package: alone, dependencyType: ['transitive'] });
  }
  return rules.result;
};

interface Overridden {
  readonly everywhere: readonly string[];
  readonly below: readonly string[];
}

function namesIn(value: Readonly<Record<string, unknown>>, depth = 0): Overridden {
  const everywhere: string[] = [];
  const below: string[] = [];
  for (const [key, one] of Object.entries(value)) {
    const { name, isBelow } = nameOf(key);
    // npm's objects: `.` is the package itself, the rest stands below it.
    const isItself = typeof one === 'string' || typeof own(one, '.') === 'string';
    if (name !== undefined && key !== '.' && isItself) (isBelow || depth > 0 ? below : everywhere).push(name);
    if (!isObject(one) || depth > 20) continue;
    const inner = namesIn(one, depth + 1);
    below.push(...inner.everywhere, ...inner.below);
  }
  return { everywhere: [...new Set(everywhere)], below: [...new Set(below)] };
}

/** `name`, `name@range`, `parent>name` (pnpm), `parent/name`, and a name below two stars (Yarn 1), which is everywhere. */
function nameOf(key: string): { readonly name: string | undefined; readonly isBelow: boolean } {
  const last = key.split('>').at(-1) ?? '';
  const [whole, name] = /(@[^/@]+\/[^/@]+|[^/@*]+)(?:@[^/]*)?$/.exec(last.trim()) ?? [];
  if (whole === undefined || name === undefined) return { name: undefined, isBelow: false };
  const before = last
    .trim()
    .slice(0, -whole.length)
    .replace(/^\*\*\/$/, '');
  return { name, isBelow: key.includes('>') || before !== '' };
}
